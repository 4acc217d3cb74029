//go:build cgo

package slack

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestThreadsSlack sees that every thread has it, whoever started it.
func TestThreadsSlack(t *testing.T) {
	for range 8 {
		got := make(chan int)
		go func() {
			runtime.LockOSThread() // and never unlocked: the next goroutine has another thread
			slack, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
			if err != nil {
				t.Error(err)
			}
			got <- slack
		}()
		if slack := time.Duration(<-got); slack != time.Second/2000 {
			t.Errorf("a thread may sleep %v longer than it asks for", slack)
		}
	}
}
