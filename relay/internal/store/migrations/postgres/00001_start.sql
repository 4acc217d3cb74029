-- The tables are those of migrations/sqlite; the two are held together by one test suite.
-- Times are milliseconds since 1970 in UTC; 0 stands for "not yet". IDs of 0 stand for nobody and nothing.
-- +goose Up
CREATE TABLE organisations (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    key BYTEA NOT NULL, -- Ed25519 seed; signs the credentials of the organisation's agents
    created BIGINT NOT NULL
);

CREATE TABLE teams (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    parent BIGINT REFERENCES teams (id), -- NULL at the top
    name TEXT NOT NULL,
    features INTEGER NOT NULL,
    UNIQUE (organisation, name)
);

CREATE TABLE portals (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    created BIGINT NOT NULL,
    slug TEXT UNIQUE, -- NULL while it has no page of its own
    kind INTEGER NOT NULL,
    chat_first BOOLEAN NOT NULL,
    features INTEGER NOT NULL,
    version BIGINT NOT NULL,
    page TEXT NOT NULL, -- JSON, as are hours and survey: only ever read whole
    hours TEXT NOT NULL,
    survey TEXT NOT NULL,
    UNIQUE (organisation, name)
);

CREATE TABLE agents (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    team BIGINT NOT NULL REFERENCES teams (id),
    name TEXT NOT NULL,
    mail TEXT NOT NULL UNIQUE, -- in lower case
    password_hash TEXT NOT NULL,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    created BIGINT NOT NULL,
    role INTEGER NOT NULL,
    center BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE portal_agents (
    portal BIGINT NOT NULL REFERENCES portals (id),
    agent BIGINT NOT NULL REFERENCES agents (id),
    PRIMARY KEY (portal, agent)
);
CREATE INDEX portal_agents_by_agent ON portal_agents (agent);

CREATE TABLE devices (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent BIGINT NOT NULL REFERENCES agents (id),
    name TEXT NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    revoked BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX devices_by_agent ON devices (agent);

CREATE TABLE codes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent BIGINT NOT NULL REFERENCES agents (id),
    portal BIGINT NOT NULL REFERENCES portals (id),
    nameplate TEXT NOT NULL,
    customer TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    ended BIGINT NOT NULL DEFAULT 0
);
-- One active code to a nameplate, whatever two relays do at once.
CREATE UNIQUE INDEX codes_active ON codes (nameplate) WHERE state = 0;
CREATE INDEX codes_active_by_agent ON codes (agent) WHERE state = 0;
CREATE INDEX codes_by_nameplate ON codes (nameplate, id);
CREATE INDEX codes_by_end ON codes (ended);

CREATE TABLE ticket_keys (
    key BYTEA PRIMARY KEY, -- Ed25519 seed
    created BIGINT NOT NULL
);

CREATE TABLE portal_logos (
    portal BIGINT PRIMARY KEY REFERENCES portals (id),
    png BYTEA NOT NULL
);

CREATE TABLE requests (
    id BYTEA PRIMARY KEY,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    portal BIGINT NOT NULL REFERENCES portals (id),
    kind INTEGER NOT NULL,
    state INTEGER NOT NULL,
    customer TEXT NOT NULL,
    question TEXT NOT NULL,
    fields TEXT NOT NULL, -- JSON
    language TEXT NOT NULL,
    wanted BIGINT NOT NULL,
    created BIGINT NOT NULL,
    posted BIGINT NOT NULL DEFAULT 0,
    accepted BIGINT NOT NULL DEFAULT 0,
    ended BIGINT NOT NULL DEFAULT 0,
    seen BIGINT NOT NULL,
    offer_to BIGINT NOT NULL DEFAULT 0,
    offer_until BIGINT NOT NULL DEFAULT 0,
    app_code TEXT NOT NULL DEFAULT '',
    app_until BIGINT NOT NULL DEFAULT 0,
    app_made BOOLEAN NOT NULL DEFAULT FALSE,
    agent BIGINT NOT NULL DEFAULT 0,
    declined TEXT NOT NULL DEFAULT '[]', -- JSON: agents
    passed TEXT NOT NULL DEFAULT '[]',
    place INTEGER NOT NULL DEFAULT 0,
    silent BOOLEAN NOT NULL DEFAULT FALSE,
    lines INTEGER NOT NULL DEFAULT 0,
    session BYTEA, -- NULL before the first
    notes TEXT NOT NULL DEFAULT '',
    token BYTEA NOT NULL UNIQUE
);
CREATE INDEX requests_open ON requests (portal, posted) WHERE ended = 0;
CREATE INDEX requests_by_agent ON requests (agent, ended);
CREATE INDEX requests_by_acceptance ON requests (portal, accepted);
-- One offer to an agent at a time, whatever two relays do at once.
CREATE UNIQUE INDEX requests_offered ON requests (offer_to) WHERE offer_to <> 0;

-- The one row is locked by whoever writes events until they are kept, so that they appear in the order of their numbers.
CREATE TABLE event_counter (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    last BIGINT NOT NULL
);
INSERT INTO event_counter (one, last) VALUES (1, 0);

CREATE TABLE events (
    seq BIGINT PRIMARY KEY,
    request BYTEA REFERENCES requests (id), -- NULL for the introductions of a session that came of nine digits
    organisation BIGINT NOT NULL,
    portal BIGINT NOT NULL,
    kind INTEGER NOT NULL,
    state INTEGER NOT NULL,
    actor_role INTEGER NOT NULL,
    actor BIGINT NOT NULL,
    other BIGINT NOT NULL,
    introduction BIGINT NOT NULL,
    at BIGINT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX events_by_request ON events (request, seq);

CREATE TABLE survey_answers (
    request BYTEA NOT NULL REFERENCES requests (id),
    place INTEGER NOT NULL,
    key TEXT NOT NULL,
    rating INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (request, place)
);

CREATE TABLE sessions (
    id BYTEA PRIMARY KEY,
    code BIGINT UNIQUE REFERENCES codes (id),
    request BYTEA REFERENCES requests (id),
    agent BIGINT NOT NULL REFERENCES agents (id),
    portal BIGINT NOT NULL REFERENCES portals (id),
    customer TEXT NOT NULL,
    agent_secret BYTEA NOT NULL, -- hashes of what each side presents for a ticket
    customer_secret BYTEA NOT NULL,
    granted BIGINT NOT NULL,
    started BIGINT NOT NULL DEFAULT 0,
    ended BIGINT NOT NULL DEFAULT 0,
    outcome INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX sessions_history ON sessions (agent, granted, id);
CREATE INDEX sessions_by_end ON sessions (agent, ended);
CREATE INDEX sessions_under_way ON sessions (granted) WHERE ended = 0;

CREATE TABLE nodes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- a number is never given twice: it is the fencing epoch
    beat BIGINT NOT NULL
);

CREATE TABLE presence (
    device BIGINT PRIMARY KEY REFERENCES devices (id),
    agent BIGINT NOT NULL REFERENCES agents (id),
    node BIGINT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    status INTEGER NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX presence_by_node ON presence (node);

CREATE TABLE introductions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    session BYTEA NOT NULL REFERENCES sessions (id),
    request BYTEA REFERENCES requests (id),
    kind INTEGER NOT NULL,
    to_agent BIGINT NOT NULL,
    to_portal BIGINT NOT NULL,
    comment TEXT NOT NULL,
    rights INTEGER NOT NULL,
    state INTEGER NOT NULL,
    from_agent BIGINT NOT NULL REFERENCES agents (id),
    device BIGINT NOT NULL REFERENCES devices (id),
    portal BIGINT NOT NULL REFERENCES portals (id),
    customer TEXT NOT NULL,
    declined TEXT NOT NULL DEFAULT '[]', -- JSON: agents
    by_agent BIGINT NOT NULL DEFAULT 0,
    device_key BYTEA, -- of by_agent's app
    code TEXT NOT NULL DEFAULT '',
    created BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX introductions_open ON introductions (organisation) WHERE state = 0;
CREATE INDEX introductions_by_session ON introductions (session);

CREATE TABLE rendezvous (
    code TEXT PRIMARY KEY,
    kind INTEGER NOT NULL,
    request BYTEA REFERENCES requests (id),
    introduction BIGINT NOT NULL,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    portal BIGINT NOT NULL REFERENCES portals (id),
    customer TEXT NOT NULL,
    agent BIGINT NOT NULL REFERENCES agents (id),
    device BIGINT NOT NULL REFERENCES devices (id),
    session BYTEA REFERENCES sessions (id),
    expires BIGINT NOT NULL,
    used BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE canned (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    scope INTEGER NOT NULL,
    team BIGINT NOT NULL,
    agent BIGINT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT NOT NULL
);
CREATE INDEX canned_by_organisation ON canned (organisation, title);
