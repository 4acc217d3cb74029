-- +goose Up
-- The name of a portal that was deleted, NULL while it is there. What happened in it keeps it; the name itself is free for another one.
ALTER TABLE portals ADD COLUMN former TEXT;
