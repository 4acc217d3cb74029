package transport_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// load is what both sides send.
type load struct {
	chunk int
	every time.Duration
}

// The loads of a session.
var (
	flood = load{1 << 16, 0}                  // all that the link takes: the congestion window is full when the blackout comes
	input = load{20, 20 * time.Millisecond}   // a hand on the pointer
	typed = load{200, 500 * time.Millisecond} // a person who types: most of the time nothing is on its way
	still = load{1000, 2 * time.Millisecond}  // a screen on which little moves
)

// bursty loses 5 % in bursts.
func bursty(oneWay time.Duration) transporttest.Impairment {
	return transporttest.Impairment{Delay: oneWay, Burst: transporttest.Bursts(0.05, 3), Rate: 2e6}
}

// TestBlackoutOnManyLinks kicks conns out of a blackout on links that are bad before and after it, several seeds of each. The floor
// is a round trip: the first sign of life, then the data. The customer's side waits for half of one more, since the agent's kicks it.
func TestBlackoutOnManyLinks(t *testing.T) {
	const few, many = 4, 30
	narrow := transporttest.Impairment{Delay: 20 * time.Millisecond, Rate: 10e6}
	far := transporttest.Impairment{Delay: 250 * time.Millisecond, Rate: 2e6}
	for name, test := range map[string]struct {
		path     transporttest.Impairment
		up, down load
		seeds    uint64
		limit    time.Duration
	}{
		"narrow":           {narrow, flood, still, few, 300 * time.Millisecond},
		"lossy":            {transporttest.Impairment{Delay: 20 * time.Millisecond, Loss: 0.03, Rate: 10e6}, flood, still, few, 400 * time.Millisecond},
		"jittery":          {transporttest.Impairment{Delay: 40 * time.Millisecond, Jitter: 20 * time.Millisecond, Rate: 10e6}, flood, still, few, 500 * time.Millisecond},
		"far":              {far, input, input, few, 850 * time.Millisecond},
		"far, hardly used": {far, typed, input, few, time.Second},
		"by satellite":     {transporttest.Impairment{Delay: 750 * time.Millisecond, Rate: 2e6}, input, input, few, 2400 * time.Millisecond},
		// The flood's own queue makes 760 ms of the 500, and nothing overtakes it: a round trip and a half.
		"far and full":         {far, flood, still, few, 1200 * time.Millisecond},
		"40 ms, bursts":        {bursty(20 * time.Millisecond), flood, still, many, time.Second},
		"500 ms, bursts":       {bursty(250 * time.Millisecond), input, input, many, 1500 * time.Millisecond},
		"200 ms, bursts":       {bursty(100 * time.Millisecond), input, input, many, time.Second},
		"200 ms, bursts, full": {bursty(100 * time.Millisecond), flood, still, many, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var took []time.Duration
			kicks := uint64(fewKicks)
			if loses(test.path) {
				kicks *= 2
			}
			for seed := range test.seeds {
				synctest.Test(t, func(t *testing.T) {
					took = append(took, kicked(t, transporttest.NewLink(t, seed, test.path), test.up, test.down, kicks))
				})
			}
			mustBeBack(t, took, test.limit, loses(test.path))
		})
	}
}

// loses reports whether packets get lost on a path.
func loses(path transporttest.Impairment) bool {
	return path.Loss > 0 || path.Burst.Start > 0
}

// mustBeBack checks how long conns took to come back: no longer than a limit. Where packets get lost that is chance, whatever the seed, since
// quic-go's own goroutines decide what goes into which packet: a burst may swallow a way back together with what would mend it. Nine in ten
// keep to the limit there, and all to twice as much.
func mustBeBack(t *testing.T, took []time.Duration, limit time.Duration, loses bool) {
	t.Helper()
	slices.Sort(took)
	worst := took[len(took)-1]
	t.Logf("first bytes after %v mostly, %v at most", took[len(took)/2], worst)
	if loses {
		const of, unlucky = 10, 1
		if worst > 2*limit {
			t.Errorf("longer than twice %v", limit)
		}
		worst = took[(len(took)-1)*(of-unlucky)/of]
	}
	if worst > limit {
		t.Errorf("longer than %v", limit)
	}
}

// fewKicks is how many kicks a blackout may take: one that comes too early and one that helps. Lost ones come on top.
const fewKicks = 2

// kicked returns how long after a blackout of 20 s both directions flow again, and makes sure that kicks were few.
func kicked(t *testing.T, link *transporttest.Link, toCustomer, toAgent load, most uint64) time.Duration {
	t.Helper()
	agent, customer := transporttest.PairOver(t, link)
	customer.SetLively(true)
	down := startFlow(t, customer, agent, toAgent.chunk, toAgent.every)
	up := startFlow(t, agent, customer, toCustomer.chunk, toCustomer.every)
	<-time.After(5 * time.Second)
	before := agent.Stats().Kicks
	took := blackedOut(link, agent, customer, up, down, 20*time.Second)
	if kicks := agent.Stats().Kicks - before; kicks > most {
		t.Errorf("it took %d kicks", kicks)
	}
	return took
}

// blackedOut returns how long after a blackout both directions flow again.
func blackedOut(link *transporttest.Link, agent, customer *transport.Conn, up, down *flow, outage time.Duration) time.Duration {
	link.Blackout(true)
	<-time.After(outage)
	link.Blackout(false)
	back := time.Now()
	slower := max(down.after(context.Background(), back), up.after(context.Background(), back))
	awaitPhase(agent, transport.Connected)
	awaitPhase(customer, transport.Connected)
	return slower
}

// TestBlackoutAfterBlackout has blackouts come before the agent's side can prepare for them, which takes a round trip more.
func TestBlackoutAfterBlackout(t *testing.T) {
	const seeds, blackouts = 10, 4
	path := bursty(100 * time.Millisecond)
	var took []time.Duration
	for seed := range uint64(seeds) {
		synctest.Test(t, func(t *testing.T) {
			link := transporttest.NewLink(t, seed, path)
			agent, customer := transporttest.PairOver(t, link)
			customer.SetLively(true)
			down := startFlow(t, customer, agent, input.chunk, input.every)
			up := startFlow(t, agent, customer, input.chunk, input.every)
			for range blackouts {
				<-time.After(100 * time.Millisecond)
				took = append(took, blackedOut(link, agent, customer, up, down, 3*time.Second))
			}
		})
	}
	mustBeBack(t, took, time.Second, loses(path))
}
