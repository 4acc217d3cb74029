package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const requestSayGolden = `0065 00000005
	808182838485868788898a8b8c8d8e8f000b48656c6c6f2c0a4265612e`

func TestRequestSay(t *testing.T) {
	check(t, signalling.RequestSay{ID: testRequestID(), Text: "Hello,\nBea."}, requestSayGolden)
}
