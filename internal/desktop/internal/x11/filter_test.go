package x11

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"testing"
)

// served is a connection on which a server has said all it will.
type served struct {
	net.Conn
	io.Reader
}

func (s served) Read(p []byte) (int, error) { return s.Reader.Read(p) }

// message makes one message of the server: its first 32 bytes, then words more.
func message(kind, code byte, words int) []byte {
	m := make([]byte, messageSize+4*words)
	m[0], m[1] = kind, code
	binary.LittleEndian.PutUint32(m[4:], uint32(words))
	for i := 8; i < len(m); i++ {
		m[i] = byte(i)
	}
	return m
}

func greeting(words int) []byte {
	g := make([]byte, setupHead+4*words)
	g[0] = 1
	binary.LittleEndian.PutUint16(g[6:], uint16(words))
	return g
}

// sift runs a stream through a filter.
func sift(stream []byte) (passed []byte, events [][]byte, err error) {
	f := newFilter(served{Reader: bytes.NewReader(stream)}, func(event []byte) { events = append(events, bytes.Clone(event)) })
	passed, err = io.ReadAll(f)
	return passed, events, err
}

func TestFilterTakesEventsOut(t *testing.T) {
	reply, refused := message(kindReply, 0, 3), message(kindError, 9, 0)
	foreign := message(kindError, 150, 0)
	key, sent, raw := message(2, 38, 0), message(0x80|33, 0, 0), message(kindGenericEvent, 131, 10)
	long := message(kindGenericEvent, 131, readBuffer/4)
	stream := bytes.Join([][]byte{greeting(5), key, reply, raw, raw, refused, sent, long, foreign, reply}, nil)
	passed, events, err := sift(stream)
	if err != nil {
		t.Fatal(err)
	}
	foreign[1] = errorImplementation
	if want := bytes.Join([][]byte{greeting(5), reply, refused, foreign, reply}, nil); !bytes.Equal(passed, want) {
		t.Fatalf("%d bytes passed, want %d", len(passed), len(want))
	}
	if len(events) != 4 || !bytes.Equal(events[0], key) || !bytes.Equal(events[1], raw) || !bytes.Equal(events[3], sent) {
		t.Fatalf("events % x", events)
	}
}

func TestFilterRefusesHugeEvents(t *testing.T) {
	event := message(kindGenericEvent, 131, 0)
	binary.LittleEndian.PutUint32(event[4:], 1<<30)
	if _, _, err := sift(append(greeting(0), event...)); err == nil {
		t.Fatal("an event of 4 GiB was accepted")
	}
}

func TestFilterTellsItsEnd(t *testing.T) {
	for n := range len(greeting(2)) + messageSize {
		stream := append(greeting(2), message(2, 38, 0)...)[:n]
		f := newFilter(served{Reader: bytes.NewReader(stream)}, func([]byte) {})
		if _, err := io.ReadAll(f); err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		select {
		case <-f.done:
		default:
			t.Fatalf("the end after %d bytes was not told", n)
		}
	}
}

func FuzzFilter(f *testing.F) {
	f.Add(append(greeting(1), message(kindReply, 0, 2)...))
	f.Add(append(greeting(0), message(kindGenericEvent, 131, 9)...))
	f.Add(append(greeting(0), message(kindError, 200, 0)...))
	f.Fuzz(func(t *testing.T, stream []byte) {
		passed, events, _ := sift(stream)
		total := len(passed)
		for _, event := range events {
			total += len(event)
			_, _ = ParseRaw(event)
		}
		if total > len(stream) {
			t.Fatalf("%d bytes came out of %d", total, len(stream))
		}
	})
}
