package transporttest

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"
)

const (
	// leakPatience is how long goroutines may take to end after the last test.
	leakPatience = 3 * time.Second
	leakEvery    = 20 * time.Millisecond

	stackBuffer = 1 << 20
)

// NoLeaks runs a package's tests for its TestMain, and fails if a goroutine of carriers or conns outlives them.
func NoLeaks(m *testing.M) int {
	code := m.Run()
	deadline := time.Now().Add(leakPatience)
	for code == 0 {
		leaked := leaks()
		if len(leaked) == 0 {
			break
		}
		if time.Now().After(deadline) {
			fmt.Fprintf(os.Stderr, "%d goroutines leaked, the first is\n%s\n", len(leaked), leaked[0])
			return 1
		}
		<-time.After(leakEvery)
	}
	return code
}

// leaks returns the stacks of goroutines that should have ended.
func leaks() [][]byte {
	all := make([]byte, stackBuffer)
	all = all[:runtime.Stack(all, true)]
	var found [][]byte
	for _, stack := range bytes.Split(all, []byte("\n\n")) {
		if bytes.Contains(stack, []byte("NoLeaks")) {
			continue
		}
		for _, name := range [...]string{"beside.example/protocol/", "quic-go/quic-go", "coder/websocket"} {
			if bytes.Contains(stack, []byte(name)) {
				found = append(found, stack)
				break
			}
		}
	}
	return found
}
