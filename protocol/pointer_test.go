package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func pointerGolden() golden {
	return golden{
		protocol.Pointer{Display: 7, X: 640, Y: 480, Buttons: protocol.ButtonLeft | protocol.ButtonRight},
		"00000007 0280 01e0 05",
	}
}

func TestPointer(t *testing.T) {
	check(t, pointerGolden(), protocol.ParsePointer)
}
