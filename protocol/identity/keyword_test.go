package identity

import (
	"bytes"
	"errors"
	"testing"

	"beside.example/protocol"
)

func TestStateKey(t *testing.T) {
	key := [protocol.AgentKeyLength]byte{7}
	s := StateKey(device, key)
	if err := VerifyKey(s, DeviceKey(public(device)), key); err != nil {
		t.Fatal(err)
	}
	for n := range s {
		if err := VerifyKey(s[:n], DeviceKey(public(device)), key); !errors.Is(err, ErrMalformed) {
			t.Errorf("the first %d bytes: %v", n, err)
		}
	}
	for name, err := range map[string]error{
		"another device":          VerifyKey(s, DeviceKey(public(organisation)), key),
		"another key":             VerifyKey(s, DeviceKey(public(device)), [protocol.AgentKeyLength]byte{8}),
		"a session's statement":   VerifyKey(State(device, ends), DeviceKey(public(device)), key),
		"a key's word in session": VerifyStatement(s, DeviceKey(public(device)), ends),
	} {
		if !errors.Is(err, ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzStateKey(f *testing.F) {
	key := [protocol.AgentKeyLength]byte{7}
	f.Add(StateKey(device, key))
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := VerifyKey(b, DeviceKey(public(device)), key); err == nil && !bytes.Equal(b, StateKey(device, key)) {
			t.Fatalf("another statement holds: %x", b)
		}
	})
}
