package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func privateGolden() golden {
	return golden{
		protocol.Private{From: 1, To: 2, Number: 5, Nonce: [protocol.NonceLength]byte{9}, Sealed: []byte("sealed")},
		"01 02 00000005 09" + strings.Repeat("00", 23) + "0006 7365616c6564",
	}
}

func TestPrivate(t *testing.T) {
	check(t, privateGolden(), protocol.ParsePrivate)
	wiretest.Refused(t, protocol.ParsePrivate, map[string]string{
		"long": "01 02 00000005" + strings.Repeat("00", 24) + "3e97" + strings.Repeat("00", 16023),
	})
}
