package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const joinedGolden = `0021 00000005
	000000000000000b00054ec3b67264a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf`

func TestJoined(t *testing.T) {
	check(t, signalling.Joined{Exchange: 11, Organisation: "Nörd", OrganisationKey: testKey(0xa0)}, joinedGolden)
}
