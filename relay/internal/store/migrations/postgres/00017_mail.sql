-- +goose Up
-- Mails that wait to be sent. They hold no text and no secret: both are made when one is sent. Whoever sends one sets due ahead first.
CREATE TABLE letters (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT  NOT NULL, -- 0 while nobody knows whose address it is
    kind         TEXT    NOT NULL,
    recipient    TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    invitation   BIGINT  NOT NULL,
    created      BIGINT  NOT NULL,
    expires      BIGINT  NOT NULL,
    due          BIGINT  NOT NULL,
    tries        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX letters_by_due ON letters (due, id);

CREATE TABLE invitations (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    mail         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    team         BIGINT  NOT NULL REFERENCES teams (id),
    role         INTEGER NOT NULL,
    center       BOOLEAN NOT NULL,
    portals      TEXT    NOT NULL, -- JSON
    language     TEXT    NOT NULL,
    inviter      BIGINT  NOT NULL REFERENCES agents (id),
    token        BYTEA   UNIQUE, -- hash of what the last link holds, NULL before the first
    created      BIGINT  NOT NULL,
    sent         BIGINT  NOT NULL DEFAULT 0,
    expires      BIGINT  NOT NULL,
    UNIQUE (organisation, mail)
);

CREATE TABLE password_resets (
    agent   BIGINT PRIMARY KEY REFERENCES agents (id),
    token   BYTEA  NOT NULL UNIQUE, -- hash of what the last link holds
    expires BIGINT NOT NULL
);
