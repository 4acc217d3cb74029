package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const requestLogGolden = `0069 00000005
	808182838485868788898a8b8c8d8e8f0000000000000029`

func TestRequestLog(t *testing.T) {
	check(t, signalling.RequestLog{ID: testRequestID(), After: 41}, requestLogGolden)
}
