package signalhub

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// What we may tune.
const (
	// defaultMaxConnections bounds the connections of one relay: at about 50 KB each they stay under half a gigabyte.
	defaultMaxConnections = 8192
	// defaultMaxPerAddress bounds the connections of one household or office behind one address: a call centre, not a flood.
	defaultMaxPerAddress = 256
	// sweepEvery is how often the hub looks for devices that another process revoked and for codes that ran out.
	sweepEvery = 2 * time.Second
	// watchEvery is how often the hub looks whether managers changed anything: with the time that an app takes to come back, what they
	// change takes effect within two seconds.
	watchEvery = 500 * time.Millisecond
)

// Config says what a hub works with.
type Config struct {
	// Name is what the relay calls itself.
	Name     string
	Agents   Agents
	Codes    Codes
	Sessions Sessions
	Limits   Limits
	Tickets  Tickets
	Legs     Legs
	Desk     DeskConfig
	// Fleet is nil for a relay that is alone on its store.
	Fleet  Fleet
	Logger *slog.Logger
	// Registerer takes the hub's metrics.
	Registerer prometheus.Registerer
	// MaxConnections and MaxPerAddress bound the connections, in all and per address; 0 for the default.
	MaxConnections int
	MaxPerAddress  int
}

// Hub is the relay's side of all signalling conversations.
type Hub struct {
	config  Config
	metrics *metrics
	desk    *desk
	courier *courier
	serving sync.WaitGroup // one for each connection

	mu        sync.Mutex // guards the following
	draining  bool
	alarmed   bool // whether the alarm was logged
	conns     map[*conn]struct{}
	addresses map[netip.Prefix]int // connections of each
	agents    map[support.AgentID][]*conn
	exchanges map[signalling.ExchangeID]*exchange
	joining   map[purposeKey]*exchange
}

// New returns a hub that serves at once; Run keeps it tidy. It fails when the metrics are registered already.
func New(config Config) (*Hub, error) {
	if config.MaxConnections == 0 {
		config.MaxConnections = defaultMaxConnections
	}
	if config.MaxPerAddress == 0 {
		config.MaxPerAddress = defaultMaxPerAddress
	}
	h := &Hub{
		config: config, conns: map[*conn]struct{}{}, addresses: map[netip.Prefix]int{}, agents: map[support.AgentID][]*conn{},
		exchanges: map[signalling.ExchangeID]*exchange{}, joining: map[purposeKey]*exchange{},
	}
	metrics, err := newMetrics(config.Registerer, config.Limits)
	if err != nil {
		return nil, err
	}
	h.metrics = metrics
	h.desk, h.courier = newDesk(h), newCourier(h)
	return h, nil
}

// Run tidies, and tells agents of requests, until ctx ends; then it closes every connection and waits for them. It returns ctx's error.
func (h *Hub) Run(ctx context.Context) error {
	var telling sync.WaitGroup
	telling.Go(func() { h.desk.run(ctx) })
	telling.Go(func() { h.courier.run(ctx) })
	defer telling.Wait()
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	looking := time.NewTicker(watchEvery)
	defer looking.Stop()
	var version uint64
	for {
		select {
		case <-ticker.C:
			h.sweep(ctx)
		case <-looking.C:
			version = h.watchDesk(ctx, version)
		case <-ctx.Done():
			h.Close()
			return ctx.Err()
		}
	}
}

// ServeHTTP answers signalling.Path. A browser's page of another origin is refused.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	c := newConn(h, web.ClientAddr(r), cancel)
	if status := h.enter(c); status != 0 {
		http.Error(w, http.StatusText(status), status)
		return
	}
	defer h.leave(c)
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		c.log.DebugContext(ctx, "no signalling", "error", err) // Accept has answered
		return
	}
	if err := c.serve(ctx, signalling.NewSocket(ws)); err != nil && !errors.Is(err, context.Canceled) {
		c.log.DebugContext(ctx, "signalling ended", "error", err)
	}
}

// enter counts a connection in; status is 0 or the reason for which there is no room.
func (h *Hub) enter(c *conn) (status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	household := support.Household(c.addr)
	switch {
	case h.draining, len(h.conns) >= h.config.MaxConnections:
		return http.StatusServiceUnavailable
	case h.addresses[household] >= h.config.MaxPerAddress:
		return http.StatusTooManyRequests
	}
	h.conns[c] = struct{}{}
	h.addresses[household]++
	h.serving.Add(1)
	return 0
}

// leave counts a connection out and ends what depends on it.
func (h *Hub) leave(c *conn) {
	defer h.serving.Done()
	defer c.depart()
	h.mu.Lock()
	defer h.mu.Unlock()
	household := support.Household(c.addr)
	if h.addresses[household]--; h.addresses[household] <= 0 {
		delete(h.addresses, household)
	}
	delete(h.conns, c)
	h.absent(c)
	h.endAllOf(c)
	if c.role.Valid() {
		h.metrics.connections.WithLabelValues(c.role.String()).Dec()
	}
}

// Drain refuses new connections, tells every app that the relay restarts and closes their connections; it waits for them until ctx ends.
func (h *Hub) Drain(ctx context.Context, notice signalling.Restarting) {
	h.mu.Lock()
	h.draining = true
	for c := range h.conns {
		c.finish(notice)
	}
	h.mu.Unlock()
	gone := make(chan struct{})
	go func() { // ends with the last connection; Close waits for those too
		h.serving.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-ctx.Done():
	}
}

// Close refuses new connections, cuts all there are and waits for them.
func (h *Hub) Close() {
	h.mu.Lock()
	h.draining = true
	for c := range h.conns {
		c.cancel()
	}
	h.mu.Unlock()
	h.serving.Wait()
}

// Cut ends the connections of a device at once and tells its app why.
func (h *Hub) Cut(device support.DeviceID, fault protocol.Fault) {
	h.cut(fault, func(who support.SignedIn) bool { return who.Device.ID == device })
}

// CutAgent ends all connections of an agent at once and tells the apps why.
func (h *Hub) CutAgent(agent support.AgentID, fault protocol.Fault) {
	h.cut(fault, func(who support.SignedIn) bool { return who.Agent.ID == agent })
}

func (h *Hub) cut(fault protocol.Fault, whom func(support.SignedIn) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, conns := range h.agents {
		for _, c := range conns {
			if whom(c.who) {
				c.finish(signalling.SignedOut{Fault: fault})
			}
		}
	}
}
