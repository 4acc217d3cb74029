package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const requestCloseGolden = `006b 00000005
	808182838485868788898a8b8c8d8e8f0200096e6577206675736572`

func TestRequestClose(t *testing.T) {
	check(t, signalling.RequestClose{ID: testRequestID(), Outcome: signalling.OutcomeUnresolved, Notes: "new fuser"}, requestCloseGolden)
}
