package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const colleaguesGolden = `0078 00000005`

func TestColleagues(t *testing.T) {
	check(t, signalling.Colleagues{}, colleaguesGolden)
}
