package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const exchangeEndGolden = `0024 00000005
	000000000000000b03`

func TestExchangeEnd(t *testing.T) {
	check(t, signalling.ExchangeEnd{Exchange: 11, Reason: signalling.EndTimeout}, exchangeEndGolden)
}
