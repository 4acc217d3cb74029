package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func updateHeaderGolden() golden {
	return golden{
		protocol.UpdateHeader{
			Number: 5, Display: 7, Width: 1920, Height: 1080,
			Encoding: protocol.EncodingTiles, Flags: protocol.UpdateKeyframe, Captured: 4096, Length: 300,
		},
		"00000005 00000007 0780 0438 01 01 00001000 0000012c",
	}
}

func TestUpdateHeader(t *testing.T) {
	check(t, updateHeaderGolden(), protocol.ParseUpdateHeader)
	wiretest.Refused(t, protocol.ParseUpdateHeader, map[string]string{
		"no width":  "00000005 00000007 0000 0438 01 01 00001000 0000012c",
		"no height": "00000005 00000007 0780 0000 01 01 00001000 0000012c",
		"too long":  "00000005 00000007 0780 0438 01 01 00001000 04000001",
	})
}
