package transporttest

import (
	"os"
	"testing"
)

// TestMain fails if anything of ours still runs after the tests.
func TestMain(m *testing.M) { os.Exit(NoLeaks(m)) }
