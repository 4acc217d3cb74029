package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func keyframeRequestGolden() golden { return golden{protocol.KeyframeRequest{}, ""} }

func TestKeyframeRequest(t *testing.T) {
	check(t, keyframeRequestGolden(), protocol.ParseKeyframeRequest)
}
