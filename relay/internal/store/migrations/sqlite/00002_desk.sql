-- Times are milliseconds since 1970 in UTC; 0 stands for "not yet". IDs of 0 stand for nobody and nothing.
-- +goose Up
ALTER TABLE teams ADD COLUMN features INTEGER NOT NULL DEFAULT 1023; -- what was there before allows everything
ALTER TABLE agents ADD COLUMN role INTEGER NOT NULL DEFAULT 2; -- an agent without further powers
ALTER TABLE agents ADD COLUMN center BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE portals ADD COLUMN slug TEXT; -- NULL while it has no page of its own
ALTER TABLE portals ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE portals ADD COLUMN chat_first BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE portals ADD COLUMN features INTEGER NOT NULL DEFAULT 1023;
ALTER TABLE portals ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE portals ADD COLUMN page TEXT NOT NULL DEFAULT '{}'; -- JSON, as are hours and survey: only ever read whole
ALTER TABLE portals ADD COLUMN hours TEXT NOT NULL DEFAULT '{}';
ALTER TABLE portals ADD COLUMN survey TEXT NOT NULL DEFAULT '[]';
CREATE UNIQUE INDEX portals_by_slug ON portals (slug);

CREATE TABLE portal_logos (
    portal BIGINT PRIMARY KEY REFERENCES portals (id),
    png    BLOB   NOT NULL
);

CREATE TABLE requests (
    id           BLOB    PRIMARY KEY,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    portal       BIGINT  NOT NULL REFERENCES portals (id),
    kind         INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    customer     TEXT    NOT NULL,
    question     TEXT    NOT NULL,
    fields       TEXT    NOT NULL, -- JSON
    language     TEXT    NOT NULL,
    wanted       BIGINT  NOT NULL,
    created      BIGINT  NOT NULL,
    posted       BIGINT  NOT NULL DEFAULT 0,
    accepted     BIGINT  NOT NULL DEFAULT 0,
    ended        BIGINT  NOT NULL DEFAULT 0,
    seen         BIGINT  NOT NULL,
    offer_to     BIGINT  NOT NULL DEFAULT 0,
    offer_until  BIGINT  NOT NULL DEFAULT 0,
    app_code     TEXT    NOT NULL DEFAULT '',
    app_until    BIGINT  NOT NULL DEFAULT 0,
    app_made     BOOLEAN NOT NULL DEFAULT FALSE,
    agent        BIGINT  NOT NULL DEFAULT 0,
    declined     TEXT    NOT NULL DEFAULT '[]', -- JSON: agents
    passed       TEXT    NOT NULL DEFAULT '[]',
    place        INTEGER NOT NULL DEFAULT 0,
    silent       BOOLEAN NOT NULL DEFAULT FALSE,
    lines        INTEGER NOT NULL DEFAULT 0,
    session      BLOB, -- NULL before the first
    notes        TEXT    NOT NULL DEFAULT '',
    token        BLOB    NOT NULL UNIQUE
);
CREATE INDEX requests_open ON requests (portal, posted) WHERE ended = 0;
CREATE INDEX requests_by_agent ON requests (agent, ended);
CREATE INDEX requests_by_acceptance ON requests (portal, accepted);
-- One offer to an agent at a time, whatever two relays do at once.
CREATE UNIQUE INDEX requests_offered ON requests (offer_to) WHERE offer_to <> 0;

-- The one row is locked by whoever writes events until they are kept, so that they appear in the order of their numbers.
CREATE TABLE event_counter (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    last BIGINT  NOT NULL
);
INSERT INTO event_counter (one, last) VALUES (1, 0);

CREATE TABLE events (
    seq          BIGINT  PRIMARY KEY,
    request      BLOB    REFERENCES requests (id), -- NULL for the introductions of a session that came of nine digits
    organisation BIGINT  NOT NULL,
    portal       BIGINT  NOT NULL,
    kind         INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    actor_role   INTEGER NOT NULL,
    actor        BIGINT  NOT NULL,
    other        BIGINT  NOT NULL,
    introduction BIGINT  NOT NULL,
    at           BIGINT  NOT NULL,
    text         TEXT    NOT NULL
);
CREATE INDEX events_by_request ON events (request, seq);

