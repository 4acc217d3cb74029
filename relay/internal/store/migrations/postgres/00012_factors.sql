-- +goose Up
CREATE TABLE security_keys (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent BIGINT NOT NULL REFERENCES agents (id),
    name TEXT NOT NULL,
    credential BYTEA NOT NULL UNIQUE, -- by which the key knows it
    public_key BYTEA NOT NULL, -- COSE
    transports TEXT NOT NULL, -- JSON
    synced BOOLEAN NOT NULL, -- its maker may copy it to other devices
    count BIGINT NOT NULL, -- of signatures, as the key said last
    created BIGINT NOT NULL,
    used BIGINT NOT NULL -- 0 until the first sign-in
);
CREATE INDEX security_keys_by_agent ON security_keys (agent);

-- What a security key is to sign, once.
CREATE TABLE key_challenges (
    challenge BYTEA PRIMARY KEY, -- its hash
    agent BIGINT NOT NULL REFERENCES agents (id),
    purpose INTEGER NOT NULL,
    expires BIGINT NOT NULL
);

-- Browsers that are with the organisation's provider to sign in there.
CREATE TABLE single_sign_ons (
    state BYTEA PRIMARY KEY, -- hash of what the browser's cookie and the provider's answer carry
    door TEXT NOT NULL, -- where it leads when it comes back
    query TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    expires BIGINT NOT NULL
);

ALTER TABLE second_steps ADD COLUMN stage INTEGER NOT NULL DEFAULT 0; -- what is owed
ALTER TABLE center_sign_ins ADD COLUMN way INTEGER NOT NULL DEFAULT 0; -- how it was proved who signs in
