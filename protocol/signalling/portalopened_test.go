package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const portalOpenedGolden = `0071 00000005
	000000000000000b808182838485868788898a8b8c8d8e8f0000000000000006101112131415161718191a1b1c1d1e1f`

func TestPortalOpened(t *testing.T) {
	check(t, signalling.PortalOpened{Exchange: 11, Request: testRequestID(), Introduction: 6, SID: testSID()}, portalOpenedGolden)
}
