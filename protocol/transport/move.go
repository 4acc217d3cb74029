package transport

import (
	"context"
	"time"

	"github.com/quic-go/quic-go"
)

// When the agent's side probes paths; the package doc says what for.
const (
	// standbyAfter lets QUIC change the handshake's connection ID first, which would be taken for the standby's.
	standbyAfter = 500 * time.Millisecond

	// standbyRetry is the pause after a standby's probe failed.
	standbyRetry = 2 * time.Second

	// standbyProbes is how often a standby is probed: the answer to the first may be lost for the customer's side, where it counts too.
	standbyProbes = 2

	// betweenProbes is after how long the customer's QUIC is ready to probe the path once more in return.
	betweenProbes = 200 * time.Millisecond

	// A probe, and the first echo after a kick, may take this many round trips, but at least and at most so long.
	patienceRoundTrips = 3
	minPatience        = 400 * time.Millisecond
	maxPatience        = 3 * time.Second
)

// patience is how long to wait for an answer on a path with this round trip time.
func patience(rtt time.Duration) time.Duration {
	return min(max(patienceRoundTrips*rtt, minPatience), maxPatience)
}

// mover is the agent's side's means to make both QUICs believe that the network changed. All of it belongs to one goroutine at a time.
type mover struct {
	conn    *Conn
	standby *quic.Path // probed, not yet used; nil while there is none
	moved   *quic.Path // in use; nil before the first kick
}

// prepare probes a standby, again and again until it is answered or ctx ends.
func (m *mover) prepare(ctx context.Context) {
	for pause := standbyAfter; m.standby == nil; pause = standbyRetry {
		if !wait(ctx, pause) {
			return
		}
		m.standby = m.probe(ctx, standbyProbes)
	}
}

// prepareUntilStopped prepares in the background. stop waits for its goroutine.
func (m *mover) prepareUntilStopped(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		m.prepare(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// probe returns a new path that has answered so many probes, or nil. It is the old one, but QUIC takes it for new.
func (m *mover) probe(ctx context.Context, times int) *quic.Path {
	path, err := m.conn.qc.AddPath(m.conn.transport)
	if err != nil {
		return nil
	}
	m.conn.path.announceNew()
	defer m.conn.path.announceNoMore()
	rtt := m.conn.qc.ConnectionStats().SmoothedRTT
	for n := range times {
		if n > 0 && !wait(ctx, betweenProbes) {
			break
		}
		probing, probed := context.WithTimeout(ctx, patience(rtt))
		err = path.Probe(probing)
		probed()
		if err != nil {
			break
		}
	}
	if err != nil {
		_ = path.Close() // it is not the active one, so this cannot fail
		return nil
	}
	return path
}

// kick switches to the standby, if there is one: QUIC forgets its timers and its congestion window, on this side at once, on the
// customer's when the first packet arrives from the standby's address.
func (m *mover) kick() bool {
	path := m.standby
	m.standby = nil
	return path != nil && m.use(path)
}

// probeAndKick is kick without a standby: it takes a round trip more.
func (m *mover) probeAndKick(ctx context.Context) bool {
	stop := m.conn.path.replayUntilStopped(replayHeard * feelEvery)
	path := m.probe(ctx, 1)
	stop()
	return path != nil && m.use(path)
}

// use switches to a path that was probed.
func (m *mover) use(path *quic.Path) bool {
	m.conn.path.announceNew()
	if path.Switch() != nil {
		_ = path.Close() // as above
		return false
	}
	if m.moved != nil {
		_ = m.moved.Close() // as above
	}
	m.moved = path
	m.conn.kicks.Add(1)
	return true
}

// wait returns false if ctx ends first.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
