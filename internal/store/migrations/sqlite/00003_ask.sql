-- A task says when it can move, an assignment how many rounds have passed it by, an
-- opening how far its climb has come, a person when he is away.

-- +goose Up
ALTER TABLE task ADD COLUMN kind TEXT NOT NULL DEFAULT 'dated'; -- dated, yearly, standing
ALTER TABLE task ADD COLUMN months TEXT NOT NULL DEFAULT ''; -- of a yearly task: 6,12
ALTER TABLE assignment ADD COLUMN passed INTEGER NOT NULL DEFAULT 0; -- rounds of its list that did not ask for it, since one did
ALTER TABLE opening ADD COLUMN climbed INTEGER NOT NULL DEFAULT 0; -- the last rung taken
UPDATE opening SET step = 'over' WHERE step = 'nudged';
ALTER TABLE person ADD COLUMN away_from TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN away_until TEXT NOT NULL DEFAULT ''; -- the last day

-- +goose Down
ALTER TABLE person DROP COLUMN away_until;
ALTER TABLE person DROP COLUMN away_from;
UPDATE opening SET step = 'nudged' WHERE step = 'over';
ALTER TABLE opening DROP COLUMN climbed;
ALTER TABLE assignment DROP COLUMN passed;
ALTER TABLE task DROP COLUMN months;
ALTER TABLE task DROP COLUMN kind;
