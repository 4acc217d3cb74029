package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const exchangeDataGolden = `0023 00000005
	000000000000000b0003d0d1d2`

func TestExchangeData(t *testing.T) {
	check(t, signalling.ExchangeData{Exchange: 11, Data: []byte{0xd0, 0xd1, 0xd2}}, exchangeDataGolden)
}
