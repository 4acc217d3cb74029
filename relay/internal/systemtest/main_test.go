package systemtest

import (
	"os"
	"testing"

	"beside.example/protocol/transport/transporttest"
)

func TestMain(m *testing.M) { os.Exit(transporttest.NoLeaks(m)) }
