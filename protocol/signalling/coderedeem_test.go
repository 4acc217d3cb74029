package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const codeRedeemGolden = `0030 00000005
	000000000000000b`

func TestCodeRedeem(t *testing.T) {
	check(t, signalling.CodeRedeem{Exchange: 11}, codeRedeemGolden)
}
