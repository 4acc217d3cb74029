package model

import (
	"errors"
	"io/fs"
	"time"

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
	// AlertSeconds is how long pop-ups stay at the longest; 0 is as long as by default. The relay may end them sooner.
	AlertSeconds int `json:"alert_seconds,omitempty"`
	// AwayMinutes is after how long without pointer and keys an available agent is shown as away; 0 is never.
	AwayMinutes int `json:"away_minutes,omitempty"`
	// Silent keeps alerts from making a sound.
	Silent bool `json:"silent,omitempty"`
}

// DefaultAlert is how long pop-ups stay unless the agent chose otherwise: long enough to end a sentence first.
const DefaultAlert = 30 * time.Second

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
