-- +goose Up
CREATE TABLE api_tokens (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    name         TEXT    NOT NULL,
    hash         BYTEA   NOT NULL UNIQUE,
    ending       TEXT    NOT NULL, -- the last characters of its text
    scopes       INTEGER NOT NULL,
    teams        TEXT    NOT NULL, -- JSON; a team that is deleted later stays, and nothing is of it
    maker        BIGINT  NOT NULL REFERENCES agents (id),
    created      BIGINT  NOT NULL,
    expires      BIGINT  NOT NULL,
    used         BIGINT  NOT NULL DEFAULT 0,
    revoked      BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX api_tokens_by_organisation ON api_tokens (organisation, id);
CREATE INDEX api_tokens_by_maker ON api_tokens (maker);

ALTER TABLE audit ADD COLUMN token BIGINT NOT NULL DEFAULT 0; -- the API token by which a program did it
