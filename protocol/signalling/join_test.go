package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const joinGolden = `0020 00000005
	30303432101112131415161718191a1b1c1d1e1f`

func TestJoin(t *testing.T) {
	check(t, signalling.Join{Nameplate: "0042", SID: testSID()}, joinGolden)
}
