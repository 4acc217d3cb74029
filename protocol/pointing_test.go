package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func pointingGolden() golden {
	return golden{
		protocol.Pointing{From: 2, Display: 7, X: 640, Y: 480, Shown: true},
		"02 00000007 0280 01e0 01",
	}
}

func TestPointing(t *testing.T) {
	check(t, pointingGolden(), protocol.ParsePointing)
	wiretest.Refused(t, protocol.ParsePointing, map[string]string{
		"shown": "02 00000007 0280 01e0 05",
	})
}
