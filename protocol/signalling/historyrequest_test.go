package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const historyRequestGolden = `0050 00000005
	606162636465666768696a6b6c6d6e6f707172737475767714`

func TestHistoryRequest(t *testing.T) {
	check(t, signalling.HistoryRequest{From: testCursor(), Limit: 20}, historyRequestGolden)
}
