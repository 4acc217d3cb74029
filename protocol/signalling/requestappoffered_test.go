package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol/signalling"
)

const requestAppOfferedGolden = `0068 00000005
	4b374d5751325254001b7740`

func TestRequestAppOffered(t *testing.T) {
	check(t, signalling.RequestAppOffered{Code: testPortalCode, Left: 30 * time.Minute}, requestAppOfferedGolden)
}
