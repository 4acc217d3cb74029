package carrier_test

import (
	"os"
	"testing"

	"beside.example/protocol/transport/transporttest"
)

// TestMain fails if anything of ours still runs after the tests.
func TestMain(m *testing.M) { os.Exit(transporttest.NoLeaks(m)) }
