-- What could not be taken, until somebody has looked at it.

-- +goose Up
CREATE TABLE quarantine (
    id        INTEGER PRIMARY KEY,
    bot       TEXT    NOT NULL,
    update_id INTEGER NOT NULL,
    user_id   INTEGER NOT NULL, -- who said it, as the platform numbers people; 0 for nobody known
    chat_id   INTEGER NOT NULL,
    said_at   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    why       TEXT    NOT NULL, -- in short, without the words
    raw       TEXT    NOT NULL, -- the update as it came; empty where it must not be kept
    retry     INTEGER NOT NULL DEFAULT 0, -- it is to be handled again
    retries   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (bot, update_id)
);
CREATE INDEX quarantine_at ON quarantine (at);

-- +goose Down
DROP TABLE quarantine;
