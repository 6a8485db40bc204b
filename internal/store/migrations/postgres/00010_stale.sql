-- What shows a view is found when it is brought up to date, and not by each change.

-- +goose Up
CREATE TABLE stale (
    kind       TEXT    NOT NULL, -- of the view
    subject_id BIGINT  NOT NULL, -- the department of a digest; 0 for boards
    noted      BOOLEAN NOT NULL, -- it has changed since its messages were last brought up to date
    not_before BIGINT  NOT NULL, -- when they may be next
    PRIMARY KEY (kind, subject_id)
);
CREATE INDEX stale_noted ON stale (not_before) WHERE noted;

-- +goose Down
DROP TABLE stale;
