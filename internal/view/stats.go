package view

import (
	"time"

	"beside.example/protocol"
)

// Stats are figures about the updates of about the last second, and how the picture is now.
type Stats struct {
	// Updates and Bytes are what arrived per second.
	Updates, Bytes int
	// DecodeTime is the mean time that an update took to decode.
	DecodeTime time.Duration
	// Encoding is how the last update was coded; 0 before the first.
	Encoding protocol.Encoding
	// Exact tells that the picture is exactly the sharer's: nothing of it is only nearly right or still to come.
	Exact bool
}

// statsSpan is the time over which figures are gathered.
const statsSpan = time.Second

// meter gathers Stats span by span, without a clock of its own.
type meter struct {
	start  time.Time
	now    Stats // of the span that runs, not yet per second; DecodeTime is a sum
	before Stats
}

// add counts an update.
func (m *meter) add(at time.Time, bytes int, decode time.Duration) {
	m.roll(at)
	m.now.Updates++
	m.now.Bytes += bytes
	m.now.DecodeTime += decode
}

// roll ends the span that runs if it is over.
func (m *meter) roll(at time.Time) {
	passed := at.Sub(m.start)
	switch {
	case passed < statsSpan:
		return
	case passed < 2*statsSpan:
		m.before = m.now.perSecond()
	default:
		m.before = Stats{} // nothing came in the span before this one
	}
	m.now, m.start = Stats{}, at
}

// perSecond turns the sums of a span into figures.
func (s Stats) perSecond() Stats {
	if s.Updates > 0 {
		s.DecodeTime /= time.Duration(s.Updates)
	}
	return s
}

// read returns the figures of the last full span.
func (m *meter) read(at time.Time) Stats {
	m.roll(at)
	return m.before
}
