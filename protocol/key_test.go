package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func keyGolden() golden {
	return golden{
		protocol.Key{Usage: 0xe1, Down: true},
		"00e1 01",
	}
}

func TestKey(t *testing.T) {
	check(t, keyGolden(), protocol.ParseKey)
	wiretest.Refused(t, protocol.ParseKey, map[string]string{
		"down": "00e1 02",
	})
}
