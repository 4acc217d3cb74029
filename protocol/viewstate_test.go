package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func viewStateGolden() golden {
	return golden{
		protocol.ViewState{View: protocol.ViewOpen},
		"01",
	}
}

func TestViewState(t *testing.T) {
	check(t, viewStateGolden(), protocol.ParseViewState)
	wiretest.Refused(t, protocol.ParseViewState, map[string]string{
		"state": "02",
	})
}
