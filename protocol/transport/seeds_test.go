package transport_test

import (
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol/transport/transporttest"
)

// TestBlackoutOnManyLinks kicks conns out of a blackout on links that are bad before and after it, several seeds of each. The
// agent's side floods, so that its congestion window is full when the blackout comes.
func TestBlackoutOnManyLinks(t *testing.T) {
	const seeds = 5
	for name, test := range map[string]struct {
		path  transporttest.Impairment
		limit time.Duration
	}{
		"narrow":  {transporttest.Impairment{Delay: 20 * time.Millisecond, Rate: 10e6}, time.Second},
		"lossy":   {transporttest.Impairment{Delay: 20 * time.Millisecond, Loss: 0.03, Rate: 10e6}, time.Second},
		"jittery": {transporttest.Impairment{Delay: 40 * time.Millisecond, Jitter: 20 * time.Millisecond, Rate: 10e6}, time.Second},
		// Three round trips: the first sign of life, the probe, the data.
		"far": {transporttest.Impairment{Delay: 250 * time.Millisecond, Rate: 2e6}, 1600 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			var worst time.Duration
			for seed := range uint64(seeds) {
				synctest.Test(t, func(t *testing.T) {
					worst = max(worst, kicked(t, transporttest.NewLink(t, seed, test.path)))
				})
			}
			t.Logf("first bytes after at most %v", worst)
			if worst > test.limit {
				t.Errorf("longer than %v", test.limit)
			}
		})
	}
}

// kicked returns how long after a blackout of 20 s both directions flow again, and makes sure that it took one kick.
func kicked(t *testing.T, link *transporttest.Link) time.Duration {
	t.Helper()
	agent, customer := transporttest.PairOver(t, link)
	customer.SetLively(true)
	down := startFlow(t, customer, agent, 1000, 2*time.Millisecond)
	up := startFlow(t, agent, customer, 1<<16, 0)
	<-time.After(3 * time.Second)
	link.Blackout(true)
	<-time.After(20 * time.Second)
	link.Blackout(false)
	back := time.Now()
	slower := max(down.after(t.Context(), back), up.after(t.Context(), back))
	<-time.After(5 * time.Second)
	if kicks := agent.Stats().Kicks; kicks != 1 {
		t.Errorf("it took %d kicks", kicks)
	}
	return slower
}
