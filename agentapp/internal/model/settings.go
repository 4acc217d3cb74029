package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

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

// A Folder is where the app keeps its files: settings.json, and a folder with the records of sessions. Only this person
// may enter it.
type Folder struct{ path string }

const (
	settingsFile  = "settings.json"
	recordsFolder = "sessions"
	// maxFile bounds what is read back: a record with a full chat log stays below it.
	maxFile = 16 << 20
)

// OpenFolder makes the folder if it is missing.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(filepath.Join(path, recordsFolder), 0o700); err != nil {
		return nil, fmt.Errorf("make the app's folder: %w", err)
	}
	return &Folder{path: path}, nil
}

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

func (f *Folder) read(name string, into any) error {
	file, err := os.Open(filepath.Join(f.path, name))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	defer file.Close()
	if err := json.NewDecoder(io.LimitReader(file, maxFile)).Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// write replaces a file so that a crash leaves the old or the new one, never half of it.
func (f *Folder) write(name string, from any) error {
	data, err := json.MarshalIndent(from, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	path := filepath.Join(f.path, name)
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
