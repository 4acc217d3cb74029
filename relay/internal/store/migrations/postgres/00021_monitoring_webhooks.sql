-- +goose Up
-- A manager who watches is no session of the customer's: receivers are not told that one began, nor that one is over.
DROP TRIGGER webhook_session_begun ON sessions;
DROP TRIGGER webhook_session_ended ON sessions;
CREATE TRIGGER webhook_session_begun AFTER INSERT ON sessions FOR EACH ROW WHEN (NOT NEW.monitor) EXECUTE FUNCTION webhook_session();
CREATE TRIGGER webhook_session_ended AFTER UPDATE OF ended ON sessions FOR EACH ROW
    WHEN (OLD.ended = 0 AND NEW.ended <> 0 AND NOT NEW.monitor) EXECUTE FUNCTION webhook_session();
