package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func identityGolden() golden {
	return golden{
		protocol.Identity{Credential: []byte("credential"), Statement: []byte("statement")},
		"000a 63726564656e7469616c 0009 73746174656d656e74",
	}
}

func TestIdentity(t *testing.T) {
	check(t, identityGolden(), protocol.ParseIdentity)
	wiretest.Refused(t, protocol.ParseIdentity, map[string]string{
		"long credential": "0801" + strings.Repeat("00", 2051),
		"long statement":  "0000 0101" + strings.Repeat("00", 257),
	})
}