CREATE TABLE survey_answers (
    request BLOB    NOT NULL REFERENCES requests (id),
    place   INTEGER NOT NULL,
    key     TEXT    NOT NULL,
    rating  INTEGER NOT NULL,
    text    TEXT    NOT NULL,
    PRIMARY KEY (request, place)
);

-- A session may come of a portal code too. SQLite cannot loosen a column, so the table is made anew.
CREATE TABLE sessions_new (
    id              BLOB    PRIMARY KEY,
    code            BIGINT  UNIQUE REFERENCES codes (id),
    request         BLOB    REFERENCES requests (id),
    agent           BIGINT  NOT NULL REFERENCES agents (id),
    portal          BIGINT  NOT NULL REFERENCES portals (id),
    customer        TEXT    NOT NULL,
    agent_secret    BLOB    NOT NULL, -- hashes of what each side presents for a ticket
    customer_secret BLOB    NOT NULL,
    granted         BIGINT  NOT NULL,
    started         BIGINT  NOT NULL DEFAULT 0,
    ended           BIGINT  NOT NULL DEFAULT 0,
    outcome         INTEGER NOT NULL DEFAULT 0
);
INSERT INTO sessions_new (id, code, agent, portal, customer, agent_secret, customer_secret, granted, started, ended, outcome)
    SELECT id, code, agent, portal, customer, agent_secret, customer_secret, granted, started, ended, outcome FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;
CREATE INDEX sessions_history ON sessions (agent, granted, id);
CREATE INDEX sessions_by_end ON sessions (agent, ended);
CREATE INDEX sessions_under_way ON sessions (granted) WHERE ended = 0;

CREATE TABLE nodes (
    id   INTEGER PRIMARY KEY AUTOINCREMENT, -- a number is never given twice: it is the fencing epoch
    beat BIGINT NOT NULL
);

CREATE TABLE presence (
    device BIGINT  PRIMARY KEY REFERENCES devices (id),
    agent  BIGINT  NOT NULL REFERENCES agents (id),
    node   BIGINT  NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    status INTEGER NOT NULL,
    since  BIGINT  NOT NULL
);
CREATE INDEX presence_by_node ON presence (node);

CREATE TABLE introductions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    session      BLOB    NOT NULL REFERENCES sessions (id),
    request      BLOB    REFERENCES requests (id),
    kind         INTEGER NOT NULL,
    to_agent     BIGINT  NOT NULL,
    to_portal    BIGINT  NOT NULL,
    comment      TEXT    NOT NULL,
    rights       INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    from_agent   BIGINT  NOT NULL REFERENCES agents (id),
    device       BIGINT  NOT NULL REFERENCES devices (id),
    portal       BIGINT  NOT NULL REFERENCES portals (id),
    customer     TEXT    NOT NULL,
    declined     TEXT    NOT NULL DEFAULT '[]', -- JSON: agents
    by_agent     BIGINT  NOT NULL DEFAULT 0,
    device_key   BLOB, -- of by_agent's app
    code         TEXT    NOT NULL DEFAULT '',
    created      BIGINT  NOT NULL,
    until        BIGINT  NOT NULL
);
CREATE INDEX introductions_open ON introductions (organisation) WHERE state = 0;
CREATE INDEX introductions_by_session ON introductions (session);

CREATE TABLE rendezvous (
    code         TEXT    PRIMARY KEY,
    kind         INTEGER NOT NULL,
    request      BLOB    REFERENCES requests (id),
    introduction BIGINT  NOT NULL,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    portal       BIGINT  NOT NULL REFERENCES portals (id),
    customer     TEXT    NOT NULL,
    agent        BIGINT  NOT NULL REFERENCES agents (id),
    device       BIGINT  NOT NULL REFERENCES devices (id),
    session      BLOB    REFERENCES sessions (id),
    expires      BIGINT  NOT NULL,
    used         BIGINT  NOT NULL DEFAULT 0
);

CREATE TABLE canned (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    scope        INTEGER NOT NULL,
    team         BIGINT  NOT NULL,
    agent        BIGINT  NOT NULL,
    title        TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    url          TEXT    NOT NULL,
    language     TEXT    NOT NULL
);
CREATE INDEX canned_by_organisation ON canned (organisation, title);
