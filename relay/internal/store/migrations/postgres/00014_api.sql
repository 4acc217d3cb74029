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

CREATE TABLE webhooks (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation BIGINT  NOT NULL REFERENCES organisations (id),
    name         TEXT    NOT NULL,
    url          TEXT    NOT NULL,
    events       INTEGER NOT NULL, -- bits
    secret       BYTEA   NOT NULL, -- deliveries are signed with it, so a hash would not do
    created      BIGINT  NOT NULL,
    failing      BIGINT  NOT NULL DEFAULT 0, -- since when nothing was taken
    disabled     BIGINT  NOT NULL DEFAULT 0  -- when the relay gave up
);
CREATE INDEX webhooks_by_organisation ON webhooks (organisation, id);

-- The outbox and its log. Rows come with the change that they tell of, in the same transaction, by the triggers below. They say nothing
-- that a customer wrote, and refer to nothing that retention or erasure would have to wait for.
CREATE TABLE webhook_deliveries (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook BIGINT  NOT NULL REFERENCES webhooks (id),
    message TEXT    NOT NULL UNIQUE,
    event   INTEGER NOT NULL,
    at      BIGINT  NOT NULL,
    request BYTEA ,
    session BYTEA ,
    portal  BIGINT  NOT NULL DEFAULT 0,
    agent   BIGINT  NOT NULL DEFAULT 0,
    outcome INTEGER NOT NULL DEFAULT 0, -- a request's state or a session's outcome
    status  INTEGER NOT NULL DEFAULT 0,
    tries   INTEGER NOT NULL DEFAULT 0,
    next    BIGINT  NOT NULL DEFAULT 0, -- not before
    claimed BIGINT  NOT NULL DEFAULT 0, -- somebody is at it until then
    tried   BIGINT  NOT NULL DEFAULT 0,
    code    INTEGER NOT NULL DEFAULT 0,
    error   TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (next) WHERE status = 0;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, id);

-- +goose StatementBegin
CREATE FUNCTION webhook_message() RETURNS TEXT LANGUAGE sql VOLATILE AS $$
    SELECT 'msg_' || replace(gen_random_uuid()::text, '-', '')
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION webhook_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_deliveries (webhook, message, event, at, request, portal, agent, outcome)
    SELECT w.id, webhook_message(), CASE NEW.kind WHEN 2 THEN 1 WHEN 5 THEN 2 WHEN 17 THEN 3 ELSE 6 END, NEW.at, NEW.request, NEW.portal,
        CASE NEW.kind WHEN 5 THEN NEW.actor ELSE COALESCE((SELECT r.agent FROM requests r WHERE r.id = NEW.request), 0) END, NEW.state
    FROM webhooks w WHERE w.organisation = NEW.organisation AND w.disabled = 0 AND w.events & CASE NEW.kind WHEN 2 THEN 1 WHEN 5 THEN 2 WHEN 17 THEN 4 ELSE 32 END <> 0;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER webhook_request AFTER INSERT ON events FOR EACH ROW WHEN (NEW.kind IN (2, 5, 17, 18)) EXECUTE FUNCTION webhook_request();
-- +goose StatementBegin
CREATE FUNCTION webhook_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    what INTEGER := CASE TG_OP WHEN 'INSERT' THEN 4 ELSE 5 END;
BEGIN
    INSERT INTO webhook_deliveries (webhook, message, event, at, request, session, portal, agent, outcome)
    SELECT w.id, webhook_message(), what, CASE what WHEN 4 THEN NEW.granted ELSE NEW.ended END, NEW.request, NEW.id, NEW.portal, NEW.agent, NEW.outcome
    FROM webhooks w JOIN portals p ON p.organisation = w.organisation WHERE p.id = NEW.portal AND w.disabled = 0 AND w.events & (1 << (what - 1)) <> 0;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER webhook_session_begun AFTER INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION webhook_session();
CREATE TRIGGER webhook_session_ended AFTER UPDATE OF ended ON sessions FOR EACH ROW WHEN (OLD.ended = 0 AND NEW.ended <> 0) EXECUTE FUNCTION webhook_session();
-- An agent signs in who was not there for more than two minutes, as reports count it.
-- +goose StatementBegin
CREATE FUNCTION webhook_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_deliveries (webhook, message, event, at, agent)
    SELECT w.id, webhook_message(), 7, NEW.since, NEW.agent
    FROM webhooks w JOIN agents a ON a.organisation = w.organisation WHERE a.id = NEW.agent AND w.disabled = 0 AND w.events & 64 <> 0
        AND NOT EXISTS (SELECT 1 FROM visits v WHERE v.agent = NEW.agent AND v.id <> NEW.id AND (v.until = 0 OR v.until >= NEW.since - 120000));
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER webhook_agent AFTER INSERT ON visits FOR EACH ROW EXECUTE FUNCTION webhook_agent();
CREATE INDEX visits_by_agent ON visits (agent, until);
