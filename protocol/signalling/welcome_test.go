package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol/signalling"
)

const welcomeGolden = `0002 00000005
	00010000000000000001000448656c700100054ec3b67264a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9
	babbbcbdbebf0000000000000007000341646100034f6e65000002580802000000000000000300044d61696e000000000000
	000400054e69676874`

func TestWelcome(t *testing.T) {
	check(t, signalling.Welcome{
		Version: 1, Capabilities: signalling.CapabilityTLSLeg, Relay: "Help", SignedIn: &signalling.SignedIn{
			Organisation: "Nörd", OrganisationKey: testKey(0xa0), Agent: 7, Name: "Ada", Team: "One", CodeLifetime: 10 * time.Minute,
			MaxCodes: 8, Portals: []signalling.Portal{{ID: 3, Name: "Main"}, {ID: 4, Name: "Night"}},
		},
	}, welcomeGolden)
}
