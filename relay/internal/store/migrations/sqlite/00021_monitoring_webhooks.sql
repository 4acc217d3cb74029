-- +goose Up
-- A manager who watches is no session of the customer's: receivers are not told that one began, nor that one is over.
DROP TRIGGER webhook_session_begun;
DROP TRIGGER webhook_session_ended;
-- +goose StatementBegin
CREATE TRIGGER webhook_session_begun AFTER INSERT ON sessions WHEN NOT NEW.monitor BEGIN
    INSERT INTO webhook_deliveries (webhook, message, event, at, request, session, portal, agent)
    SELECT w.id, 'msg_' || lower(hex(randomblob(16))), 4, NEW.granted, NEW.request, NEW.id, NEW.portal, NEW.agent
    FROM webhooks w JOIN portals p ON p.organisation = w.organisation WHERE p.id = NEW.portal AND w.disabled = 0 AND w.events & 8 <> 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER webhook_session_ended AFTER UPDATE OF ended ON sessions WHEN OLD.ended = 0 AND NEW.ended <> 0 AND NOT NEW.monitor BEGIN
    INSERT INTO webhook_deliveries (webhook, message, event, at, request, session, portal, agent, outcome)
    SELECT w.id, 'msg_' || lower(hex(randomblob(16))), 5, NEW.ended, NEW.request, NEW.id, NEW.portal, NEW.agent, NEW.outcome
    FROM webhooks w JOIN portals p ON p.organisation = w.organisation WHERE p.id = NEW.portal AND w.disabled = 0 AND w.events & 16 <> 0;
END;
-- +goose StatementEnd
