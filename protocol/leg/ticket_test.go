package leg

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"beside.example/protocol/wire/wiretest"
)

var (
	relayKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
	legKey   = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize))
	start    = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

func ticket() Ticket {
	return Ticket{
		Session:  SessionID(bytes.Repeat([]byte{0xaa}, 16)),
		Side:     SideCustomer,
		LegKey:   [32]byte(legKey.Public().(ed25519.PublicKey)),
		BindBy:   start.Add(2 * time.Minute),
		LeaseEnd: start.Add(8 * time.Hour),
		KBits:    20_000,
		Relay:    "help.northfield.example:443",
	}
}

const goldenTicket = "01" + // version
	"34750f98bd59fcfc" + // key
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + "01" + // session, side
	"8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394" + // leg key
	"000000006b02d9b8" + "000000006b0349c0" + "00004e20" + // bind by, lease end, kbit/s
	"001b" + "68656c702e6e6f7274686669656c642e6578616d706c653a343433" // relay

func sign(t testing.TB, tk Ticket) []byte {
	t.Helper()
	b, err := tk.Sign(relayKey)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTicketGolden(t *testing.T) {
	signedTicket := sign(t, ticket())
	body := signedTicket[:len(signedTicket)-ed25519.SignatureSize]
	if want := wiretest.Hex(t, goldenTicket); !bytes.Equal(body, want) {
		t.Errorf("got  %x\nwant %x", body, want)
	}
	ring := NewKeyring(relayKey.Public().(ed25519.PublicKey))
	got, err := ring.Open(signedTicket)
	if err != nil || got != ticket() {
		t.Errorf("got %+v, %v", got, err)
	}
	session, side, err := Peek(signedTicket)
	if err != nil || session != ticket().Session || side != SideCustomer {
		t.Errorf("peek: %v, %v, %v", session, side, err)
	}
	for n := range signedTicket {
		if _, err := ring.Open(signedTicket[:n]); err == nil {
			t.Errorf("the first %d of %d bytes: no error", n, len(signedTicket))
		}
		changed := bytes.Clone(signedTicket)
		changed[n] ^= 1
		if _, err := ring.Open(changed); err == nil {
			t.Errorf("byte %d changed: no error", n)
		}
	}
}

func TestTicketRefused(t *testing.T) {
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{3}, ed25519.SeedSize))
	rotated := NewKeyring(other.Public().(ed25519.PublicKey))
	if _, err := rotated.Open(sign(t, ticket())); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("key rotated out: %v", err)
	}
	both := NewKeyring(other.Public().(ed25519.PublicKey), relayKey.Public().(ed25519.PublicKey))
	if _, err := both.Open(sign(t, ticket())); err != nil {
		t.Errorf("key still in the ring: %v", err)
	}
	forged := sign(t, ticket())
	forged[len(forged)-1] ^= 1
	if _, err := both.Open(forged); !errors.Is(err, ErrForged) {
		t.Errorf("forged: %v", err)
	}
	for _, change := range []func(*Ticket){
		func(tk *Ticket) { tk.Side = 2 },
		func(tk *Ticket) { tk.Relay = "" },
		func(tk *Ticket) { tk.Relay = strings.Repeat("a", 300) },
	} {
		tk := ticket()
		change(&tk)
		if _, err := tk.Sign(relayKey); !errors.Is(err, ErrMalformed) {
			t.Errorf("signed %+v: %v", tk, err)
		}
	}
}

func TestTicketCheck(t *testing.T) {
	for name, c := range map[string]struct {
		relay string
		at    time.Time
		want  error
	}{
		"in time":     {"help.northfield.example:443", start, nil},
		"just in":     {"help.northfield.example:443", start.Add(2 * time.Minute), nil},
		"too late":    {"help.northfield.example:443", start.Add(2*time.Minute + 1), ErrTooLate},
		"lease over":  {"help.northfield.example:443", start.Add(8 * time.Hour), ErrLeaseOver},
		"other relay": {"help.northfield.example:8443", start, ErrOtherRelay},
	} {
		if err := ticket().Check(c.relay, c.at); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzTicket(f *testing.F) {
	f.Add(sign(f, ticket()))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		tk, id, err := parse(b)
		if err != nil {
			return
		}
		body := tk.appendBody(nil, id)
		if !bytes.HasPrefix(b, body) {
			t.Fatalf("not the same bytes:\n in %x\nout %x", b, body)
		}
	})
}
