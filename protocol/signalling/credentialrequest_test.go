package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const credentialRequestGolden = `0040 00000005
	a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf`

func TestCredentialRequest(t *testing.T) {
	check(t, signalling.CredentialRequest{DeviceKey: testKey(0xa0)}, credentialRequestGolden)
}
