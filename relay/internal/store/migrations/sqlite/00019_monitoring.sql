-- +goose Up
-- A manager who watches has a session like everybody in it; it helps nobody and inherits nothing.
ALTER TABLE sessions ADD COLUMN monitor BOOLEAN NOT NULL DEFAULT FALSE;
