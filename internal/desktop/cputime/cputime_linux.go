package cputime

import (
	"time"

	"golang.org/x/sys/unix"
)

// Now returns how much processor time all threads of the program have had.
func Now() time.Duration {
	var now unix.Timespec
	if unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &now) != nil {
		return 0
	}
	return time.Duration(now.Nano())
}
