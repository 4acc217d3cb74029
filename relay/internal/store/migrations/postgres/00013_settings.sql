-- +goose Up
-- An organisation without a row has never decided. Days count from what happened; 0 keeps for ever.
CREATE TABLE organisation_settings (
    organisation        BIGINT  PRIMARY KEY REFERENCES organisations (id),
    time_zone           TEXT    NOT NULL,
    keep_requests       INTEGER NOT NULL,
    keep_chats          INTEGER NOT NULL,
    keep_audit          INTEGER NOT NULL,
    keep_sign_ins       INTEGER NOT NULL,
    hand_in             BOOLEAN NOT NULL,
    monitoring          BOOLEAN NOT NULL,
    factor_required     BOOLEAN NOT NULL,
    only_single_sign_on BOOLEAN NOT NULL
);

-- Apps show the organisation's name, which is in what it vouches for.
CREATE TRIGGER desk_organisation_updated AFTER UPDATE ON organisations EXECUTE FUNCTION grow_desk_version();
CREATE TRIGGER desk_settings_changed AFTER INSERT OR UPDATE ON organisation_settings EXECUTE FUNCTION grow_desk_version();
