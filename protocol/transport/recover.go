package transport

import (
	"context"
	"time"
)

// How a side gets out of an outage; the package doc says why.
const (
	// feelEvery is how often a side feels whether the outage is over. The packets have a byte, and of several in a row one gets through
	// even where losses come in bursts.
	feelEvery = 25 * time.Millisecond

	// Every so many times a side does not feel but sends its last packet again: less often while there is silence, since it is large.
	replaySilent = 4
	replayHeard  = 2

	// repingEvery is how many times a side feels until it pings anew once something has arrived.
	repingEvery = 4

	// freshWindow is the congestion window that QUIC starts with on a path. Whoever had a larger one is better off with what a replay
	// brings back, and is kicked only if that takes longer than a round trip.
	freshWindow = 32 * packetSize
)

// recover brings the conn back as soon as the network lets it, and returns false when the conn ended before.
func (p *pulse) recover(ctx context.Context) bool {
	ticker := time.NewTicker(feelEvery)
	defer ticker.Stop()
	stats := p.conn.qc.ConnectionStats()
	before, patient := p.lastEchoed(), patience(stats.SmoothedRTT)
	arrived := p.conn.path.nextArrival()
	var kick time.Time // not before
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return false
		case <-arrived:
			arrived, n = nil, 0 // one is enough to know that the network is back
			_ = p.conn.path.replayLast(recentPackets)
			if stats.CongestionWindow > freshWindow {
				kick = time.Now().Add(patient / patienceRoundTrips)
			}
		case <-ticker.C:
		}
		now := time.Now()
		p.noteArrivals()
		if p.lastEchoed() > before {
			return true
		}
		if arrived != nil {
			p.feel(n, replaySilent)
			continue
		}
		p.feel(n, replayHeard)
		if n%repingEvery == 0 {
			p.send(now, true)
		}
		if p.conn.part == dialer && !now.Before(kick) && (p.mover.kick() || p.mover.probeAndKick(ctx)) {
			kick = time.Now().Add(patient)
		}
	}
}

// feel shows the peer that something gets through; errors mean that the conn ends. A packet sent again does more. If it was lost
// the peer acknowledges it, and this side's QUIC learns what else was.
func (p *pulse) feel(n, replay int) {
	if n%replay == 0 {
		_ = p.conn.path.replay()
		return
	}
	_ = p.conn.path.feel()
}
