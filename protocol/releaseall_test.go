package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func releaseAllGolden() golden { return golden{protocol.ReleaseAll{}, ""} }

func TestReleaseAll(t *testing.T) {
	check(t, releaseAllGolden(), protocol.ParseReleaseAll)
}
