package model

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"path/filepath"

	"beside.example/internal/chat"
	"beside.example/protocol/leg"
)

// A Record is what stays with the agent of a session: chat and notes. The relay keeps the facts and the outcome.
type Record struct {
	Customer string       `json:"customer"`
	Notes    string       `json:"notes,omitempty"`
	Chat     []chat.Entry `json:"chat,omitempty"`
}

// SaveRecord replaces a session's record.
func (f *Folder) SaveRecord(session leg.SessionID, r Record) error {
	return f.write(recordName(session), r)
}

// Record returns a session's record; a session of another machine has an empty one.
func (f *Folder) Record(session leg.SessionID) (Record, error) {
	var r Record
	err := f.read(recordName(session), &r)
	if errors.Is(err, fs.ErrNotExist) {
		return Record{}, nil
	}
	return r, err
}

func recordName(session leg.SessionID) string {
	return filepath.Join(recordsFolder, hex.EncodeToString(session[:])+".json")
}
