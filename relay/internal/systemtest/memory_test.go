package systemtest

import (
	"runtime"
	"testing"
)

// maxPerSession is what one session may cost a relay.
const maxPerSession = 1 << 20

// TestMemory bounds what a session takes. Both its apps are in the same process, so the relay's part is less than what is seen.
func TestMemory(t *testing.T) {
	const sessions = 50
	r := newRelay(t, nil)
	a := newAgent(r, r.machine())
	heap := func() uint64 {
		var stats runtime.MemStats
		for range 2 { // what the first run sets free, the second sweeps
			runtime.GC()
		}
		runtime.ReadMemStats(&stats)
		return stats.HeapInuse + stats.StackInuse
	}
	before := heap()
	for n := range sessions {
		typed, _ := a.newCode(0)
		s := meet(a, newCustomer(r, r.machine().behind(n%4 == 3)), typed)
		for range 20 {
			s.echo()
		}
	}
	each := (heap() - before) / sessions
	t.Logf("%d KiB for each of %d sessions, both apps included", each>>10, sessions)
	if each > maxPerSession {
		t.Errorf("a session takes %d KiB with both its apps", each>>10)
	}
}
