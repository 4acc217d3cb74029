package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const credentialGolden = `0041 00000005
	0002f0f1`

func TestCredential(t *testing.T) {
	check(t, signalling.Credential{Bytes: []byte{0xf0, 0xf1}}, credentialGolden)
}
