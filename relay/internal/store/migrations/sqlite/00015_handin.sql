-- +goose Up
ALTER TABLE sessions ADD COLUMN device BIGINT NOT NULL DEFAULT 0; -- the agent's app
ALTER TABLE sessions ADD COLUMN introduction BIGINT NOT NULL DEFAULT 0; -- that brought the agent in
CREATE INDEX sessions_by_introduction ON sessions (introduction) WHERE introduction <> 0;

-- The keys for which the organisation vouched: what apps hand in is signed by one of them.
CREATE TABLE device_keys (
    device     BIGINT NOT NULL REFERENCES devices (id),
    public_key BLOB   NOT NULL,
    created    BIGINT NOT NULL,
    PRIMARY KEY (device, public_key)
);

-- Pages that agents' apps handed in: facts (1), chat (2) and notes (3) of a session, each as it was signed.
CREATE TABLE hand_ins (
    session    BLOB    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    part       INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    device_key BLOB    NOT NULL,
    signature  BLOB    NOT NULL,
    page       BLOB    NOT NULL,
    made       BIGINT  NOT NULL,
    received   BIGINT  NOT NULL,
    PRIMARY KEY (session, part, number)
);
