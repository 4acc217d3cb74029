package leg

import (
	"bytes"
	"crypto/ed25519"
	"net/netip"
	"strings"
	"testing"
	"time"

	"beside.example/protocol/wire/wiretest"
)

const goldenSequence = "0102030405060708"

var (
	goldenBind = "0101" + goldenSequence + strings.Repeat("cc", 16) + strings.Repeat("dd", 64) + "0003" + "616263"

	goldenChallenge = "0201" + goldenSequence + strings.Repeat("cc", 16)
	goldenBound     = "0301" + goldenSequence + "00000000000000000000ffffc0000207" + "d431" + "00007080"
	goldenRefused   = "0401" + goldenSequence + "03"

	sequence  = uint64(0x0102030405060708)
	cookie    = Cookie(bytes.Repeat([]byte{0xcc}, 16))
	signature = [64]byte(bytes.Repeat([]byte{0xdd}, 64))
)

func TestBind(t *testing.T) {
	wiretest.Check(t, wiretest.Message[Bind]{
		Value:  Bind{Sequence: sequence, Cookie: cookie, Signature: signature, Ticket: []byte("abc")},
		Golden: goldenBind, Parse: ParseBind, Append: Bind.Append,
	})
	wiretest.Refused(t, ParseBind, map[string]string{
		"another packet":  goldenChallenge,
		"another version": "0102" + goldenBind[4:],
		"long ticket":     goldenBind[:len(goldenBind)-10] + "0201" + strings.Repeat("00", 513),
	})
}

func TestBindSignature(t *testing.T) {
	public := [32]byte(legKey.Public().(ed25519.PublicKey))
	m := Bind{Sequence: 7, Cookie: cookie, Ticket: []byte("abc")}
	m.Sign(legKey)
	if !m.Verify(public) {
		t.Fatal("own signature refused")
	}
	for name, change := range map[string]func(*Bind){
		"sequence":  func(m *Bind) { m.Sequence++ },
		"cookie":    func(m *Bind) { m.Cookie[0] ^= 1 },
		"ticket":    func(m *Bind) { m.Ticket = []byte("abd") },
		"signature": func(m *Bind) { m.Signature[0] ^= 1 },
	} {
		changed := m
		change(&changed)
		if changed.Verify(public) {
			t.Errorf("%s changed: still verified", name)
		}
	}
	if m.Verify([32]byte(relayKey.Public().(ed25519.PublicKey))) {
		t.Error("verified with another key")
	}
}

func TestChallenge(t *testing.T) {
	wiretest.Check(t, wiretest.Message[Challenge]{
		Value:  Challenge{Sequence: sequence, Cookie: cookie},
		Golden: goldenChallenge, Parse: ParseChallenge, Append: Challenge.Append,
	})
}

func TestBound(t *testing.T) {
	wiretest.Check(t, wiretest.Message[Bound]{
		Value:  Bound{Sequence: sequence, Address: netip.MustParseAddrPort("192.0.2.7:54321"), Lease: 8 * time.Hour},
		Golden: goldenBound, Parse: ParseBound, Append: Bound.Append,
	})
}

func TestRefused(t *testing.T) {
	wiretest.Check(t, wiretest.Message[Refused]{
		Value:  Refused{Sequence: sequence, Reason: ReasonTooLate},
		Golden: goldenRefused, Parse: ParseRefused, Append: Refused.Append,
	})
}

func TestReplyShorterThanRequest(t *testing.T) {
	request := len(Bind{}.Append(nil))
	for name, reply := range map[string][]byte{
		"challenge": Challenge{}.Append(nil),
		"bound":     Bound{Address: netip.MustParseAddrPort("[2001:db8::1]:443"), Lease: time.Hour}.Append(nil),
		"refused":   Refused{}.Append(nil),
	} {
		if len(reply) >= request || len(reply) > maxReply {
			t.Errorf("%s has %d bytes, the shortest request %d", name, len(reply), request)
		}
	}
}

func TestFirstByte(t *testing.T) {
	for first := range 256 {
		packet := []byte{byte(first)}
		if IsControl(packet) != (first < 0x40) || IsForwarded(packet) != (first&0x40 != 0) {
			t.Errorf("first byte %#02x: control %v, forwarded %v", first, IsControl(packet), IsForwarded(packet))
		}
	}
	if IsControl(nil) || IsForwarded(nil) {
		t.Error("an empty packet")
	}
}

func FuzzBind(f *testing.F) { wiretest.Fuzz(f, ParseBind, Bind.Append, goldenBind) }

func FuzzChallenge(f *testing.F) { wiretest.Fuzz(f, ParseChallenge, Challenge.Append, goldenChallenge) }

func FuzzBound(f *testing.F) {
	// An IPv4 address has one form on the wire, so what parses is written back the same.
	wiretest.Fuzz(f, ParseBound, Bound.Append, goldenBound)
}

func FuzzRefused(f *testing.F) { wiretest.Fuzz(f, ParseRefused, Refused.Append, goldenRefused) }
