package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func wheelGolden() golden {
	return golden{
		protocol.Wheel{DX: -protocol.WheelNotch, DY: 2 * protocol.WheelNotch},
		"ff88 00f0",
	}
}

func TestWheel(t *testing.T) {
	check(t, wheelGolden(), protocol.ParseWheel)
}
