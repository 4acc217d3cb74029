package account

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"beside.example/relay/internal/support"
)

func TestHasher(t *testing.T) {
	h, err := NewHasher()
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := h.Hash(t.Context(), rightPassword)
	if err != nil || !strings.HasPrefix(encoded, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("hash %q, %v", encoded, err)
	}
	for _, c := range []struct {
		encoded, password string
		want              bool
	}{
		{encoded, rightPassword, true},
		{encoded, "wrong", false},
		{encoded, "", false},
		{"", rightPassword, false},
		{encoded, strings.Repeat("x", maxPassword+1), false},
	} {
		if got, err := h.Verify(t.Context(), c.encoded, c.password); got != c.want || err != nil {
			t.Errorf("verify %q: %v, %v", c.password, got, err)
		}
	}
	for _, damaged := range []string{"x", encoded[1:], encoded + "$", strings.Replace(encoded, "19456", "99999999", 1), strings.Replace(encoded, "t=2", "t=0", 1)} {
		if _, err := h.Verify(t.Context(), damaged, rightPassword); !errors.Is(err, errHash) {
			t.Errorf("damaged hash %q: %v", damaged, err)
		}
	}
	if _, err := h.Hash(t.Context(), strings.Repeat("x", maxPassword+1)); !errors.Is(err, support.ErrInvalid) {
		t.Errorf("too long a password: %v", err)
	}
}

func TestHasherManyAtOnce(t *testing.T) {
	h, err := NewHasher()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if ok, err := h.Verify(context.Background(), "", "x"); ok || err != nil {
				t.Errorf("verify: %v, %v", ok, err)
			}
		})
	}
	wg.Wait()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	h.places <- struct{}{}
	h.places <- struct{}{}
	if _, err := h.Verify(gone, "", "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("whoever went away waits on: %v", err)
	}
}

func TestCheckPassword(t *testing.T) {
	for password, ok := range map[string]bool{"": false, "short": false, rightPassword: true, strings.Repeat("x", maxPassword+1): false} {
		if err := CheckPassword(password); (err == nil) != ok {
			t.Errorf("%d bytes: %v", len(password), err)
		}
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add("")
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE")
	f.Fuzz(func(t *testing.T, encoded string) {
		if h, err := parseHash(encoded); err == nil && (h.memory > maxMemory || h.time > maxTime || len(h.sum) != hashSize) {
			t.Errorf("%q is read as %+v", encoded, h)
		}
	})
}

func FuzzNormalMail(f *testing.F) {
	f.Add("Claire@Northfield.example ")
	f.Add("@")
	f.Fuzz(func(t *testing.T, mail string) {
		if n := NormalMail(mail); n != NormalMail(n) || len(n) > maxMail {
			t.Errorf("%q becomes %q, then %q", mail, n, NormalMail(n))
		}
	})
}
