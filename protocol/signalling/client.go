package signalling

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"beside.example/protocol"
)

// incomingExchanges is how many exchanges may wait for AcceptExchange: more than an agent has codes active.
const incomingExchanges = 16

// Client is an app's end of the conversation. Run holds the connection and renews it; all other methods may be called from any goroutine
// meanwhile.
type Client struct {
	config   Config
	hostPort string
	http     *http.Client
	incoming chan *Exchange

	mu sync.Mutex // guards the following
	// changed is closed, and replaced, whenever one of the following changes.
	changed chan struct{}
	state   State
	link    *link // nil while there is no connection
	ended   error // why Run returned
	codes   codeBook
	// requests and colleagues are what the relay told an agent's app last.
	requests   requestBook
	colleagues []Colleague
	// available is what the agent chose last; nil when never.
	available *Availability
}

// New returns a client that does nothing until Run. It fails when config.Relay is no address.
func New(config Config) (*Client, error) {
	hostPort, err := HostPort(config.Relay)
	if err != nil {
		return nil, err
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	return &Client{
		config: config, hostPort: hostPort, http: newHTTPClient(config.Trust, hostPort, config.Dial),
		incoming: make(chan *Exchange, incomingExchanges), changed: make(chan struct{}),
	}, nil
}

// HostPort returns the relay's address as HOST:PORT.
func (c *Client) HostPort() string { return c.hostPort }

// State returns how the client stands with the relay.
func (c *Client) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

// Changed returns a channel that is closed when State, Codes, Requests or Colleagues change next. Take it before reading them.
func (c *Client) Changed() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

// Codes returns the agent's active codes, oldest first, as the relay last told; what is left of their lives is as of now.
func (c *Client) Codes() []Code {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.codes.active(time.Now())
}

// Run connects to the relay, again and again, until ctx ends or the relay refuses for good. It returns ctx's error or an *Error, and must
// be called once.
func (c *Client) Run(ctx context.Context) error {
	err := c.run(ctx)
	c.http.CloseIdleConnections()
	c.update(func() {
		c.ended = err
		if ctx.Err() == nil {
			c.state = State{Phase: PhaseRefused, Fault: Fault(err), Err: err, Welcome: c.state.Welcome}
		}
	})
	return err
}

func (c *Client) run(ctx context.Context) error {
	var trouble outage
	for {
		c.setPhase(State{Phase: PhaseConnecting})
		began := time.Now()
		notice, err := c.connect(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if final(err) {
			c.config.Logger.WarnContext(ctx, "relay refuses this app", "relay", c.hostPort, "error", err)
			return err
		}
		if time.Since(began) > settledAfter {
			trouble = outage{}
		}
		if notice != nil {
			trouble.notice = notice
		}
		pause := trouble.pause(time.Now())
		var refused *Error
		if errors.As(err, &refused) {
			pause = max(pause, min(refused.Wait, slowRetry))
		}
		c.config.Logger.InfoContext(ctx, "relay lost", "relay", c.hostPort, "error", err, "again in", pause)
		if err := c.wait(ctx, pause, err, trouble.announced(time.Now())); err != nil {
			return err
		}
	}
}

// wait shows why and waits for pause.
func (c *Client) wait(ctx context.Context, pause time.Duration, cause error, restarting bool) error {
	fault := Fault(cause)
	if restarting {
		fault = protocol.FaultRelayRestarting
	}
	c.setPhase(State{Phase: PhaseWaiting, Until: time.Now().Add(pause), Fault: fault, Err: cause})
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// connect holds one connection from dialling to its end. The notice is what the relay said before it went.
func (c *Client) connect(ctx context.Context) (notice *Restarting, err error) {
	socket, welcome, err := c.dial(ctx)
	if err != nil {
		return nil, err
	}
	l := newLink(c, socket)
	c.update(func() {
		c.link = l
		c.state = State{Phase: PhaseConnected, Welcome: &welcome}
		if welcome.SignedIn != nil {
			c.requests.agent = welcome.SignedIn.Agent
		}
	})
	c.config.Logger.InfoContext(ctx, "relay reached", "relay", c.hostPort)
	l.announce()
	err = socket.Run(ctx, l.handle)
	c.update(func() { c.link = nil })
	l.close()
	if l.farewell != nil {
		return l.notice, l.farewell
	}
	return l.notice, &Error{Fault: protocol.FaultRelayUnreachable, Err: fmt.Errorf("%w: %w", ErrLost, orEnd(err))}
}

// errEnd stands for an end without an error.
var errEnd = errors.New("the relay ended the conversation")

func orEnd(err error) error {
	if err == nil {
		return errEnd
	}
	return err
}

// final reports whether trying again cannot help without a person.
func final(err error) bool {
	switch Fault(err) {
	case protocol.FaultRelayUntrusted, protocol.FaultRelayChanged, protocol.FaultRelayVersion, protocol.FaultRelayRefused,
		protocol.FaultSignedOut, protocol.FaultAccountClosed, protocol.FaultSignInReplaced:
		return true
	}
	return false
}

// update runs change under the lock and tells those who wait.
func (c *Client) update(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
	close(c.changed)
	c.changed = make(chan struct{})
}

// setPhase shows a state, with what the relay said last.
func (c *Client) setPhase(s State) {
	c.update(func() {
		s.Welcome = c.state.Welcome
		c.state = s
	})
}
