package modeltest

import (
	"errors"
	"maps"
	"sync"

	"beside.example/agentapp/internal/model"
)

var _ model.Secrets = (*Secrets)(nil)

// Secrets is a keyring in memory. The zero keyring is empty.
type Secrets struct {
	mu   sync.Mutex // guards the following
	kept map[string]string
}

// Get implements model.Secrets.
func (s *Secrets) Get(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, ok := s.kept[name]
	if !ok {
		return "", errors.New("nothing is kept under this name")
	}
	return value, nil
}

// Set implements model.Secrets.
func (s *Secrets) Set(name, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]string{}
	}
	s.kept[name] = value
	return nil
}

// Delete implements model.Secrets.
func (s *Secrets) Delete(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, name)
	return nil
}

// All returns what is kept.
func (s *Secrets) All() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.kept)
}
