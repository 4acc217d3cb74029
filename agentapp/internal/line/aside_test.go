package line

import (
	"bytes"
	"crypto/ed25519"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/identity"
)

func testKey(b byte) (ed25519.PrivateKey, ed25519.PublicKey) {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
	return private, private.Public().(ed25519.PublicKey)
}

// TestAside: a colleague's key is believed when the organisation vouches for the colleague's device and that for the key; nobody who
// passes keys on can put one of their own in the place.
func TestAside(t *testing.T) {
	organisation, organisationKey := testKey(1)
	ben, benKey := testKey(2)
	eve, eveKey := testKey(3)
	credential := func(device ed25519.PublicKey, by ed25519.PrivateKey) []byte {
		return identity.Credential{Organisation: "Northfield", Agent: "Ben Okafor", Device: identity.DeviceKey(device), NotAfter: time.Now().Add(time.Hour)}.Sign(by)
	}
	known := func() ed25519.PublicKey { return organisationKey }
	key := [protocol.AgentKeyLength]byte{7}
	m := protocol.AgentKey{From: 2, Key: key}
	m.Credential, m.Statement = aside(ben, credential(benKey, organisation), known).Vouch(key)
	claire := aside(nil, nil, known)
	if name, err := claire.Verify(m); err != nil || name != "Ben Okafor" {
		t.Errorf("%q, %v", name, err)
	}
	for what, change := range map[string]func(m *protocol.AgentKey){
		"another key":              func(m *protocol.AgentKey) { m.Key[0]++ },
		"another device's word":    func(m *protocol.AgentKey) { m.Statement = identity.StateKey(eve, m.Key) },
		"a credential of her own":  func(m *protocol.AgentKey) { m.Credential = credential(eveKey, eve) },
		"his credential, her word": func(m *protocol.AgentKey) { m.Key[0]++; m.Statement = identity.StateKey(eve, m.Key) },
		"nothing":                  func(m *protocol.AgentKey) { m.Credential, m.Statement = nil, nil },
	} {
		other := m
		change(&other)
		if _, err := claire.Verify(other); err == nil {
			t.Errorf("%s is believed", what)
		}
	}
	if _, err := aside(nil, nil, func() ed25519.PublicKey { return nil }).Verify(m); err == nil {
		t.Error("believed before the relay has said whose agents are to be believed")
	}
}
