package cli

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How a relay stays small after it was busy: the runtime keeps what a flood of connections took for minutes or for good.
const (
	// collectAt is the growth of the heap in per cent at which it is collected: a relay that idles most of the day trades
	// some processor time for memory.
	collectAt = 50
	// trimEvery is how often memory is given back, trimAbove the bytes from which on it is worth a collection.
	trimEvery = 30 * time.Second
	trimAbove = 24 << 20
)

// trimMemory gives memory back to the system until ctx ends.
func trimMemory(ctx context.Context) {
	ticker := time.NewTicker(trimEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if mapped() > trimAbove {
				debug.FreeOSMemory()
			}
		}
	}
}

// mapped returns the bytes that the runtime holds of the system.
func mapped() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}
