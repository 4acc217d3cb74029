-- +goose Up
CREATE TABLE sign_ins (
    code      BLOB   PRIMARY KEY, -- hash of what the browser brings to the app
    agent     BIGINT NOT NULL REFERENCES agents (id),
    challenge TEXT   NOT NULL,
    expires   BIGINT NOT NULL
);
