package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol/signalling"
)

const historyPageGolden = `0051 00000005
	02202122232425262728292a2b2c2d2e2f000000000000000300044d61696e0003426561000000006553f100000000006553
	f101000000006553f13c01202122232425262728292a2b2c2d2e2f000000000000000400000000000000006553f102000000
	0000000000000000000000000000606162636465666768696a6b6c6d6e6f707172737475767701`

func TestHistoryPage(t *testing.T) {
	check(t, signalling.HistoryPage{
		Entries: []signalling.HistoryEntry{
			{
				Session: testSession(), Portal: 3, PortalName: "Main", Customer: "Bea", Granted: time.Unix(1700000000, 0).UTC(),
				Started: time.Unix(1700000001, 0).UTC(), Ended: time.Unix(1700000060, 0).UTC(), Outcome: signalling.OutcomeResolved,
			},
			{Session: testSession(), Portal: 4, Granted: time.Unix(1700000002, 0).UTC()},
		},
		Next: testCursor(), More: true,
	}, historyPageGolden)
}
