package signalling_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

const signedOutGolden = `0006 00000005
	025c`

func TestSignedOut(t *testing.T) {
	check(t, signalling.SignedOut{Fault: protocol.FaultAccountClosed}, signedOutGolden)
}
