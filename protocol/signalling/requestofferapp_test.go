package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const requestOfferAppGolden = `0067 00000005
	808182838485868788898a8b8c8d8e8f`

func TestRequestOfferApp(t *testing.T) {
	check(t, signalling.RequestOfferApp{ID: testRequestID()}, requestOfferAppGolden)
}
