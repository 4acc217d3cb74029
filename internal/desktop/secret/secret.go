// Package secret keeps small secrets of the person at this machine: in the system's keyring where there is one that is
// open, else in files that only this person may read.
//
// The agent's app keeps its device token and device key in it. The package never logs what it keeps.
package secret

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zalando/go-keyring"
)

// ErrNone is returned for a name under which nothing is kept.
var ErrNone = errors.New("nothing is kept under this name")

// maxSize bounds a secret: keyrings of the systems refuse more than a few kilobytes.
const maxSize = 2048

// A Store keeps the secrets of one service. It is safe for concurrent use as far as the system's keyring is.
type Store struct {
	service string
	files   string
	ring    bool
}

// Open returns the store of a service, such as an application's ID. Files, where they are needed, stand in the folder
// named files, which only this person may enter; it is made if it is missing.
func Open(service, files string) (*Store, error) {
	if err := os.MkdirAll(files, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for secrets: %w", err)
	}
	return &Store{service: service, files: files, ring: hasKeyring()}, nil
}

// Set keeps a secret under a name, in place of what was there.
func (s *Store) Set(name, value string) error {
	if len(value) > maxSize {
		return fmt.Errorf("keep the secret %q: it is longer than %d bytes", name, maxSize)
	}
	if s.ring {
		if err := keyring.Set(s.service, name, value); err == nil {
			return s.forget(name)
		}
	}
	path := s.path(name)
	fresh := path + ".new"
	if err := os.WriteFile(fresh, []byte(value), 0o600); err != nil {
		return fmt.Errorf("keep the secret %q: %w", name, err)
	}
	if err := os.Rename(fresh, path); err != nil {
		return fmt.Errorf("keep the secret %q: %w", name, err)
	}
	return nil
}

// Get returns what is kept under a name, or ErrNone.
func (s *Store) Get(name string) (string, error) {
	if s.ring {
		if value, err := keyring.Get(s.service, name); err == nil {
			return value, nil
		}
	}
	data, err := os.ReadFile(s.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return "", ErrNone
	}
	if err != nil {
		return "", fmt.Errorf("read the secret %q: %w", name, err)
	}
	if len(data) > maxSize {
		return "", fmt.Errorf("read the secret %q: its file is longer than %d bytes", name, maxSize)
	}
	return string(data), nil
}

// Delete forgets what is kept under a name; it is no error when that is nothing.
func (s *Store) Delete(name string) error {
	if s.ring {
		if err := keyring.Delete(s.service, name); err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return fmt.Errorf("forget the secret %q: %w", name, err)
		}
	}
	return s.forget(name)
}

func (s *Store) forget(name string) error {
	if err := os.Remove(s.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget the secret %q: %w", name, err)
	}
	return nil
}

// path returns the file for a name; names are this program's own and never come from outside.
func (s *Store) path(name string) string { return filepath.Join(s.files, filepath.Base(name)) }
