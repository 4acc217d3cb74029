package protocol_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func TestFrameGolden(t *testing.T) {
	got := protocol.AppendFrame([]byte("before"), protocol.Key{Usage: 0xe1, Down: true})
	want := append([]byte("before"), wiretest.Hex(t, "32 000003 00e1 01")...)
	if !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}

// TestFramesRoundTrip sends every type through a FrameReader, one after the other.
func TestFramesRoundTrip(t *testing.T) {
	for kind := protocol.StreamControl; kind.Valid(); kind++ {
		var b []byte
		var sent []protocol.Message
		for _, messageType := range protocol.Types() {
			if messageType.Stream() == kind {
				m := goldens()[messageType].message
				sent = append(sent, m)
				b = protocol.AppendFrame(b, m)
			}
		}
		r := protocol.NewFrameReader(bytes.NewReader(b), kind)
		for _, want := range sent {
			got, err := r.Read()
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %+v, %v; want %+v", kind, got, err, want)
			}
		}
		if _, err := r.Read(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: at the end: %v", kind, err)
		}
	}
}

// TestFramesTakeNoMore leaves what follows a frame in the stream, since an update's bytes have no frame.
func TestFramesTakeNoMore(t *testing.T) {
	in := bytes.NewBuffer(append(protocol.AppendFrame(nil, protocol.Ack{Number: 1}), "rest"...))
	if _, err := protocol.NewFrameReader(in, protocol.StreamScreen).Read(); err != nil || in.String() != "rest" {
		t.Errorf("left %q, %v", in, err)
	}
}

func TestFrameErrors(t *testing.T) {
	for name, c := range map[string]struct {
		hex  string
		kind protocol.StreamKind
		want error
	}{
		"unknown type":      {"ff 000000", protocol.StreamControl, protocol.ErrUnknownType},
		"type 0":            {"00 000000", protocol.StreamControl, protocol.ErrUnknownType},
		"retired gap":       {"07 000000", protocol.StreamControl, protocol.ErrUnknownType},
		"wrong stream":      {"32 000003 00e101", protocol.StreamControl, protocol.ErrWrongStream},
		"too long":          {"32 000041", protocol.StreamInput, protocol.ErrTooLong},
		"16 MiB of chat":    {"08 ffffff", protocol.StreamControl, protocol.ErrTooLong},
		"half a head":       {"32 00", protocol.StreamInput, io.ErrUnexpectedEOF},
		"half a payload":    {"32 000003 00", protocol.StreamInput, io.ErrUnexpectedEOF},
		"head without body": {"32 000003", protocol.StreamInput, io.ErrUnexpectedEOF},
		"nothing":           {"", protocol.StreamInput, io.EOF},
	} {
		_, err := protocol.NewFrameReader(bytes.NewReader(wiretest.Hex(t, c.hex)), c.kind).Read()
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestTooLongFramePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a frame beyond its limit was built")
		}
	}()
	protocol.AppendFrame(nil, protocol.CursorShape{Pix: make([]byte, 1<<20)})
}

// TestPeoplesTextsFit gives every message that carries people's texts far too long ones: they are cut to what a peer reads.
func TestPeoplesTextsFit(t *testing.T) {
	long := string(bytes.Repeat([]byte("é"), 20_000))
	people := make([]protocol.Attendee, 40)
	displays := make([]protocol.Display, 40)
	for i := range people {
		people[i] = protocol.Attendee{Role: protocol.RoleAgent, Name: long, Organisation: long}
		displays[i] = protocol.Display{Name: long, Width: 1, Height: 1}
	}
	for _, m := range []protocol.Message{
		protocol.Language{Tag: long},
		protocol.Attendees{People: people},
		protocol.Chat{Text: long},
		protocol.StatusLine{Name: long},
		protocol.DisplayList{Displays: displays},
		protocol.Text{Text: long},
		protocol.ComputerDetails{System: long, Version: long, Architecture: long, Host: long, Processor: long},
	} {
		frame := protocol.AppendFrame(nil, m)
		if _, err := protocol.NewFrameReader(bytes.NewReader(frame), m.Type().Stream()).Read(); err != nil {
			t.Errorf("%s: %v", m.Type(), err)
		}
	}
}

// FuzzFrames reads frames of any stream kind; what parses must be written as the very bytes that it was read from, except
// for bytes behind the known fields and the reserved ones of Hello.
func FuzzFrames(f *testing.F) {
	for _, g := range goldens() {
		f.Add(uint8(g.message.Type().Stream()), protocol.AppendFrame(nil, g.message))
	}
	watched := protocol.Attendees{People: []protocol.Attendee{{Role: protocol.RoleCustomer}, {ID: 2, Role: protocol.RoleAgent, Marks: protocol.MarkWatches}}}
	f.Add(uint8(protocol.StreamControl), protocol.AppendFrame(nil, watched))
	f.Fuzz(func(t *testing.T, kind uint8, in []byte) {
		r := protocol.NewFrameReader(bytes.NewReader(in), protocol.StreamKind(kind))
		for {
			messageType, payload, err := r.Next()
			if err != nil {
				return
			}
			m, err := protocol.Parse(messageType, payload)
			if err != nil {
				continue
			}
			out := m.Append(nil)
			known := len(out)
			if messageType == protocol.TypeHello {
				const reserved = 21
				known -= reserved
			}
			if len(payload) < known || !bytes.Equal(out[:known], payload[:known]) {
				t.Fatalf("%s:\n in %x\nout %x", messageType, payload, out)
			}
			again, err := protocol.Parse(messageType, out)
			if err != nil || !reflect.DeepEqual(again, m) {
				t.Fatalf("%s parsed again: %+v, %v; want %+v", messageType, again, err, m)
			}
		}
	})
}
