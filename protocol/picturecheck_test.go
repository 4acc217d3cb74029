package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func pictureCheckGolden() golden {
	return golden{
		protocol.PictureCheck{Row: 16, Sum: 0xcafe0102},
		"0010 cafe0102",
	}
}

func TestPictureCheck(t *testing.T) {
	check(t, pictureCheckGolden(), protocol.ParsePictureCheck)
}
