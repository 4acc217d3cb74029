package transport

import (
	"bytes"
	"encoding/hex"
	"net"
	"slices"
	"testing"
)

// wire is a PacketConn that keeps what is written.
type wire struct {
	PacketConn
	written []string
}

func (w *wire) Peer() net.Addr { return madeUp(firstPort) }

func (w *wire) WriteTo(b []byte, _ net.Addr) (int, error) {
	w.written = append(w.written, hex.EncodeToString(b[:min(len(b), announcementSize)]))
	return len(b), nil
}

func TestOwnPackets(t *testing.T) {
	w := &wire{}
	p := newPath(w, dialer)
	steps := []func() (int, error){
		func() (int, error) { return p.WriteTo(short(1), nil) },
		func() (int, error) { return 0, p.feel() },
		func() (int, error) { p.announceNew(); return p.WriteTo(short(1), nil) }, // in use: not new
		func() (int, error) { return p.WriteTo(short(2), nil) },
		func() (int, error) { p.announceNoMore(); return p.WriteTo(short(2), nil) },
		func() (int, error) { return 0, p.replayLast(2) },
	}
	for _, step := range steps {
		if _, err := step(); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"400101010101010101",
		"40",
		"400101010101010101",
		"400202020202020202", // the announcement
		"400202020202020202",
		"400202020202020202",
		"400202020202020202", "400202020202020202",
	}
	if !slices.Equal(w.written, want) {
		t.Errorf("wrote %q", w.written)
	}
}

func TestTakeOwn(t *testing.T) {
	announcement := short(7)[:announcementSize]
	for n := range announcementSize + 2 {
		packet := short(7)[:n]
		p := newPath(nil, listens)
		if got, want := p.takeOwn(packet), n >= feelerSize && n <= announcementSize; got != want {
			t.Errorf("%d bytes taken: %v", n, got)
		}
		moved := p.addresses.of(short(7)).Port != firstPort
		if moved != (n == announcementSize) {
			t.Errorf("%d bytes of an announcement moved the agent: %v", n, moved)
		}
	}
	p := newPath(nil, dialer)
	if !p.takeOwn(announcement) || p.addresses.of(short(7)).Port != firstPort {
		t.Error("the agent's side heeded an announcement")
	}
}

func TestRecent(t *testing.T) {
	var r recent
	if got := r.last(3); len(got) != 0 {
		t.Errorf("%d packets of none", len(got))
	}
	for n := range byte(2*recentPackets + 1) {
		r.put(bytes.Repeat([]byte{n}, int(n)))
	}
	got := r.last(1000)
	if len(got) != recentPackets {
		t.Fatalf("%d packets", len(got))
	}
	for n, packet := range got {
		if want := n + recentPackets + 1; len(packet) != want || int(packet[0]) != want {
			t.Errorf("packet %d is %x", n, packet)
		}
	}
}
