package model

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A Folder is where the app keeps its files: settings, ends of sessions, and a folder with the records of sessions. Only this person
// may enter it.
type Folder struct{ path string }

const (
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
