package signalling_test

import (
	"reflect"
	"testing"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/protocol/wire/wiretest"
)

const (
	// oldWelcomeGolden is what a relay of the first version sends, and one that has Pin portals alone.
	oldWelcomeGolden = `0002 00000005
	00010000000000000001000448656c700100054ec3b67264a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9
	babbbcbdbebf0000000000000007000341646100034f6e65000002580802000000000000000300044d61696e000000000000
	000400054e69676874`
	welcomeGolden = oldWelcomeGolden + ` 030081 000000`
	welcomeTail   = 6 // bytes that a relay of the first version does not send
)

func testWelcome() signalling.Welcome {
	return signalling.Welcome{
		Version: 1, Capabilities: signalling.CapabilityTLSLeg, Relay: "Help", SignedIn: &signalling.SignedIn{
			Organisation: "Nörd", OrganisationKey: testKey(0xa0), Agent: 7, Name: "Ada", Team: "One", CodeLifetime: 10 * time.Minute,
			MaxCodes: 8, Portals: []signalling.Portal{
				{ID: 3, Name: "Main", Kind: signalling.PortalQueue, Features: signalling.FeatureView | signalling.FeatureWebChat},
				{ID: 4, Name: "Night"},
			},
		},
	}
}

func TestWelcome(t *testing.T) {
	wiretest.Check(t, wiretest.Message[signalling.Envelope]{
		Value:  signalling.Envelope{Request: testRequest, Message: testWelcome()},
		Golden: welcomeGolden, Parse: signalling.Parse, Append: appendEnvelope, Open: welcomeTail,
	})
	whole := wiretest.Hex(t, welcomeGolden)
	for n := len(whole) - welcomeTail + 1; n < len(whole); n++ {
		if _, err := signalling.Parse(whole[:n]); err == nil {
			t.Errorf("parse of the first %d of %d bytes: no error", n, len(whole))
		}
	}
	got, err := signalling.Parse(append(whole, 0xee))
	if err != nil || !reflect.DeepEqual(got.Message, testWelcome()) {
		t.Errorf("with a byte after the end: got %+v, %v", got, err)
	}
}

func TestWelcomeWithPinPortals(t *testing.T) {
	welcome := testWelcome()
	for i := range welcome.SignedIn.Portals {
		welcome.SignedIn.Portals[i].Kind, welcome.SignedIn.Portals[i].Features = 0, 0
	}
	old := signalling.Envelope{Request: testRequest, Message: welcome}
	got, err := signalling.Parse(wiretest.Hex(t, oldWelcomeGolden))
	if err != nil || !reflect.DeepEqual(got, old) {
		t.Errorf("got %+v, %v", got, err)
	}
	if again := old.Append(nil); !reflect.DeepEqual(again, wiretest.Hex(t, oldWelcomeGolden)) {
		t.Errorf("append: %x", again)
	}
}
