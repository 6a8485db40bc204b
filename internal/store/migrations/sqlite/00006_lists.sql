-- A list may get a new document: what the last one printed is kept beside what was
-- settled since, so that the two can be told apart. A revision tells whoever was
-- shown a change that the list has moved on meanwhile.

-- +goose Up
ALTER TABLE list ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

ALTER TABLE task ADD COLUMN leader TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN printed_leader TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN printed_term TEXT NOT NULL DEFAULT ''; -- a date, yearly [6 12], or standing
ALTER TABLE task ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0; -- its kind, due date or months were settled by somebody
ALTER TABLE task ADD COLUMN named TEXT NOT NULL DEFAULT ''; -- a day its words name that the office has not settled
ALTER TABLE task ADD COLUMN done_at INTEGER NOT NULL DEFAULT 0; -- the office said that it is done
UPDATE task SET by_hand = 1 WHERE due <> '' OR kind <> 'dated';

ALTER TABLE share ADD COLUMN printed_role TEXT NOT NULL DEFAULT ''; -- in the last document, empty: it does not name the department
ALTER TABLE share ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
UPDATE share SET by_hand = 1 WHERE printed = '' OR removed_at <> 0;
UPDATE share SET printed_role = CASE WHEN id = (SELECT MIN(s.id) FROM share s WHERE s.task_id = share.task_id AND s.printed <> '')
    THEN 'lead' ELSE 'support' END WHERE printed <> '';

ALTER TABLE department ADD COLUMN merged_into INTEGER NOT NULL DEFAULT 0; -- the department it has become part of

-- +goose Down
ALTER TABLE department DROP COLUMN merged_into;
ALTER TABLE share DROP COLUMN by_hand;
ALTER TABLE share DROP COLUMN printed_role;
ALTER TABLE task DROP COLUMN done_at;
ALTER TABLE task DROP COLUMN named;
ALTER TABLE task DROP COLUMN by_hand;
ALTER TABLE task DROP COLUMN printed_term;
ALTER TABLE task DROP COLUMN printed_leader;
ALTER TABLE task DROP COLUMN leader;
ALTER TABLE list DROP COLUMN revision;
