package model

import (
	"errors"
	"io/fs"

	"beside.example/internal/words"
)

// Settings are what the app remembers between two starts; secrets are kept elsewhere.
type Settings struct {
	// Relay is HOST[:PORT]; empty before the first sign-in.
	Relay string `json:"relay,omitempty"`
	// Pin is the fingerprint of a relay for which nobody vouches, as the agent confirmed it.
	Pin string `json:"pin,omitempty"`
	// Language is the one that the agent chose; empty follows the system.
	Language words.Language `json:"language,omitempty"`
}

const settingsFile = "settings.json"

// Settings returns what was saved last; without any they are empty. A file that cannot be read is an error and stays.
func (f *Folder) Settings() (Settings, error) {
	var s Settings
	err := f.read(settingsFile, &s)
	if errors.Is(err, fs.ErrNotExist) {
		return Settings{}, nil
	}
	return s, err
}

// SaveSettings replaces the settings.
func (f *Folder) SaveSettings(s Settings) error { return f.write(settingsFile, s) }
