package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func ackGolden() golden {
	return golden{
		protocol.Ack{Number: 5, Decode: 1500},
		"00000005 000005dc",
	}
}

func TestAck(t *testing.T) {
	check(t, ackGolden(), protocol.ParseAck)
}
