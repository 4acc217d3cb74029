package line

import (
	"bytes"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/identity"
)

// TestRelayThatSwapsThePolicy: a relay that shows the customer another policy than the agent's app would need the organisation's key
// for two credentials, and the app shows one alone. What does not hold lets nothing be handed in.
func TestRelayThatSwapsThePolicy(t *testing.T) {
	organisation, organisationKey := testKey(1)
	eve, _ := testKey(3)
	_, device := testKey(2)
	c := identity.Credential{Organisation: "Northfield", Agent: "Claire", Device: identity.DeviceKey(device), NotAfter: time.Now().Add(time.Hour)}
	for _, keeps := range []protocol.Keeps{0, protocol.KeepsFacts, protocol.KeepsFacts | protocol.KeepsChat} {
		c.Keeps = keeps
		signed := c.Sign(organisation)
		if got, err := keepsIn(signed, organisationKey); got != keeps || err != nil {
			t.Errorf("%v: reads %v, %v", keeps, got, err)
		}
		for n := range signed {
			changed := bytes.Clone(signed)
			changed[n] ^= byte(protocol.KeepsChat)
			if got, err := keepsIn(changed, organisationKey); got != 0 || err == nil {
				t.Errorf("%v with byte %d changed: reads %v, %v", keeps, n, got, err)
			}
		}
		if got, err := keepsIn(c.Sign(eve), organisationKey); got != 0 || err == nil {
			t.Errorf("%v, signed by another: reads %v, %v", keeps, got, err)
		}
	}
	if got, err := keepsIn(c.Sign(organisation), nil); got != 0 || err == nil {
		t.Errorf("before the relay has said whose agent this is: %v, %v", got, err)
	}
}
