package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const requestDeclineGolden = `0064 00000005
	808182838485868788898a8b8c8d8e8f`

func TestRequestDecline(t *testing.T) {
	check(t, signalling.RequestDecline{ID: testRequestID()}, requestDeclineGolden)
}
