-- Days off and make-up days that the office has read out of a notice, and its own
-- closures. The revision tells a running bot that they have changed.

-- +goose Up
CREATE TABLE notice (
    year   BIGINT  PRIMARY KEY,
    source TEXT    NOT NULL
);

CREATE TABLE special_day (
    notice BIGINT  NOT NULL, -- the year whose notice names it, which may be the one after its own; 0: the office's own
    date   TEXT COLLATE "C" NOT NULL,
    name   TEXT    NOT NULL,
    off    BOOLEAN NOT NULL,
    starts BIGINT  NOT NULL, -- minutes since midnight; both 0: the usual hours
    ends   BIGINT  NOT NULL,
    PRIMARY KEY (notice, date)
);

CREATE TABLE calendar (
    id       BIGINT  PRIMARY KEY,
    revision BIGINT  NOT NULL
);
INSERT INTO calendar (id, revision) VALUES (1, 0);

-- +goose Down
DROP TABLE calendar;
DROP TABLE special_day;
DROP TABLE notice;
