package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func displaySelectGolden() golden {
	return golden{
		protocol.DisplaySelect{ID: 0x01020304},
		"01020304",
	}
}

func TestDisplaySelect(t *testing.T) {
	check(t, displaySelectGolden(), protocol.ParseDisplaySelect)
}
