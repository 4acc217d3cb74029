-- +goose Up
-- What relays of a fleet tell each other. A single relay has no use for it; the tables are there because both databases are held to one suite.
CREATE TABLE node_addresses (
    node    BIGINT PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
    address TEXT   NOT NULL
);

CREATE TABLE mail (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    node   BIGINT  NOT NULL REFERENCES nodes (id) ON DELETE CASCADE, -- who is to read it
    body   BLOB    NOT NULL
);
CREATE INDEX mail_by_node ON mail (node, id);

CREATE TABLE homes (
    session BLOB PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    address TEXT NOT NULL
);
