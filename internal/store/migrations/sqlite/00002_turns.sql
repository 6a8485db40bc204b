-- Whose turn it is in the outbox is found along indexes of what waits alone, what
-- is asked of an assignment now stands on its row, and how fast the bot wrote
-- lately is read from its attempts.

-- +goose Up
DROP INDEX outbox_due;
DROP INDEX outbox_chat;
CREATE INDEX outbox_turn ON outbox (lane, id) WHERE state = 'pending';
CREATE INDEX outbox_wait ON outbox (not_before) WHERE state = 'pending';
CREATE INDEX outbox_again ON outbox (chat_id, lane, id) WHERE state = 'pending' AND attempts > 0;
CREATE INDEX outbox_sending ON outbox (chat_id) WHERE state = 'sending';
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';

ALTER TABLE assignment ADD COLUMN asked_id INTEGER NOT NULL DEFAULT 0; -- the newest opening that asks for it
UPDATE assignment SET asked_id = COALESCE((SELECT MAX(opening_id) FROM owed WHERE assignment_id = assignment.id), 0);
DROP INDEX assignment_department;
CREATE INDEX assignment_asked ON assignment (department_id, asked_id);

DROP INDEX posted_view;
CREATE INDEX posted_view ON posted (chat_id, kind, opening_id, message_id);

ALTER TABLE attempt ADD COLUMN chat_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX attempt_at ON attempt (at);

-- +goose Down
DROP INDEX attempt_at;
ALTER TABLE attempt DROP COLUMN chat_id;
DROP INDEX posted_view;
CREATE INDEX posted_view ON posted (chat_id, kind, opening_id);
DROP INDEX assignment_asked;
CREATE INDEX assignment_department ON assignment (department_id);
ALTER TABLE assignment DROP COLUMN asked_id;
DROP INDEX outbox_dead;
DROP INDEX outbox_sending;
DROP INDEX outbox_again;
DROP INDEX outbox_wait;
DROP INDEX outbox_turn;
CREATE INDEX outbox_chat ON outbox (chat_id, state);
CREATE INDEX outbox_due ON outbox (state, not_before);
