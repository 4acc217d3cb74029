package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

const rendezvousExpectGolden = `0080 00000005
	0000000000000006024b374d57513252540000ea60808182838485868788898a8b8c8d8e8f0001`

func TestRendezvousExpect(t *testing.T) {
	check(t, signalling.RendezvousExpect{
		ID: 6, Kind: signalling.IntroductionInvite, Code: testPortalCode, Left: time.Minute, Request: testRequestID(),
		Rights: protocol.PermissionSee,
	}, rendezvousExpectGolden)
}
