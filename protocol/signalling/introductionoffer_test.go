package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

const introductionOfferGolden = `007c 00000005
	0000000000000006010000000000000007000341646100086b6e6f7773206974000342656100044d61696e00058081828384
	85868788898a8b8c8d8e8f00007530`

func TestIntroductionOffer(t *testing.T) {
	check(t, signalling.IntroductionOffer{
		ID: 6, Kind: signalling.IntroductionTransfer, From: 7, FromName: "Ada", Comment: "knows it", Customer: "Bea", PortalName: "Main",
		Rights: protocol.PermissionSee | protocol.PermissionControl, Request: testRequestID(), AlertLeft: 30 * time.Second,
	}, introductionOfferGolden)
}
