package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func shareStateGolden() golden {
	return golden{
		protocol.ShareState{Share: protocol.SharePaused},
		"02",
	}
}

func TestShareState(t *testing.T) {
	check(t, shareStateGolden(), protocol.ParseShareState)
	wiretest.Refused(t, protocol.ParseShareState, map[string]string{
		"state": "03",
	})
}
