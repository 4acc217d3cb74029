package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func fidelityStateGolden() golden {
	return golden{
		protocol.FidelityState{Fidelity: protocol.FidelitySaving},
		"02",
	}
}

func TestFidelityState(t *testing.T) {
	check(t, fidelityStateGolden(), protocol.ParseFidelityState)
	wiretest.Refused(t, protocol.ParseFidelityState, map[string]string{
		"fidelity": "03",
	})
}
