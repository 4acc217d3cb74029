package secret

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestStore(t *testing.T) {
	for name, ring := range map[string]bool{"keyring": true, "files": false} {
		t.Run(name, func(t *testing.T) {
			keyring.MockInit()
			dir := filepath.Join(t.TempDir(), "secrets")
			s, err := Open("test", dir)
			if err != nil {
				t.Fatal(err)
			}
			s.ring = ring
			if _, err := s.Get("token"); !errors.Is(err, ErrNone) {
				t.Errorf("Get before Set: %v, want ErrNone", err)
			}
			for _, value := range []string{"first", "second"} {
				if err := s.Set("token", value); err != nil {
					t.Fatal(err)
				}
				if got, err := s.Get("token"); err != nil || got != value {
					t.Errorf("Get = %q, %v, want %q", got, err, value)
				}
			}
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			if ring && len(entries) > 0 {
				t.Errorf("a file was left although the keyring took the secret: %v", entries)
			}
			for _, entry := range entries {
				info, err := entry.Info()
				if err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("%s has mode %v, want 0600 (%v)", entry.Name(), info.Mode(), err)
				}
			}
			if err := s.Delete("token"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Get("token"); !errors.Is(err, ErrNone) {
				t.Errorf("Get after Delete: %v, want ErrNone", err)
			}
			if err := s.Delete("token"); err != nil {
				t.Errorf("Delete of nothing: %v", err)
			}
			if err := s.Set("token", strings.Repeat("x", maxSize+1)); err == nil {
				t.Error("a secret that is too long was taken")
			}
		})
	}
}

func TestKeyringThatFails(t *testing.T) {
	keyring.MockInitWithError(errors.New("locked"))
	s, err := Open("test", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s.ring = true
	if err := s.Set("token", "value"); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get("token"); err != nil || got != "value" {
		t.Errorf("Get = %q, %v, want the file's value", got, err)
	}
}
