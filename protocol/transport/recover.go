package transport

import (
	"context"
	"time"
)

// How a side gets out of an outage; the package doc says why.
const (
	// feelEvery is how often the last packet goes out again in an outage, and so within which time its end is felt.
	feelEvery = 100 * time.Millisecond

	// A probe of the path may take this many round trips, but at least and at most so long; then another is made.
	probeRoundTrips = 3
	minProbe        = 400 * time.Millisecond
	maxProbe        = 2 * time.Second

	// maxProbes is after how many failed probes the agent's side trusts pings that come back all the same.
	maxProbes = 3
)

// recover brings the conn back as soon as the network lets it, and returns false when the conn ended before.
func (p *pulse) recover(ctx context.Context) bool {
	ticker := time.NewTicker(feelEvery)
	defer ticker.Stop()
	p.mu.Lock()
	before := p.echoed
	p.mu.Unlock()
	for probes := 0; ; {
		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
		now := time.Now()
		if !p.noteArrivals(now) {
			_ = p.conn.path.replay() // fails only when the conn ends
			continue
		}
		p.send(now)
		if p.conn.part == dialer {
			if p.move(ctx) {
				return true
			}
			probes++
		}
		if p.echoedSince(before) && (p.conn.part == listens || probes >= maxProbes) {
			return true
		}
	}
}

func (p *pulse) echoedSince(before uint32) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.echoed > before
}

// move announces a new path, probes it and switches the conn to it. It is the old one, but QUIC takes it for new and forgets its
// timers and its congestion window: on this side at once, on the customer's when packets arrive from the new address.
func (p *pulse) move(ctx context.Context) bool {
	path, err := p.conn.qc.AddPath(p.conn.transport)
	if err != nil {
		return false
	}
	rtt := p.conn.qc.ConnectionStats().SmoothedRTT
	probe, cancel := context.WithTimeout(ctx, min(max(probeRoundTrips*rtt, minProbe), maxProbe))
	defer cancel()
	if p.conn.path.announce() != nil || path.Probe(probe) != nil || path.Switch() != nil {
		_ = path.Close() // it is not the active one, so this cannot fail
		return false
	}
	if p.moved != nil {
		_ = p.moved.Close() // as above
	}
	p.moved = path
	p.conn.kicks.Add(1)
	return true
}
