-- Instants are integers: milliseconds since 1970 in UTC, 0 for none.
-- Civil dates are text: YYYY-MM-DD, empty for none.

-- +goose Up
CREATE TABLE list (
    id         INTEGER PRIMARY KEY,
    title      TEXT    NOT NULL UNIQUE,
    state      TEXT    NOT NULL,
    start      TEXT    NOT NULL DEFAULT '',
    digest     TEXT    NOT NULL, -- of the publication: the same document again changes nothing
    created_at INTEGER NOT NULL
);

CREATE TABLE task (
    id          INTEGER PRIMARY KEY,
    list_id     INTEGER NOT NULL REFERENCES list (id),
    no          INTEGER NOT NULL, -- as printed; not an identity
    section     TEXT    NOT NULL,
    content     TEXT    NOT NULL,
    due         TEXT    NOT NULL DEFAULT '',
    archived_at INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX task_no ON task (list_id, no) WHERE archived_at = 0;

CREATE TABLE department (
    id       INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL,
    name     TEXT    NOT NULL UNIQUE,
    formal   TEXT    NOT NULL,
    english  TEXT    NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE alias (
    name_key      TEXT    PRIMARY KEY, -- the form in which names are compared
    name          TEXT    NOT NULL,
    department_id INTEGER NOT NULL REFERENCES department (id)
);
CREATE INDEX alias_department ON alias (department_id);

CREATE TABLE membership (
    id            INTEGER PRIMARY KEY,
    collective_id INTEGER NOT NULL REFERENCES department (id),
    member_id     INTEGER NOT NULL REFERENCES department (id),
    since         INTEGER NOT NULL,
    until         INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX membership_now ON membership (collective_id, member_id) WHERE until = 0;

CREATE TABLE share (
    id            INTEGER PRIMARY KEY,
    task_id       INTEGER NOT NULL REFERENCES task (id),
    department_id INTEGER NOT NULL REFERENCES department (id),
    printed       TEXT    NOT NULL, -- empty when an admin added it
    role          TEXT    NOT NULL,
    confirmed     INTEGER NOT NULL,
    removed_at    INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX share_now ON share (task_id, department_id) WHERE removed_at = 0;

CREATE TABLE assignment (
    id            INTEGER PRIMARY KEY,
    task_id       INTEGER NOT NULL REFERENCES task (id),
    department_id INTEGER NOT NULL REFERENCES department (id),
    role          TEXT    NOT NULL,
    via_id        INTEGER NOT NULL DEFAULT 0, -- the collective it comes from
    state         TEXT    NOT NULL,
    reported_at   INTEGER NOT NULL DEFAULT 0, -- of the newest report that counts, kept here because finding it is slow
    report_id     INTEGER NOT NULL DEFAULT 0,
    blocked       INTEGER NOT NULL DEFAULT 0,
    quiet         INTEGER NOT NULL DEFAULT 0,
    UNIQUE (task_id, department_id)
);
CREATE INDEX assignment_department ON assignment (department_id);

CREATE TABLE person (
    id        INTEGER PRIMARY KEY,
    user_id   INTEGER NOT NULL UNIQUE,
    name      TEXT    NOT NULL,
    lang      TEXT    NOT NULL,
    started   INTEGER NOT NULL DEFAULT 0,
    reachable INTEGER NOT NULL DEFAULT 1,
    admin     INTEGER NOT NULL DEFAULT 0,
    leader    INTEGER NOT NULL DEFAULT 0,
    met_at    INTEGER NOT NULL
);

CREATE TABLE contact (
    id            INTEGER PRIMARY KEY,
    person_id     INTEGER NOT NULL REFERENCES person (id),
    department_id INTEGER NOT NULL REFERENCES department (id),
    rank          INTEGER NOT NULL,
    head          INTEGER NOT NULL DEFAULT 0,
    since         INTEGER NOT NULL,
    until         INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX contact_now ON contact (person_id, department_id, head) WHERE until = 0;
CREATE INDEX contact_department ON contact (department_id) WHERE until = 0;

CREATE TABLE invitation (
    id            INTEGER PRIMARY KEY,
    code_hash     TEXT    NOT NULL UNIQUE,
    admin         INTEGER NOT NULL DEFAULT 0,
    leader        INTEGER NOT NULL DEFAULT 0,
    department_id INTEGER NOT NULL DEFAULT 0,
    name          TEXT    NOT NULL DEFAULT '',
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    used_at       INTEGER NOT NULL DEFAULT 0,
    used_by       INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE chat_group (
    id      INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL UNIQUE,
    title   TEXT    NOT NULL,
    list_id INTEGER NOT NULL REFERENCES list (id),
    role    TEXT    NOT NULL,
    board   INTEGER NOT NULL DEFAULT 0 -- message of the pinned board
);

CREATE TABLE report (
    id            INTEGER PRIMARY KEY,
    assignment_id INTEGER NOT NULL REFERENCES assignment (id),
    person_id     INTEGER NOT NULL REFERENCES person (id),
    source        TEXT    NOT NULL,
    origin        TEXT    NOT NULL, -- the message without its revisions, so that an edit finds what it replaces
    words         TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    at            INTEGER NOT NULL,
    withdrawn_at  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, assignment_id)
);
CREATE INDEX report_assignment ON report (assignment_id, at);
CREATE INDEX report_origin ON report (origin);
CREATE INDEX report_person ON report (person_id, id);

CREATE TABLE unplaced (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    source    TEXT    NOT NULL UNIQUE,
    words     TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    placed_at INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE walk (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    task_id   INTEGER NOT NULL, -- where he is; 0 at the closing check
    skipped   TEXT    NOT NULL DEFAULT '' -- task ids, JSON
);

CREATE TABLE upload (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    name      TEXT    NOT NULL,
    body      BLOB    NOT NULL,
    at        INTEGER NOT NULL
);

CREATE TABLE round (
    id            INTEGER PRIMARY KEY,
    list_id       INTEGER NOT NULL REFERENCES list (id),
    task_id       INTEGER NOT NULL DEFAULT 0,
    department_id INTEGER NOT NULL DEFAULT 0,
    kind          TEXT    NOT NULL,
    schedule      TEXT    NOT NULL,
    next_at       INTEGER NOT NULL, -- the only watermark; 0: never again
    next_closes   INTEGER NOT NULL,
    revision      INTEGER NOT NULL DEFAULT 1,
    removed_at    INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX round_scope ON round (list_id, kind, task_id, department_id) WHERE removed_at = 0;
CREATE INDEX round_next ON round (next_at) WHERE next_at > 0 AND removed_at = 0;

CREATE TABLE opening (
    id        INTEGER PRIMARY KEY,
    round_id  INTEGER NOT NULL REFERENCES round (id),
    list_id   INTEGER NOT NULL REFERENCES list (id),
    opens_at  INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    late      INTEGER NOT NULL,
    step      TEXT    NOT NULL,
    next_at   INTEGER NOT NULL,
    UNIQUE (round_id, opens_at)
);
CREATE INDEX opening_next ON opening (next_at) WHERE next_at > 0;

CREATE TABLE owed (
    opening_id    INTEGER NOT NULL REFERENCES opening (id),
    assignment_id INTEGER NOT NULL REFERENCES assignment (id),
    answered_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (opening_id, assignment_id)
);
CREATE INDEX owed_assignment ON owed (assignment_id, opening_id);

CREATE TABLE occurrence (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL DEFAULT 0,
    group_id   INTEGER NOT NULL DEFAULT 0,
    kind       TEXT    NOT NULL,
    cause      TEXT    NOT NULL,
    step       INTEGER NOT NULL,
    opening_id INTEGER NOT NULL DEFAULT 0,
    at         INTEGER NOT NULL,
    UNIQUE (person_id, group_id, kind, cause, step)
);
CREATE INDEX occurrence_opening ON occurrence (opening_id);

CREATE TABLE inbox (
    bot       TEXT    NOT NULL,
    update_id INTEGER NOT NULL,
    status    TEXT    NOT NULL, -- ok, ignored, quarantined
    note      TEXT    NOT NULL DEFAULT '',
    at        INTEGER NOT NULL,
    PRIMARY KEY (bot, update_id)
);
CREATE INDEX inbox_at ON inbox (at);

CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY,
    dedup_key   TEXT    UNIQUE,
    chat_id     INTEGER NOT NULL,
    lane        INTEGER NOT NULL,
    op          TEXT    NOT NULL, -- send, edit, pin
    payload     TEXT    NOT NULL, -- JSON: a literal text, or a view rendered when sent
    target_id   INTEGER NOT NULL DEFAULT 0, -- the message an edit or pin is of
    message_id  INTEGER NOT NULL DEFAULT 0, -- the message that came of it
    state       TEXT    NOT NULL,
    unasked     INTEGER NOT NULL DEFAULT 0,
    not_before  INTEGER NOT NULL,
    lease_until INTEGER NOT NULL DEFAULT 0,
    attempts    INTEGER NOT NULL DEFAULT 0,
    ambiguous   INTEGER NOT NULL DEFAULT 0, -- attempts that may have arrived
    plain       INTEGER NOT NULL DEFAULT 0, -- its markup was refused once
    note        TEXT    NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_due ON outbox (state, not_before);
CREATE INDEX outbox_chat ON outbox (chat_id, state);
CREATE INDEX outbox_target ON outbox (chat_id, target_id, ended_at) WHERE target_id <> 0;
CREATE UNIQUE INDEX outbox_refresh ON outbox (chat_id, target_id, op) WHERE state = 'pending' AND target_id <> 0;

CREATE TABLE attempt (
    outbox_id   INTEGER NOT NULL REFERENCES outbox (id),
    n           INTEGER NOT NULL,
    at          INTEGER NOT NULL, -- written before the first byte leaves
    ended_at    INTEGER NOT NULL DEFAULT 0,
    outcome     TEXT    NOT NULL DEFAULT '',
    code        INTEGER NOT NULL DEFAULT 0,
    description TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (outbox_id, n)
);

CREATE TABLE gate (
    chat_id    INTEGER PRIMARY KEY, -- 0: the whole bot
    not_before INTEGER NOT NULL
);

CREATE TABLE posted (
    chat_id    INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    opening_id INTEGER NOT NULL,
    about      TEXT    NOT NULL, -- JSON view: what an answer to this message is about
    PRIMARY KEY (chat_id, message_id)
);
CREATE INDEX posted_view ON posted (chat_id, kind, opening_id);

CREATE TABLE job (
    id          INTEGER PRIMARY KEY,
    dedup_key   TEXT    NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,
    person_id   INTEGER NOT NULL REFERENCES person (id),
    payload     TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    not_before  INTEGER NOT NULL DEFAULT 0,
    note        TEXT    NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL
);
CREATE INDEX job_state ON job (state, not_before);

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    detail  TEXT    NOT NULL,
    hash    TEXT    NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, id);

-- +goose Down
DROP TABLE audit;
DROP TABLE job;
DROP TABLE posted;
DROP TABLE gate;
DROP TABLE attempt;
DROP TABLE outbox;
DROP TABLE inbox;
DROP TABLE occurrence;
DROP TABLE owed;
DROP TABLE opening;
DROP TABLE round;
DROP TABLE upload;
DROP TABLE walk;
DROP TABLE unplaced;
DROP TABLE report;
DROP TABLE chat_group;
DROP TABLE invitation;
DROP TABLE contact;
DROP TABLE person;
DROP TABLE assignment;
DROP TABLE share;
DROP TABLE membership;
DROP TABLE alias;
DROP TABLE department;
DROP TABLE task;
DROP TABLE list;
