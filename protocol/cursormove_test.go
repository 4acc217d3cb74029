package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func cursorMoveGolden() golden {
	return golden{
		protocol.CursorMove{Serial: 2, X: -3, Y: 400, Visible: true},
		"00000002 fffffffd 00000190 01",
	}
}

func TestCursorMove(t *testing.T) {
	check(t, cursorMoveGolden(), protocol.ParseCursorMove)
	wiretest.Refused(t, protocol.ParseCursorMove, map[string]string{
		"visible": "00000002 fffffffd 00000190 02",
	})
}
