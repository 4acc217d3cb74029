-- Times are milliseconds since 1970 in UTC; 0 stands for "not yet".
-- +goose Up
CREATE TABLE organisations (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT    NOT NULL UNIQUE,
    key     BLOB    NOT NULL, -- Ed25519 seed; signs the credentials of the organisation's agents
    created BIGINT  NOT NULL
);

CREATE TABLE teams (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    parent       BIGINT REFERENCES teams (id), -- NULL at the top
    name         TEXT   NOT NULL,
    UNIQUE (organisation, name)
);

CREATE TABLE portals (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    name         TEXT   NOT NULL,
    created      BIGINT NOT NULL,
    UNIQUE (organisation, name)
);

CREATE TABLE agents (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation  BIGINT  NOT NULL REFERENCES organisations (id),
    team          BIGINT  NOT NULL REFERENCES teams (id),
    name          TEXT    NOT NULL,
    mail          TEXT    NOT NULL UNIQUE, -- in lower case
    password_hash TEXT    NOT NULL,
    disabled      BOOLEAN NOT NULL DEFAULT FALSE,
    created       BIGINT  NOT NULL
);

CREATE TABLE portal_agents (
    portal BIGINT NOT NULL REFERENCES portals (id),
    agent  BIGINT NOT NULL REFERENCES agents (id),
    PRIMARY KEY (portal, agent)
);
CREATE INDEX portal_agents_by_agent ON portal_agents (agent);

CREATE TABLE devices (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    agent      BIGINT  NOT NULL REFERENCES agents (id),
    name       TEXT    NOT NULL,
    token_hash BLOB    NOT NULL UNIQUE,
    created    BIGINT  NOT NULL,
    seen       BIGINT  NOT NULL,
    revoked    BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX devices_by_agent ON devices (agent);

CREATE TABLE codes (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    agent     BIGINT  NOT NULL REFERENCES agents (id),
    portal    BIGINT  NOT NULL REFERENCES portals (id),
    nameplate TEXT    NOT NULL,
    customer  TEXT    NOT NULL,
    created   BIGINT  NOT NULL,
    expires   BIGINT  NOT NULL,
    state     INTEGER NOT NULL DEFAULT 0,
    ended     BIGINT  NOT NULL DEFAULT 0
);
-- One active code to a nameplate, whatever two relays do at once.
CREATE UNIQUE INDEX codes_active ON codes (nameplate) WHERE state = 0;
CREATE INDEX codes_active_by_agent ON codes (agent) WHERE state = 0;
CREATE INDEX codes_by_nameplate ON codes (nameplate, id);
CREATE INDEX codes_by_end ON codes (ended);

CREATE TABLE sessions (
    id              BLOB    PRIMARY KEY,
    code            BIGINT  NOT NULL UNIQUE REFERENCES codes (id),
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
CREATE INDEX sessions_history ON sessions (agent, granted, id);
CREATE INDEX sessions_under_way ON sessions (granted) WHERE ended = 0;

CREATE TABLE ticket_keys (
    key     BLOB   PRIMARY KEY, -- Ed25519 seed
    created BIGINT NOT NULL
);

-- +goose Down
DROP TABLE ticket_keys;
DROP TABLE sessions;
DROP TABLE codes;
DROP TABLE devices;
DROP TABLE portal_agents;
DROP TABLE agents;
DROP TABLE portals;
DROP TABLE teams;
DROP TABLE organisations;
