package forward

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"beside.example/protocol/leg"
	"github.com/prometheus/client_golang/prometheus"
)

// Config is what a Forwarder needs.
type Config struct {
	Relay      string                // HOST:PORT that tickets must name
	Keys       []ed25519.PublicKey   // whose tickets are honoured; see [Forwarder.SetKeys]
	Conn       net.PacketConn        // for UDP legs; the Forwarder closes it
	Logger     *slog.Logger          // nil: silence
	Registerer prometheus.Registerer // nil: the figures are kept from everybody

	// MaxSessions bounds the memory of sessions; 0 is 10,000, more than one machine's network carries.
	MaxSessions int
}

const defaultMaxSessions = 10_000

// Forwarder forwards the packets of many sessions. All methods may be called at the same time.
type Forwarder struct {
	relay       string
	conn        udpConn
	logger      *slog.Logger
	metrics     *metrics
	cookies     *cookies
	budget      *budget
	maxSessions int
	binds       chan bindRequest // whose cookie was right, waiting to be verified
	handlers    sync.WaitGroup   // of TLS legs

	mu        sync.RWMutex // guards the following
	keys      leg.Keyring
	sessions  map[leg.SessionID]*session
	addresses map[netip.AddrPort]*sessionLeg
	ways      map[*tlsWay]struct{} // TLS connections that have bound a leg
	unbound   map[*tlsWay]struct{} // and those that have not
	nextWay   uint64
	closed    bool
}

// waitingBinds is how many BINDs wait to be verified; beyond that they are dropped, and the apps ask again.
const waitingBinds = 256

// New returns a Forwarder that forwards as soon as Run is called.
func New(cfg Config) *Forwarder {
	f := &Forwarder{
		relay:       cfg.Relay,
		conn:        newUDPConn(cfg.Conn),
		logger:      cfg.Logger,
		metrics:     newMetrics(cfg.Registerer),
		cookies:     newCookies(),
		budget:      newBudget(),
		maxSessions: cfg.MaxSessions,
		binds:       make(chan bindRequest, waitingBinds),
		keys:        leg.NewKeyring(cfg.Keys...),
		sessions:    map[leg.SessionID]*session{},
		addresses:   map[netip.AddrPort]*sessionLeg{},
		ways:        map[*tlsWay]struct{}{},
		unbound:     map[*tlsWay]struct{}{},
	}
	if f.logger == nil {
		f.logger = slog.New(slog.DiscardHandler)
	}
	if f.maxSessions == 0 {
		f.maxSessions = defaultMaxSessions
	}
	return f
}

// Sessions returns how many sessions are known now.
func (f *Forwarder) Sessions() int {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return len(f.sessions)
}

// SetKeys replaces the keys whose tickets are honoured. Legs that are bound stay bound.
func (f *Forwarder) SetKeys(keys ...ed25519.PublicKey) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.keys = leg.NewKeyring(keys...)
}

// Run forwards until ctx ends or Close is called, and then returns nil, or until the socket fails. When it returns, the
// socket and all TLS legs are closed and no goroutine is left.
func (f *Forwarder) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var running sync.WaitGroup
	running.Go(func() { f.verifyBinds(ctx) })
	running.Go(func() { f.sweep(ctx) })
	running.Go(func() {
		<-ctx.Done()
		f.Close()
	})
	err := f.readUDP()
	cancel()
	running.Wait()
	f.handlers.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Close stops forwarding: it closes the socket and all TLS legs. Run returns then. Closing again does nothing.
func (f *Forwarder) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return
	}
	f.closed = true
	for _, ways := range []map[*tlsWay]struct{}{f.ways, f.unbound} {
		for w := range ways {
			w.close()
		}
	}
	if err := f.conn.Close(); err != nil {
		f.logger.Warn("closing the socket of the UDP legs failed", "error", err)
	}
}

// End ends a session at once: its packets are dropped and its tickets no longer honoured.
func (f *Forwarder) End(id leg.SessionID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.endLocked(f.sessionLocked(id), time.Now())
}

// EndSoon ends a session once its apps have had the time to take leave of each other.
func (f *Forwarder) EndSoon(id leg.SessionID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	s := f.sessionLocked(id)
	switch {
	case s.ended:
	case s.legs == [leg.Sides]*sessionLeg{}:
		f.endLocked(s, now)
	case s.endAt.IsZero():
		s.endAt = now.Add(farewell)
	}
}

// forward hands a packet that came from one side, by the given way, to the other. The caller holds f.mu for reading;
// forward releases it.
func (f *Forwarder) forward(from *sessionLeg, by way, packet []byte, now time.Time) {
	if from.active.Load() != int32(by) {
		from.active.Store(int32(by))
	}
	var to target
	if other := from.session.legs[from.side.Other()]; other != nil {
		to = other.target()
	}
	f.mu.RUnlock()
	switch {
	case !from.bucket.take(len(packet), now):
		f.metrics.droppedRate.Inc()
	case to.tls != nil:
		f.metrics.count(wayTLS, len(packet))
		to.tls.queue.push(packet, now, f.metrics)
	case to.address.IsValid():
		f.metrics.count(wayUDP, len(packet))
		f.writeUDP(packet, to.address)
	default:
		f.metrics.droppedNobody.Inc()
	}
}
