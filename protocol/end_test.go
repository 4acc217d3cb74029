package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func endGolden() golden {
	return golden{
		protocol.End{Reason: protocol.CloseByCustomer},
		"0002",
	}
}

func TestEnd(t *testing.T) {
	check(t, endGolden(), protocol.ParseEnd)
}
