package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func displayListGolden() golden {
	return golden{
		protocol.DisplayList{Displays: []protocol.Display{{
			ID: 7, Name: "HDMI-1", X: -1920, Width: 1920,
			Height: 1080, Primary: true,
		}}, Selected: 7},
		"01 00000007 fffff880 00000000 00000780 00000438 01 0006 48444d492d31 00000007",
	}
}

func TestDisplayList(t *testing.T) {
	check(t, displayListGolden(), protocol.ParseDisplayList)
	wiretest.Refused(t, protocol.ParseDisplayList, map[string]string{
		"too many":        "11" + strings.Repeat("00", 400),
		"no width":        "01 00000007 00000000 00000000 00000000 00000438 01 0000 00000007",
		"negative height": "01 00000007 00000000 00000000 00000001 ffffffff 01 0000 00000007",
	})
}
