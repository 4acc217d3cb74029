package transport

import (
	"context"
	"sync"
	"time"

	"github.com/quic-go/quic-go"

	"beside.example/protocol"
)

// rhythm is how closely a side watches for outages.
type rhythm struct {
	ping     time.Duration // how often it pings
	silence  time.Duration // nothing at all arrived for so long: an outage
	unechoed time.Duration // no ping was echoed for so long, and a round trip: an outage in one direction
}

// Three pings in a row must be lost before an outage is declared, and it must be declared within a second. Losing only the echo
// says less, since it waits behind lost packets of its stream.
const (
	livelyPing  = 250 * time.Millisecond
	livelyQuiet = 800 * time.Millisecond
	livelyEcho  = 2 * time.Second

	quietPing  = time.Second
	quietQuiet = 3300 * time.Millisecond
	quietEcho  = 6 * time.Second
)

// What arrives of the agent's pings tells the customer's side that all is well, and QUIC's acknowledgements of them tell the agent's. So
// only the agent's side pings at that rate, and asks for an answer every so often: each packet wakes both apps and the relay.
const answerEvery = 4

// maxUnanswered is how many pings are sent into silence: as many as are asked an answer for together, and are under way on a path of two
// seconds. More would only pile up in QUIC's queue.
const maxUnanswered = answerEvery + uint32(2*time.Second/livelyPing)

// rhythmOf returns a side's rhythm. The customer's side pings by itself only if it is not asked to for longer than it should be.
func rhythmOf(part part, lively bool) rhythm {
	r := rhythm{ping: quietPing, silence: quietQuiet, unechoed: quietEcho}
	if lively {
		r = rhythm{ping: livelyPing, silence: livelyQuiet, unechoed: livelyEcho}
	}
	if part == listens {
		r.ping *= answerEvery + 1
	}
	return r
}

// pulse notices outages and has the conn recover from them.
type pulse struct {
	conn  *Conn
	mover mover         // belongs to run's goroutine, and to prepare's while run watches
	nudge chan struct{} // holds one token when the rhythm may have changed or the peer asks for an answer

	mu         sync.Mutex // guards the following
	lively     bool
	peerLively bool
	owes       bool         // the peer asked for an answer
	stream     *quic.Stream // nil until the agent opened it
	received   uint32       // the peer's highest sequence
	sent       uint32       // our last sequence
	echoed     uint32       // our highest sequence that came back
	echoedAt   time.Time

	// The rest belongs to run's goroutine.
	answered  uint32    // the peer's sequence in it
	sentAt    time.Time // when our last ping went, or would have gone
	packets   uint64    // QUIC's count of packets received at the last look
	arrivedAt time.Time // when the last of them came
}

func newPulse(c *Conn) *pulse {
	now := time.Now()
	return &pulse{conn: c, mover: mover{conn: c}, nudge: make(chan struct{}, 1), echoedAt: now, arrivedAt: now}
}

// setLively tells whether this side is lively.
func (p *pulse) setLively(lively bool) {
	p.mu.Lock()
	p.lively = lively
	p.mu.Unlock()
	p.poke()
}

func (p *pulse) poke() {
	select {
	case p.nudge <- struct{}{}:
	default:
	}
}

// run watches and recovers in turn until the conn ends.
func (p *pulse) run(ctx context.Context) {
	if p.conn.part == dialer {
		s, err := p.conn.open(ctx, protocol.StreamPing)
		if err != nil {
			return // the conn ended
		}
		p.conn.takePingStream(s)
	}
	for p.watchReady(ctx) {
		p.conn.state.set(Reconnecting)
		p.conn.logger.Info("conn is silent, reconnecting")
		silentSince := p.arrivedAt
		if !p.recover(ctx) {
			return
		}
		p.conn.path.announceNoMore()
		p.restart()
		p.conn.state.set(Connected)
		p.conn.logger.Info("conn is back", "silent", time.Since(silentSince))
	}
}

// takePingStream starts the reading side of the ping stream, which the agent opens. A second one is a violation.
func (c *Conn) takePingStream(s *quic.Stream) {
	if !c.pulse.take(s) {
		c.violated(&CloseError{Code: protocol.CloseProtocol, Reason: "ping stream"})
		return
	}
	c.owned.Go(func() { c.violated(c.pulse.read(s)) })
}

