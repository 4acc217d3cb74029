package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const introductionWithdrawnGolden = `007e 00000005
	0000000000000006`

func TestIntroductionWithdrawn(t *testing.T) {
	check(t, signalling.IntroductionWithdrawn{ID: 6}, introductionWithdrawnGolden)
}
