package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const exchangeOpenedGolden = `0022 00000005
	000000000000000b0000000000000009101112131415161718191a1b1c1d1e1f`

func TestExchangeOpened(t *testing.T) {
	check(t, signalling.ExchangeOpened{Exchange: 11, Code: 9, SID: testSID()}, exchangeOpenedGolden)
}
