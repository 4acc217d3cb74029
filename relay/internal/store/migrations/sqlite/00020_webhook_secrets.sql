-- +goose Up
-- Secrets that were replaced, as JSON, and until when deliveries are signed with them as well.
ALTER TABLE webhooks ADD COLUMN former TEXT NOT NULL DEFAULT '[]';
