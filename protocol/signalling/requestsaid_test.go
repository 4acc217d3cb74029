package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const requestSaidGolden = `0066 00000005
	808182838485868788898a8b8c8d8e8f0000000000000029020003416461000b48656c6c6f2c0a4265612e000005dc`

func TestRequestSaid(t *testing.T) {
	check(t, signalling.RequestSaid{ID: testRequestID(), Line: testLine()}, requestSaidGolden)
}
