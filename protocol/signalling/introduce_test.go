package signalling_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

const introduceGolden = `007a 00000005
	202122232425262728292a2b2c2d2e2f808182838485868788898a8b8c8d8e8f020000000000000008000000000000000300
	086b6e6f77732069740005`

func TestIntroduce(t *testing.T) {
	check(t, signalling.Introduce{
		Session: testSession(), Request: testRequestID(), Kind: signalling.IntroductionInvite, ToAgent: 8, ToPortal: 3, Comment: "knows it",
		Rights: protocol.PermissionSee | protocol.PermissionControl,
	}, introduceGolden)
}
