-- A message with a one-time code goes when the code does; what answers to a message
-- are about is forgotten once the message is old.

-- +goose Up
ALTER TABLE outbox ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0; -- of the one-time code in it
CREATE INDEX outbox_code ON outbox (expires_at) WHERE expires_at > 0 AND state = 'pending';
ALTER TABLE posted ADD COLUMN at INTEGER NOT NULL DEFAULT 0; -- sent or changed last; 0: before this was kept, and not met by pruning yet
CREATE INDEX posted_at ON posted (at, chat_id, message_id);

-- +goose Down
DROP INDEX posted_at;
ALTER TABLE posted DROP COLUMN at;
DROP INDEX outbox_code;
ALTER TABLE outbox DROP COLUMN expires_at;
