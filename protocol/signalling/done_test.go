package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const doneGolden = `0004 00000005`

func TestDone(t *testing.T) {
	check(t, signalling.Done{}, doneGolden)
}
