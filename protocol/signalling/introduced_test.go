package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const introducedGolden = `007b 00000005
	0000000000000006`

func TestIntroduced(t *testing.T) {
	check(t, signalling.Introduced{ID: 6}, introducedGolden)
}
