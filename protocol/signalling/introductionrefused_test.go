package signalling_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/protocol/wire/wiretest"
)

const introductionRefusedGolden = `0081 00000005
	000000000000000605`

func TestIntroductionRefused(t *testing.T) {
	check(t, signalling.IntroductionRefused{ID: 6, Result: protocol.IntroductionUntold}, introductionRefusedGolden)
	wiretest.Refused(t, signalling.Parse, map[string]string{"an unknown result": "0081 00000005 0000000000000006 09"})
}
