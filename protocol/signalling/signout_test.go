package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const signOutGolden = `0007 00000005`

func TestSignOut(t *testing.T) {
	check(t, signalling.SignOut{}, signOutGolden)
}
