package transport

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"testing"

	"beside.example/protocol"
)

func TestPingGolden(t *testing.T) {
	for want, p := range map[string]ping{
		"0000000100000000" + "00": {sequence: 1},
		"deadbeef12345678" + "01": {sequence: 0xdeadbeef, echo: 0x12345678, lively: true},
		"0000000200000001" + "02": {sequence: 2, echo: 1, answer: true},
	} {
		if got := hex.EncodeToString(p.append(nil)); got != want {
			t.Errorf("%+v is %s on the wire, not %s", p, got, want)
		}
		back, err := readPing(bytes.NewReader(p.append(nil)))
		if err != nil || back != p {
			t.Errorf("%+v came back as %+v, %v", p, back, err)
		}
	}
}

func TestPingTruncated(t *testing.T) {
	whole := ping{sequence: 1, echo: 2, lively: true}.append(nil)
	for n := range whole {
		if _, err := readPing(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("read a ping from %d bytes", n)
		}
	}
}

func FuzzPing(f *testing.F) {
	f.Add(ping{sequence: 1, echo: 2, lively: true}.append(nil))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := readPing(bytes.NewReader(b))
		if err != nil {
			return
		}
		again := p.append(nil)
		if q, err := readPing(bytes.NewReader(again)); err != nil || q != p {
			t.Fatalf("%+v came back as %+v, %v", p, q, err)
		}
		b[pingSize-1] &= flagLively // other flags are ignored
		if !bytes.Equal(again, b[:pingSize]) {
			t.Fatalf("%x came back as %x", b, again)
		}
	})
}

func FuzzStreamKind(f *testing.F) {
	for kind := range byte(8) {
		f.Add([]byte{kind, 1, 2}, kind%2 == 0)
	}
	f.Add([]byte{}, true)
	f.Fuzz(func(t *testing.T, b []byte, bidirectional bool) {
		r := bytes.NewReader(b)
		kind, err := readKind(r, bidirectional)
		if err != nil {
			return
		}
		if byte(kind) != b[0] || r.Len() != len(b)-1 || kind.Bidirectional() != bidirectional || kind == protocol.StreamControl {
			t.Fatalf("%x is a stream for %v and left %d bytes", b, kind, r.Len())
		}
	})
}

func FuzzProof(f *testing.F) {
	key, exporter := bytes.Repeat([]byte{1}, minKey), bytes.Repeat([]byte{2}, exporterSize)
	p := proofs{mine: proof(key, roleCustomer, exporter), theirs: proof(key, roleAgent, exporter)}
	f.Add(p.theirs[:])
	f.Add(p.mine[:]) // reflected
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := bytes.NewReader(b)
		err := p.check(r)
		if holds := len(b) >= proofSize && bytes.Equal(b[:proofSize], p.theirs[:]); holds != (err == nil) {
			t.Fatalf("%x: %v", b, err)
		}
		if err == nil && r.Len() != len(b)-proofSize {
			t.Fatalf("read %d bytes too many", len(b)-proofSize-r.Len())
		}
	})
}

// TestProofGolden fixes the proof for other implementations.
func TestProofGolden(t *testing.T) {
	key, exporter := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	for role, want := range map[string]string{
		roleAgent:    "2383717294516847a605796aa28410ee4b58ea75d7b75debb86b6a5eb0dfe4ee",
		roleCustomer: "f83de4b4e4ce2e9f4dfc9b635811abd97f3dbd1e9adb54dd5f38e419f4df1987",
	} {
		got := proof(key, role, exporter)
		if hex.EncodeToString(got[:]) != want {
			t.Errorf("proof of %s is %x", role, got)
		}
	}
}

func TestProofTruncated(t *testing.T) {
	var p proofs
	for n := range proofSize {
		if err := p.check(bytes.NewReader(make([]byte, n))); !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	f.Add(bytes.Repeat([]byte{0x40}, 20), []byte{ownPacket})
	f.Add([]byte{0xc0, 0, 0, 0, 1}, append([]byte{ownPacket}, make([]byte, connIDSize)...))
	f.Fuzz(func(t *testing.T, b, own []byte) {
		p := newPath(nil, listens)
		if taken := p.takeOwn(own); taken && len(own) > announcementSize {
			t.Fatal("QUIC's packet was taken")
		}
		if p.addresses.of(b) == nil {
			t.Fatal("no address")
		}
	})
}

// short returns a short-header packet for this connection ID.
func short(id byte) []byte { return append([]byte{0x40}, bytes.Repeat([]byte{id}, connIDSize+20)...) }

func TestAddresses(t *testing.T) {
	a := newAddresses()
	first := a.of([]byte{0xc0, 1, 2, 3}).Port
	for _, step := range []struct {
		what     string
		id       byte
		announce bool
		port     int
	}{
		{"the handshake's", 1, false, first},
		{"QUIC's rotation", 2, false, first},
		{"a probe", 3, true, first + 1},
		{"the old path beside the probe", 2, false, first},
		{"the moved conn", 3, false, first + 1},
		{"rotation after the move", 4, false, first + 1},
		{"a packet that was late", 1, false, first},
		{"the moved conn again", 4, false, first + 1},
		{"the next probe", 5, true, first + 2},
		{"the next probe, announced twice", 5, true, first + 2},
		{"a probe whose announcement was late", 6, false, first + 2},
		{"the same probe again", 6, true, first + 3},
	} {
		if step.announce {
			a.announced(connID(short(step.id)[1:]))
		}
		if got := a.of(short(step.id)).Port; got != step.port {
			t.Errorf("%s came from port %d, not %d", step.what, got, step.port)
		}
	}
}

// TestAddressesAreBounded has a peer use connection IDs and announce moves without end.
func TestAddressesAreBounded(t *testing.T) {
	a := newAddresses()
	packet := short(0)
	for n := range 3 * maxPort {
		packet[1], packet[2], packet[3] = byte(n), byte(n>>8), byte(n>>16)
		a.announced(connID(packet[1:]))
		if port := a.of(packet).Port; port < 1 || port > maxPort {
			t.Fatalf("made up port %d", port)
		}
	}
}

func TestBudget(t *testing.T) {
	for window, want := range map[uint64]int{0: minBudget, 2400: minBudget, 40_000: 60_000} {
		if got := budget(window); got != want {
			t.Errorf("a window of %d gives a budget of %d", window, got)
		}
	}
}
