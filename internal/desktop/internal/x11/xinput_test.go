package x11

import (
	"encoding/binary"
	"maps"
	"testing"
)

// rawEvent makes a raw event with these values of its first axes.
func rawEvent(kind RawKind, detail uint32, source uint16, axes ...int32) []byte {
	e := make([]byte, rawHead)
	e[0], e[1] = kindGenericEvent, 131
	binary.LittleEndian.PutUint16(e[8:], uint16(kind))
	binary.LittleEndian.PutUint32(e[16:], detail)
	binary.LittleEndian.PutUint16(e[20:], source)
	if len(axes) == 0 {
		return e
	}
	binary.LittleEndian.PutUint16(e[22:], 1)
	e = binary.LittleEndian.AppendUint32(e, 1<<len(axes)-1)
	for range 2 {
		for _, v := range axes {
			e = binary.LittleEndian.AppendUint32(e, uint32(v))
			e = binary.LittleEndian.AppendUint32(e, 0)
		}
	}
	binary.LittleEndian.PutUint32(e[4:], uint32(len(e)-rawHead)/4)
	return e
}

func TestParseRaw(t *testing.T) {
	got, ok := ParseRaw(rawEvent(RawKeyPress, 38, 5))
	if want := (Raw{Kind: RawKeyPress, Detail: 38, Source: 5}); !ok || got != want {
		t.Errorf("a key is %+v", got)
	}
	event := rawEvent(RawMotion, 0, 4, 300, -7, 99)
	got, ok = ParseRaw(event)
	if want := (Raw{Kind: RawMotion, Source: 4, X: 300, Y: -7, HasX: true, HasY: true}); !ok || got != want {
		t.Errorf("a motion is %+v", got)
	}
	for n := range event {
		if raw, ok := ParseRaw(event[:n]); ok != (n >= rawHead) || raw.HasX {
			t.Errorf("the first %d bytes are %+v, %v", n, raw, ok)
		}
	}
	for _, other := range [][]byte{message(2, 38, 0), rawEvent(RawMotion+1, 0, 0), rawEvent(6, 0, 0)} {
		if raw, ok := ParseRaw(other); ok {
			t.Errorf("another event is %+v", raw)
		}
	}
}

// deviceList makes a reply with devices of these names, numbered from 2, each with one class.
func deviceList(names ...string) []byte {
	reply := message(kindReply, 0, 0)
	for i, name := range names {
		reply = binary.LittleEndian.AppendUint16(reply, uint16(i+2))
		reply = append(reply, 0, 0, 0, 0)
		reply = binary.LittleEndian.AppendUint16(reply, 1)
		reply = binary.LittleEndian.AppendUint16(reply, uint16(len(name)))
		reply = append(reply, 1, 0)
		reply = append(reply, name...)
		for len(reply)%4 != 0 {
			reply = append(reply, 0)
		}
		reply = append(reply, 0, 0, 2, 0, 0, 0, 0, 0)
	}
	return reply
}

func TestParseTestDevices(t *testing.T) {
	reply := deviceList("Virtual core pointer", "Virtual core XTEST pointer", "A mouse", "Virtual core XTEST keyboard")
	want := map[uint16]bool{3: true, 5: true}
	if got := parseTestDevices(reply); !maps.Equal(got, want) {
		t.Fatalf("the devices are %v, want %v", got, want)
	}
	for n := range reply {
		for id := range parseTestDevices(reply[:n]) {
			if !want[id] {
				t.Fatalf("the first %d bytes have the device %d", n, id)
			}
		}
	}
}

func FuzzDevices(f *testing.F) {
	f.Add(deviceList("Virtual core XTEST pointer", "x"))
	f.Add(deviceList())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, reply []byte) {
		if got := parseTestDevices(reply); len(got) > len(reply) {
			t.Fatalf("%d devices came out of %d bytes", len(got), len(reply))
		}
	})
}
