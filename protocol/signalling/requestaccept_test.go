package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const requestAcceptGolden = `0062 00000005
	808182838485868788898a8b8c8d8e8f`

func TestRequestAccept(t *testing.T) {
	check(t, signalling.RequestAccept{ID: testRequestID()}, requestAcceptGolden)
}
