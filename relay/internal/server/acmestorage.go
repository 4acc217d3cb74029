package server

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/caddyserver/certmagic"
)

// settleWithin bounds the wait for the library's last writes: they follow the end of its context at once, except an order
// that a handshake began and that asks an authority meanwhile.
const settleWithin = 5 * time.Second

var errSettled = errors.New("the relay is ending: nothing is written any more")

// settlingStorage keeps what the library fetches in a folder, and knows when the library has written its last: its goroutines
// outlive the context they were given and have no owner to wait for them. Work under a lock that was taken in time is finished,
// so that a certificate which the authority has just issued is not lost, and no lock stays behind for the next start.
type settlingStorage struct {
	*certmagic.FileStorage

	mu      sync.Mutex
	busy    int // writes under way and locks held
	ending  bool
	settled chan struct{} // closed once ending and not busy
}

func newSettlingStorage(folder string) *settlingStorage {
	return &settlingStorage{FileStorage: &certmagic.FileStorage{Path: folder}, settled: make(chan struct{})}
}

// settle refuses new work and waits for what is under way.
func (s *settlingStorage) settle() {
	s.mu.Lock()
	s.ending = true
	s.tell()
	s.mu.Unlock()
	select {
	case <-s.settled:
	case <-time.After(settleWithin):
	}
}

// tell closes settled, which begin keeps from coming about twice; the caller holds mu.
func (s *settlingStorage) tell() {
	if s.ending && s.busy == 0 {
		close(s.settled)
	}
}

func (s *settlingStorage) begin(newWork bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending && (newWork || s.busy == 0) {
		return errSettled
	}
	s.busy++
	return nil
}

func (s *settlingStorage) done() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy--
	s.tell()
}

// Lock takes a lock, which counts as work until it is given back.
func (s *settlingStorage) Lock(ctx context.Context, name string) error {
	if err := s.begin(true); err != nil {
		return err
	}
	err := s.FileStorage.Lock(ctx, name)
	if err != nil {
		s.done()
	}
	return err
}

// TryLock is Lock for who does something else when the lock is taken.
func (s *settlingStorage) TryLock(ctx context.Context, name string) (bool, error) {
	if err := s.begin(true); err != nil {
		return false, err
	}
	ok, err := s.FileStorage.TryLock(ctx, name)
	if !ok {
		s.done()
	}
	return ok, err
}

// Unlock gives a lock back.
func (s *settlingStorage) Unlock(ctx context.Context, name string) error {
	defer s.done()
	return s.FileStorage.Unlock(ctx, name)
}

// Store writes, before the end or under a lock that was taken before it.
func (s *settlingStorage) Store(ctx context.Context, key string, value []byte) error {
	if err := s.begin(false); err != nil {
		return err
	}
	defer s.done()
	return s.FileStorage.Store(ctx, key, value)
}

// Delete removes under the same condition as Store writes.
func (s *settlingStorage) Delete(ctx context.Context, key string) error {
	if err := s.begin(false); err != nil {
		return err
	}
	defer s.done()
	return s.FileStorage.Delete(ctx, key)
}
