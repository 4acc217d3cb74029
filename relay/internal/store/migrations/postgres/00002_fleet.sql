-- +goose Up
-- What relays of a fleet tell each other.
CREATE TABLE node_addresses (
    node BIGINT PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
    address TEXT NOT NULL
);

CREATE TABLE mail (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node BIGINT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE, -- who is to read it
    body BYTEA NOT NULL
);
CREATE INDEX mail_by_node ON mail (node, id);

CREATE TABLE homes (
    session BYTEA PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    address TEXT NOT NULL
);
