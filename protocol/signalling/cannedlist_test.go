package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const cannedListGolden = `0088 00000005
	0005`

func TestCannedList(t *testing.T) {
	check(t, signalling.CannedList{Skip: 5}, cannedListGolden)
}
