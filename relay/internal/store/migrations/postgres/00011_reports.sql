-- +goose Up
-- When agents were there, which presence forgets: a row for each status of each stay of an app. until is 0 while it lasts.
CREATE TABLE visits (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent  BIGINT  NOT NULL REFERENCES agents (id),
    device BIGINT  NOT NULL REFERENCES devices (id),
    node   BIGINT  NOT NULL, -- which may be gone
    status INTEGER NOT NULL,
    since  BIGINT  NOT NULL,
    until  BIGINT  NOT NULL DEFAULT 0
);
-- An app is there once, whatever two relays say.
CREATE UNIQUE INDEX visits_open ON visits (device) WHERE until = 0;
CREATE INDEX visits_by_device ON visits (device, id);
CREATE INDEX visits_by_end ON visits (until);

CREATE INDEX requests_by_creation ON requests (organisation, created, id);
CREATE INDEX sessions_by_grant ON sessions (granted, id);
CREATE INDEX sessions_by_request ON sessions (request);
CREATE INDEX events_by_kind ON events (organisation, kind, at);
