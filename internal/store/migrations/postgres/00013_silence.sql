-- Silence is not the same as having nothing new to say: rounds without any answer are
-- counted apart from rounds without news, and what the last answer said is kept with
-- the assignment.

-- +goose Up
ALTER TABLE assignment ADD COLUMN missed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assignment ADD COLUMN said TEXT NOT NULL DEFAULT '';
UPDATE assignment SET
    missed = (SELECT COUNT(*) FROM owed w JOIN opening o ON o.id = w.opening_id
        WHERE w.assignment_id = assignment.id AND w.answered_at = 0 AND o.step <> 'collecting' AND o.closes_at > assignment.reported_at),
    said = COALESCE((SELECT r.state FROM report r WHERE r.id = assignment.report_id), '');

-- +goose Down
ALTER TABLE assignment DROP COLUMN said;
ALTER TABLE assignment DROP COLUMN missed;
