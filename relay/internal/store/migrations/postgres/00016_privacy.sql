-- +goose Up
-- Reports that take long, with what they came to until that is old.
CREATE TABLE report_jobs (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    agent        BIGINT  NOT NULL REFERENCES agents (id),
    key          BYTEA    NOT NULL, -- hash of what is counted
    report       TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    state        INTEGER NOT NULL,
    done         INTEGER NOT NULL,
    whole        INTEGER NOT NULL,
    created      BIGINT  NOT NULL,
    beat         BIGINT  NOT NULL, -- when its relay last told of it
    ended        BIGINT  NOT NULL DEFAULT 0,
    result       BYTEA
);
CREATE UNIQUE INDEX report_jobs_by_key ON report_jobs (agent, key);
CREATE INDEX report_jobs_by_organisation ON report_jobs (organisation, state);

-- When what says who asked, and what they wrote, was removed from a case.
ALTER TABLE requests ADD COLUMN erased BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN erased BIGINT NOT NULL DEFAULT 0;

-- What one relay of a fleet does at a time.
CREATE TABLE leases (
    name   TEXT   PRIMARY KEY,
    holder BYTEA   NOT NULL,
    until  BIGINT NOT NULL
);

-- Up to when an organisation's things of a kind are gone, and when they were last looked at.
CREATE TABLE retention_marks (
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    kind         INTEGER NOT NULL,
    before       BIGINT  NOT NULL,
    looked       BIGINT  NOT NULL,
    PRIMARY KEY (organisation, kind)
);

CREATE TABLE deletions (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    kind         INTEGER NOT NULL,
    at           BIGINT  NOT NULL,
    before       BIGINT  NOT NULL,
    count        BIGINT  NOT NULL
);
CREATE INDEX deletions_by_organisation ON deletions (organisation, id);

-- Whoever removes a request or a session looks for what belongs to it.
CREATE INDEX rendezvous_by_request ON rendezvous (request);
CREATE INDEX rendezvous_by_session ON rendezvous (session);
CREATE INDEX rendezvous_by_expiry ON rendezvous (expires);
CREATE INDEX codes_unused ON codes (expires) WHERE state <> 1; -- redeemed ones are their sessions'
CREATE INDEX introductions_by_request ON introductions (request);
CREATE INDEX audit_by_object ON audit (organisation, agent, act, object, at);
