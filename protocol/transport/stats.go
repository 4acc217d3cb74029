package transport

import "time"

// Stats are QUIC's measurements of the path.
type Stats struct {
	SmoothedRTT, MinRTT, LatestRTT time.Duration

	CongestionWindow uint64 // bytes that may be in flight just now

	BytesSent, BytesReceived, BytesLost       uint64 // in QUIC packets; lost: sent and found missing
	PacketsSent, PacketsReceived, PacketsLost uint64

	Kicks uint64 // how often this side moved the conn after an outage
}

// Stats returns QUIC's measurements of the path.
func (c *Conn) Stats() Stats {
	s := c.qc.ConnectionStats()
	return Stats{
		SmoothedRTT: s.SmoothedRTT, MinRTT: s.MinRTT, LatestRTT: s.LatestRTT,
		CongestionWindow: s.CongestionWindow,
		BytesSent:        s.BytesSent, BytesReceived: s.BytesReceived, BytesLost: s.BytesLost,
		PacketsSent: s.PacketsSent, PacketsReceived: s.PacketsReceived, PacketsLost: s.PacketsLost,
		Kicks: c.kicks.Load(),
	}
}

const (
	// The budget is three halves of the congestion window: one window in flight, and half of one waiting, so that QUIC
	// never runs dry before the next update is drawn. More would only grow stale in the queue.
	budgetNumerator   = 3
	budgetDenominator = 2

	// minBudget lets a small update through however narrow the path.
	minBudget = 4 * packetSize
)

// Budget returns how many bytes that can grow stale, such as screen updates, may be unacknowledged just now. A sender
// that would exceed it drops what is stale instead of handing it to QUIC, which would deliver it late.
func (c *Conn) Budget() int { return budget(c.qc.ConnectionStats().CongestionWindow) }

func budget(window uint64) int {
	return int(max(window*budgetNumerator/budgetDenominator, minBudget))
}
