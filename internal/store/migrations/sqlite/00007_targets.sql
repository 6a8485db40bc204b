-- Numbers that tasks promise, what reports state for them, and what is left open
-- by what somebody wrote.

-- +goose Up
CREATE TABLE target (
    id         INTEGER PRIMARY KEY,
    task_id    INTEGER NOT NULL REFERENCES task (id),
    position   INTEGER NOT NULL,
    printed    TEXT    NOT NULL DEFAULT '', -- what the document calls it; a later document finds it by this
    name       TEXT    NOT NULL,
    value      REAL    NOT NULL,
    max        REAL    NOT NULL DEFAULT 0,
    unit       TEXT    NOT NULL,
    relation   TEXT    NOT NULL,
    stretch    INTEGER NOT NULL DEFAULT 0,
    by_day     TEXT    NOT NULL DEFAULT '',
    by_hand    INTEGER NOT NULL DEFAULT 0, -- an admin's: no document changes it
    removed_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX target_task ON target (task_id, position);

-- Only ever added to: what settles a figure is a figure of its own.
CREATE TABLE figure (
    id            INTEGER PRIMARY KEY,
    report_id     INTEGER NOT NULL REFERENCES report (id),
    assignment_id INTEGER NOT NULL REFERENCES assignment (id), -- the report's, so that the newest is found without it
    target_id     INTEGER NOT NULL REFERENCES target (id),
    whole         INTEGER NOT NULL DEFAULT 0, -- for the whole task, not for the department alone
    value         REAL    NOT NULL,
    increment     INTEGER NOT NULL DEFAULT 0,
    previous      REAL    NOT NULL DEFAULT 0,
    total         REAL    NOT NULL,
    why           TEXT    NOT NULL DEFAULT '', -- lower and mistaken do not count
    at            INTEGER NOT NULL
);
CREATE INDEX figure_report ON figure (report_id);
CREATE INDEX figure_newest ON figure (assignment_id, target_id, whole, id);

-- The newest figure that counts, kept here because finding it is slow.
CREATE TABLE standing (
    assignment_id INTEGER NOT NULL REFERENCES assignment (id),
    target_id     INTEGER NOT NULL REFERENCES target (id),
    whole         INTEGER NOT NULL,
    value         REAL    NOT NULL,
    at            INTEGER NOT NULL,
    report_id     INTEGER NOT NULL REFERENCES report (id),
    source        TEXT    NOT NULL,
    PRIMARY KEY (assignment_id, target_id, whole)
);

CREATE TABLE doubt (
    id         INTEGER PRIMARY KEY,
    report_id  INTEGER NOT NULL REFERENCES report (id),
    kind       TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    value      REAL    NOT NULL DEFAULT 0,
    targets    TEXT    NOT NULL DEFAULT '', -- 3,4
    settled_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX doubt_report ON doubt (report_id);

ALTER TABLE report ADD COLUMN percent REAL NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN mark TEXT NOT NULL DEFAULT ''; -- why the office should look at it
ALTER TABLE report ADD COLUMN later TEXT NOT NULL DEFAULT ''; -- the due date it asks for
ALTER TABLE report ADD COLUMN figures INTEGER NOT NULL DEFAULT 0; -- how many it states
CREATE INDEX report_marked ON report (at) WHERE mark <> '';

-- +goose Down
DROP INDEX report_marked;
ALTER TABLE report DROP COLUMN figures;
ALTER TABLE report DROP COLUMN later;
ALTER TABLE report DROP COLUMN mark;
ALTER TABLE report DROP COLUMN percent;
DROP TABLE doubt;
DROP TABLE standing;
DROP TABLE figure;
DROP TABLE target;
