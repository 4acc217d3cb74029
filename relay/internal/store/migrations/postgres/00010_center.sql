-- +goose Up
CREATE TABLE center_sign_ins (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent BIGINT NOT NULL REFERENCES agents (id),
    token BYTEA NOT NULL UNIQUE, -- hash of the browser's cookie
    address TEXT NOT NULL,
    browser TEXT NOT NULL,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
CREATE INDEX center_sign_ins_by_agent ON center_sign_ins (agent);

CREATE TABLE second_factors (
    agent BIGINT PRIMARY KEY REFERENCES agents (id),
    secret BYTEA NOT NULL,
    confirmed BIGINT NOT NULL, -- 0 until the first code was right
    used BIGINT NOT NULL -- the latest time step whose code was used
);

CREATE TABLE recovery_codes (
    agent BIGINT NOT NULL REFERENCES agents (id),
    place INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (agent, place)
);

CREATE TABLE second_steps (
    token BYTEA PRIMARY KEY, -- hash of what the form for the code carries
    agent BIGINT NOT NULL REFERENCES agents (id),
    tries INTEGER NOT NULL,
    expires BIGINT NOT NULL
);

CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    at BIGINT NOT NULL,
    agent BIGINT NOT NULL, -- who did it, and the name at that time
    name TEXT NOT NULL,
    act TEXT NOT NULL,
    object TEXT NOT NULL,
    changes TEXT NOT NULL -- JSON
);
CREATE INDEX audit_by_organisation ON audit (organisation, id);

-- Grows with whatever may change what an agent's app was told when it connected. Relays look at it every second.
CREATE TABLE desk_version (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL
);
INSERT INTO desk_version (one, version) VALUES (1, 1);

-- +goose StatementBegin
CREATE FUNCTION grow_desk_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE desk_version SET version = version + 1;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER desk_agent_updated AFTER UPDATE ON agents EXECUTE FUNCTION grow_desk_version();
CREATE TRIGGER desk_team_updated AFTER UPDATE ON teams EXECUTE FUNCTION grow_desk_version();
CREATE TRIGGER desk_portal_updated AFTER UPDATE ON portals EXECUTE FUNCTION grow_desk_version();
CREATE TRIGGER desk_served AFTER INSERT OR DELETE ON portal_agents EXECUTE FUNCTION grow_desk_version();
CREATE TRIGGER desk_device_revoked AFTER UPDATE OF revoked ON devices EXECUTE FUNCTION grow_desk_version();
