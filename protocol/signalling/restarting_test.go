package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol/signalling"
)

const restartingGolden = `0005 00000005
	000007d00000ea60`

func TestRestarting(t *testing.T) {
	check(t, signalling.Restarting{ReconnectIn: 2 * time.Second, TryFor: time.Minute}, restartingGolden)
}
