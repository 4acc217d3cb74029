package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func cursorShapeGolden() golden {
	return golden{
		protocol.CursorShape{Serial: 2, Width: 2, Height: 1, HotspotX: 1, Pix: []byte{1, 2, 3, 4, 5, 6, 7, 8}},
		"00000002 0002 0001 0001 0000 0102030405060708",
	}
}

func TestCursorShape(t *testing.T) {
	check(t, cursorShapeGolden(), protocol.ParseCursorShape)
	wiretest.Refused(t, protocol.ParseCursorShape, map[string]string{
		"no width":        "00000002 0000 0001 0000 0000",
		"too wide":        "00000002 0101 0001 0000" + strings.Repeat("00", 1030),
		"hotspot outside": "00000002 0001 0001 0001 0000 00000000",
	})
}
