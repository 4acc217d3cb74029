package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

const refusedGolden = `0003 00000005
	00d2000005dc`

func TestRefused(t *testing.T) {
	check(t, signalling.Refused{Fault: protocol.FaultCodeSlow, Wait: 1500 * time.Millisecond}, refusedGolden)
}
