package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const sessionGrantedGolden = `0031 00000005
	000000000000000b202122232425262728292a2b2c2d2e2f404142434445464748494a4b4c4d4e4f50515253545556575859
	5a5b5c5d5e5f`

func TestSessionGranted(t *testing.T) {
	check(t, signalling.SessionGranted{Exchange: 11, Session: testSession(), Secret: testSecret()}, sessionGrantedGolden)
}