// take makes s the ping stream unless there is one.
func (p *pulse) take(s *quic.Stream) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stream != nil {
		return false
	}
	p.stream = s
	return true
}

// read takes in the peer's pings until the stream or the conn ends.
func (p *pulse) read(s *quic.Stream) error {
	for {
		got, err := readPing(s)
		if err != nil {
			return err
		}
		p.mu.Lock()
		p.received = max(p.received, got.sequence)
		if got.echo > p.echoed && got.echo <= p.sent {
			p.echoed, p.echoedAt = got.echo, time.Now()
		}
		changed := p.peerLively != got.lively
		p.peerLively = got.lively
		p.owes = p.owes || got.answer
		p.mu.Unlock()
		if changed || got.answer {
			p.poke()
		}
	}
}

// restart forgets the silence so far.
func (p *pulse) restart() {
	now := time.Now()
	p.mu.Lock()
	p.echoedAt = now
	p.mu.Unlock()
	p.arrivedAt = now
}

// watchReady watches, and the agent's side prepares for the next outage meanwhile.
func (p *pulse) watchReady(ctx context.Context) bool {
	if p.conn.part == dialer {
		stop := p.mover.prepareUntilStopped(ctx)
		defer stop()
	}
	return p.watch(ctx)
}

// watch pings until there is an outage, and returns false when the conn ended.
func (p *pulse) watch(ctx context.Context) bool {
	lively := p.isLively()
	r := rhythmOf(p.conn.part, lively)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-timer.C:
		case <-p.nudge:
			if now := p.isLively(); now != lively {
				lively, r = now, rhythmOf(p.conn.part, now)
				p.restart()
				p.sentAt = time.Time{} // tell the peer at once
			}
		}
		now := time.Now()
		p.noteArrivals()
		outage := p.outage(r)
		if !now.Before(outage) {
			return true
		}
		if now.Sub(p.sentAt) >= r.ping || p.isAsked() {
			p.send(now, false)
		}
		next := p.sentAt.Add(r.ping)
		if next.After(outage) {
			next = outage
		}
		timer.Reset(time.Until(next))
	}
}

// outage returns when there is an outage unless something arrives before.
func (p *pulse) outage(r rhythm) time.Time {
	silent := p.arrivedAt.Add(r.silence)
	unechoed := p.lastEcho().Add(r.unechoed + p.conn.qc.ConnectionStats().SmoothedRTT)
	if unechoed.Before(silent) {
		return unechoed
	}
	return silent
}

// isAsked reports whether the peer waits for an answer.
func (p *pulse) isAsked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.owes
}

func (p *pulse) isLively() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lively || p.peerLively
}

func (p *pulse) lastEchoed() uint32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.echoed
}

func (p *pulse) lastEcho() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.echoedAt
}

// noteArrivals asks QUIC whether packets arrived since the last call.
func (p *pulse) noteArrivals() {
	packets := p.conn.qc.ConnectionStats().PacketsReceived
	if packets != p.packets {
		p.packets, p.arrivedAt = packets, p.conn.path.lastArrival()
	}
}

// send sends a ping, which asks for an answer if that is urgent or its turn, unless too many are unanswered. One that answers the peer
// always goes, or two sides could wait for each other.
func (p *pulse) send(now time.Time, urgent bool) {
	p.sentAt = now
	p.mu.Lock()
	p.owes = false
	s, out := p.stream, ping{sequence: p.sent + 1, echo: p.received, lively: p.lively}
	out.answer = urgent || p.conn.part == dialer && p.sent%answerEvery == 0
	if s == nil || p.sent-p.echoed >= maxUnanswered && out.echo == p.answered {
		p.mu.Unlock()
		return
	}
	p.sent = out.sequence
	p.mu.Unlock()
	p.answered = out.echo
	_ = s.SetWriteDeadline(now.Add(livelyPing))
	// A failing write means that the conn ends, which ctx tells, or that the stream is clogged, which silence tells.
	_, _ = s.Write(out.append(nil))
}
