package systemtest

import (
	"fmt"
	"os"
	"testing"

	"beside.example/protocol/transport/transporttest"
)

func TestMain(m *testing.M) {
	if config := os.Getenv(processConfig); config != "" {
		if err := serveAsProcess(config); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(transporttest.NoLeaks(m))
}
