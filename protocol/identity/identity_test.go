package identity

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

var (
	organisation = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
	device       = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize))
	until        = time.Date(2026, 12, 22, 12, 0, 0, 0, time.UTC)
	ends         = Ends{Agent: [32]byte{1}, Customer: [32]byte{2}}
)

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func credential() Credential {
	return Credential{Organisation: "Northfield Health", Agent: "Élodie", Device: DeviceKey(public(device)), NotAfter: until}
}

const goldenCredential = "01" + "0011" + "4e6f7274686669656c64204865616c7468" + "0007" + "c3896c6f646965" +
	"8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394" + "000000006b2a6640"

func TestCredential(t *testing.T) {
	signed := credential().Sign(organisation)
	if body, want := signed[:len(signed)-ed25519.SignatureSize], wiretest.Hex(t, goldenCredential); !bytes.Equal(body, want) {
		t.Errorf("got  %x\nwant %x", body, want)
	}
	if got, err := Open(signed, public(organisation), until); err != nil || got != credential() {
		t.Errorf("got %+v, %v", got, err)
	}
	for n := range signed {
		if _, err := Open(signed[:n], public(organisation), until); err == nil {
			t.Errorf("the first %d of %d bytes: no error", n, len(signed))
		}
		changed := bytes.Clone(signed)
		changed[n] ^= 1
		if _, err := Open(changed, public(organisation), until); err == nil {
			t.Errorf("byte %d changed: no error", n)
		}
	}
}

// TestCredentialSaysWhatIsKept holds it that what is kept is signed, and that old credentials say nothing.
func TestCredentialSaysWhatIsKept(t *testing.T) {
	c := credential()
	c.Keeps = protocol.KeepsFacts | protocol.KeepsChat
	signed := c.Sign(organisation)
	if body, want := signed[:len(signed)-ed25519.SignatureSize], wiretest.Hex(t, goldenCredential+"03"); !bytes.Equal(body, want) {
		t.Errorf("got  %x\nwant %x", body, want)
	}
	if got, err := Open(signed, public(organisation), until); err != nil || got != c {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, keeps := range []byte{0, byte(protocol.KeepsFacts)} {
		changed := bytes.Clone(signed)
		changed[len(signed)-ed25519.SignatureSize-1] = keeps
		if _, err := Open(changed, public(organisation), until); !errors.Is(err, ErrForged) {
			t.Errorf("hidden as %d: %v", keeps, err)
		}
	}
}

func TestCredentialRefused(t *testing.T) {
	signed := credential().Sign(organisation)
	for name, c := range map[string]struct {
		key  ed25519.PublicKey
		at   time.Time
		want error
	}{
		"another organisation": {public(device), until, ErrForged},
		"no key":               {nil, until, ErrForged},
		"over":                 {public(organisation), until.Add(clockError + time.Second), ErrExpired},
		"clock an hour off":    {public(organisation), until.Add(clockError), nil},
	} {
		if _, err := Open(signed, c.key, c.at); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNamesAreCleaned has an organisation that signs what no signing app of ours would.
func TestNamesAreCleaned(t *testing.T) {
	c := credential()
	c.Organisation = "\u202eknaB\u202c\n" + strings.Repeat("x", 200)
	c.Agent = "a\x00b"
	body := c.appendBody(nil)
	signed := append(body, ed25519.Sign(organisation, toSign("credential", body))...)
	got, err := Open(signed, public(organisation), until)
	if err != nil {
		t.Fatal(err)
	}
	if want := "knaB " + strings.Repeat("x", protocol.MaxName-5); got.Organisation != want || got.Agent != "ab" {
		t.Errorf("got %q, %q", got.Organisation, got.Agent)
	}
	own, err := Open(c.Sign(organisation), public(organisation), until)
	if err != nil || own != got {
		t.Errorf("signed by us: %+v, %v", own, err)
	}
}

func TestStatement(t *testing.T) {
	s := State(device, ends)
	if err := VerifyStatement(s, DeviceKey(public(device)), ends); err != nil {
		t.Fatal(err)
	}
	for n := range s {
		if err := VerifyStatement(s[:n], DeviceKey(public(device)), ends); !errors.Is(err, ErrMalformed) {
			t.Errorf("the first %d bytes: %v", n, err)
		}
	}
	if err := VerifyStatement(append(bytes.Clone(s), 0), DeviceKey(public(device)), ends); !errors.Is(err, ErrMalformed) {
		t.Errorf("a byte more: %v", err)
	}
	for name, err := range map[string]error{
		"another device":   VerifyStatement(s, DeviceKey(public(organisation)), ends),
		"another agent":    VerifyStatement(s, DeviceKey(public(device)), Ends{Agent: [32]byte{3}, Customer: ends.Customer}),
		"another customer": VerifyStatement(s, DeviceKey(public(device)), Ends{Agent: ends.Agent, Customer: [32]byte{3}}),
		"sides swapped":    VerifyStatement(s, DeviceKey(public(device)), Ends{Agent: ends.Customer, Customer: ends.Agent}),
	} {
		if !errors.Is(err, ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzCredential(f *testing.F) {
	f.Add(credential().Sign(organisation))
	keeping := credential()
	keeping.Keeps = protocol.KeepsFacts
	f.Add(keeping.Sign(organisation))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := parse(b)
		if err != nil {
			return
		}
		if body := c.appendBody(nil); !bytes.HasPrefix(b, body) {
			t.Fatalf("not the same bytes:\n in %x\nout %x", b, body)
		}
		if again := c.clean(); again != again.clean() {
			t.Fatalf("cleaned twice: %+v, once: %+v", again.clean(), again)
		}
	})
}

func FuzzStatement(f *testing.F) {
	f.Add(State(device, ends))
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := VerifyStatement(b, DeviceKey(public(device)), ends); err == nil && !bytes.Equal(b, State(device, ends)) {
			t.Fatalf("another statement holds: %x", b)
		}
	})
}
