package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func inputStateGolden() golden {
	return golden{
		protocol.InputState{Input: protocol.InputPaused},
		"03",
	}
}

func TestInputState(t *testing.T) {
	check(t, inputStateGolden(), protocol.ParseInputState)
	wiretest.Refused(t, protocol.ParseInputState, map[string]string{
		"state": "05",
	})
}
