package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const portalJoinGolden = `0070 00000005
	4b374d5751325254101112131415161718191a1b1c1d1e1f`

func TestPortalJoin(t *testing.T) {
	check(t, signalling.PortalJoin{Code: testPortalCode, SID: testSID()}, portalJoinGolden)
}
