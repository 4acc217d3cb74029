package server

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// lockKept is more than certmagic's interval of keeping lock files fresh, 5 s.
const lockKept = 10 * time.Second

// TestSettlingStorage ends the storage while a lock is held: its holder still stores and gives the lock back, others begin nothing.
func TestSettlingStorage(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newSettlingStorage(folder)
		ctx := t.Context()
		if err := s.Store(ctx, "before", []byte("kept")); err != nil {
			t.Fatal(err)
		}
		if err := s.Lock(ctx, "order"); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() { s.settle(); close(ended) }()
		synctest.Wait()
		if err := s.Lock(ctx, "another"); !errors.Is(err, errSettled) {
			t.Errorf("a lock after the end: %v", err)
		}
		if ok, err := s.TryLock(ctx, "another"); ok || !errors.Is(err, errSettled) {
			t.Errorf("a lock tried after the end: %v, %v", ok, err)
		}
		if err := s.Store(ctx, "issued", []byte("certificate")); err != nil {
			t.Errorf("what was issued is lost: %v", err)
		}
		select {
		case <-ended:
			t.Error("ended under a lock")
		default:
		}
		if err := s.Unlock(ctx, "order"); err != nil {
			t.Error(err)
		}
		<-ended
		if err := s.Store(ctx, "late", nil); !errors.Is(err, errSettled) {
			t.Errorf("stored after the end: %v", err)
		}
		if err := s.Delete(ctx, "before"); !errors.Is(err, errSettled) {
			t.Errorf("deleted after the end: %v", err)
		}
		if _, err := s.Load(ctx, "late"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a late value: %v", err)
		}
		time.Sleep(lockKept) // the library's keeper of the lock file finds it gone
	})
	if locks, err := filepath.Glob(filepath.Join(folder, "locks", "*")); err != nil || len(locks) != 0 {
		t.Errorf("locks left behind: %q, %v", locks, err)
	}
}
