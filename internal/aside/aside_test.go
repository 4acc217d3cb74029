package aside_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"beside.example/internal/aside"
	"beside.example/protocol"
)

func keys(t testing.TB) aside.Keys {
	t.Helper()
	k, err := aside.New()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealAndOpen(t *testing.T) {
	claire, ben, eve := keys(t), keys(t), keys(t)
	const text = "ask for the invoice number, s'il te plaît"
	m := claire.Seal(protocol.Private{From: 1, To: 2, Number: 5}, ben.Public(), text)
	if bytes.Contains(m.Append(nil), []byte("invoice")) {
		t.Error("the text is not sealed")
	}
	if got, err := ben.Open(m, claire.Public()); err != nil || got != text {
		t.Errorf("%q, %v", got, err)
	}
	if again := claire.Seal(protocol.Private{From: 1, To: 2, Number: 5}, ben.Public(), text); again.Nonce == m.Nonce {
		t.Error("a nonce came twice")
	}
	if _, err := eve.Open(m, claire.Public()); !errors.Is(err, aside.ErrSealed) {
		t.Errorf("another agent opens it: %v", err)
	}
	for name, change := range map[string]func(m *protocol.Private){
		"from":   func(m *protocol.Private) { m.From = 3 },
		"to":     func(m *protocol.Private) { m.To = 3 },
		"number": func(m *protocol.Private) { m.Number++ },
		"nonce":  func(m *protocol.Private) { m.Nonce[0] ^= 1 },
		"text":   func(m *protocol.Private) { m.Sealed = append([]byte{m.Sealed[0] ^ 1}, m.Sealed[1:]...) },
		"cut":    func(m *protocol.Private) { m.Sealed = m.Sealed[:3] },
		"empty":  func(m *protocol.Private) { m.Sealed = nil },
	} {
		other := m
		change(&other)
		if _, err := ben.Open(other, claire.Public()); !errors.Is(err, aside.ErrSealed) {
			t.Errorf("%s changed: %v", name, err)
		}
	}
	if _, err := claire.Open(protocol.Private{From: 2, To: 1, Number: 5, Nonce: m.Nonce, Sealed: m.Sealed}, ben.Public()); !errors.Is(err, aside.ErrSealed) {
		t.Errorf("sent back to its writer: %v", err)
	}
}

// TestLongestFits: the longest text that may be written fits the message once it is sealed.
func TestLongestFits(t *testing.T) {
	claire, ben := keys(t), keys(t)
	m := claire.Seal(protocol.Private{From: 1, To: 2}, ben.Public(), strings.Repeat("é", protocol.MaxChatRunes))
	got, err := protocol.ParsePrivate(m.Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ben.Open(got, claire.Public()); err != nil {
		t.Error(err)
	}
}

func FuzzOpen(f *testing.F) {
	claire, ben := keys(f), keys(f)
	f.Add(claire.Seal(protocol.Private{}, ben.Public(), "hello").Sealed)
	f.Fuzz(func(t *testing.T, sealed []byte) {
		if text, err := ben.Open(protocol.Private{Sealed: sealed}, claire.Public()); err == nil {
			t.Errorf("opens as %q", text)
		}
	})
}
