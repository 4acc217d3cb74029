package signalhub_test

import (
	"crypto/ed25519"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/identity"
	"beside.example/protocol/signalling"
)

// TestHandIn shows what an app is told of a page: kept, refused for good, or not now.
func TestHandIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		for page, want := range map[string]protocol.Fault{
			"fine": 0, "denied": protocol.FaultRelayRefused, "exists": protocol.FaultRelayRefused, "away": protocol.FaultRelayBusy,
		} {
			m := signalling.HandIn{DeviceKey: make([]byte, ed25519.PublicKeySize), Signature: make([]byte, handin.SignatureSize), Page: []byte(page)}
			if err := agent.HandIn(t.Context(), m); signalling.Fault(err) != want {
				t.Errorf("%s: %v, want %v", page, err, want)
			}
			if err := customer.HandIn(t.Context(), m); signalling.Fault(err) != protocol.FaultRelayRefused {
				t.Errorf("%s, from a customer's app: %v", page, err)
			}
		}
	})
}

// TestCredentialSaysWhatIsKept: what the organisation keeps is in what it signs.
func TestCredentialSaysWhatIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent := w.connected(adaToken)
		key := make([]byte, ed25519.PublicKeySize)
		signed, err := agent.Credential(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		welcome := agent.State().Welcome
		who, err := identity.Open(signed, welcome.SignedIn.OrganisationKey, time.Now())
		if err != nil || who.Keeps != protocol.KeepsFacts || !welcome.Capabilities.Has(signalling.CapabilityHandIn) {
			t.Errorf("%+v, %v", who, err)
		}
	})
}
