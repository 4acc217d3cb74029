package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol/signalling"
)

const sessionEndGolden = `0034 00000005
	202122232425262728292a2b2c2d2e2f02000000006553f100000000006553f13c`

func TestSessionEnd(t *testing.T) {
	check(t, signalling.SessionEnd{
		Session: testSession(), Outcome: signalling.OutcomeUnresolved, Started: time.Unix(1700000000, 0).UTC(),
		Ended: time.Unix(1700000060, 0).UTC(),
	}, sessionEndGolden)
}
