-- A walk waits for words for an hour, and until something else begins.

-- +goose Up
ALTER TABLE walk ADD COLUMN heard_at INTEGER NOT NULL DEFAULT 0; -- 0: words belong to it no more

-- Talk (收到, a question) is no report, and not the newest of its assignment.
UPDATE assignment SET report_id = COALESCE((SELECT MAX(r.id) FROM report r
    WHERE r.assignment_id = assignment.id AND r.withdrawn_at = 0 AND r.state <> ''), 0)
WHERE report_id IN (SELECT id FROM report WHERE state = '');

-- +goose Down
ALTER TABLE walk DROP COLUMN heard_at;
