package signalhub_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/protocol/signalling/signallingtest"
	"beside.example/relay/internal/signalhub"
	"beside.example/relay/internal/support"
)

// What the world is made of.
const (
	adaToken  = "ada's desk"
	ada2Token = "ada's laptop"
	bobToken  = "bob's desk"
	portal    = 3
)

// world is a hub over services that keep everything in memory, and a network in memory before it.
type world struct {
	t           *testing.T
	hub         *signalhub.Hub
	network     *signallingtest.Network
	trust       signalling.Trust
	certificate tls.Certificate
	config      signalhub.Config
	limits      *support.JoinLimits
	metrics     *prometheus.Registry
	stop        func() // kills the relay
	logs        *logBook
	organ       support.Organisation

	mu       sync.Mutex // guards the following
	tokens   map[string]support.SignedIn
	codes    []support.Code
	sessions map[leg.SessionID]support.Grant
	ended    map[leg.SessionID]support.Outcome
	quiet    []leg.SessionID // whose legs were told to end
	broken   error           // what every service fails with
	version  uint64          // of the desk
}

// logBook keeps a log for later.
type logBook struct {
	mu sync.Mutex // guards the following
	b  bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newWorld starts everything; change may alter the hub's configuration.
func newWorld(t *testing.T, change func(*signalhub.Config)) *world {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	certificate, fingerprint := signallingtest.Certificate(t)
	w := &world{
		t: t, network: &signallingtest.Network{}, trust: signalling.Trust{Pin: &fingerprint}, metrics: prometheus.NewRegistry(),
		limits: support.NewJoinLimits(support.DefaultLimitSettings()), logs: &logBook{},
		organ:    support.Organisation{ID: 1, Name: "Northfield", Key: key},
		sessions: map[leg.SessionID]support.Grant{}, ended: map[leg.SessionID]support.Outcome{},
	}
	ada, bob := support.Agent{ID: 7, Name: "Ada", Role: support.RoleAgent}, support.Agent{ID: 8, Name: "Bob", Role: support.RoleAgent}
	w.tokens = map[string]support.SignedIn{
		adaToken: w.signedIn(ada, 70), ada2Token: w.signedIn(ada, 71), bobToken: w.signedIn(bob, 80),
	}
	config := signalhub.Config{
		Name: "Test", Agents: agents{w}, Codes: codes{w}, Sessions: sessions{w}, Limits: w.limits, Tickets: tickets{w}, Legs: legs{w},
		Desk:   quietDesk(),
		Logger: slog.New(slog.NewTextHandler(w.logs, &slog.HandlerOptions{Level: slog.LevelDebug})), Registerer: w.metrics,
	}
	if change != nil {
		change(&config)
	}
	w.config, w.certificate = config, certificate
	w.start()
	t.Cleanup(func() { w.stop() })
	return w
}

func (w *world) signedIn(agent support.Agent, device support.DeviceID) support.SignedIn {
	return support.SignedIn{
		Device: support.Device{ID: device, Agent: agent.ID}, Agent: agent, Organisation: w.organ,
		Features: support.FeaturesAll &^ support.FeatureDetails, Portals: []support.Portal{{ID: portal, Name: "Main"}},
	}
}

// start starts a relay that knows what the world knows, and nothing of a relay before it.
func (w *world) start() {
	w.t.Helper()
	hub, err := signalhub.New(w.config)
	if err != nil {
		w.t.Fatal(err)
	}
	w.hub = hub
	server := &http.Server{
		Handler: hub, ErrorLog: log.New(io.Discard, "", 0), TLSConfig: &tls.Config{Certificates: []tls.Certificate{w.certificate}},
	}
	listener := w.network.Listen()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = server.ServeTLS(listener, "", "") })
	running.Go(func() { _ = hub.Run(ctx) })
	w.stop = func() {
		cancel()
		_ = server.Close()
		running.Wait()
	}
}

// app runs a client until the test ends; an empty token makes it a customer's.
func (w *world) app(token string) (*signalling.Client, <-chan error) {
	w.t.Helper()
	role := protocol.RoleAgent
	if token == "" {
		role = protocol.RoleCustomer
	}
	client, err := signalling.New(signalling.Config{
		Relay: "help.test", Trust: w.trust, Role: role, DeviceToken: token, Product: "test 1", Language: "en", Dial: w.network.Dial,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	var running sync.WaitGroup
	running.Go(func() { ended <- client.Run(ctx) })
	w.t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return client, ended
}

// connected runs a client and waits until the relay has welcomed it.
func (w *world) connected(token string) *signalling.Client {
	w.t.Helper()
	client, _ := w.app(token)
	await(w.t, client, func() bool { return client.State().Phase == signalling.PhaseConnected })
	return client
}

// await waits until something that the client tells is true.
func await(t *testing.T, c *signalling.Client, what func() bool) {
	t.Helper()
	timeout := time.After(time.Minute)
	for {
		changed := c.Changed()
		if what() {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			t.Fatalf("never; last %+v", c.State())
		}
	}
}

// agents, codes, sessions and tickets are the world in the hub's eyes.
type (
	agents   struct{ w *world }
	codes    struct{ w *world }
	sessions struct{ w *world }
	tickets  struct{ w *world }
	legs     struct{ w *world }
)

func (w *world) lock() (unlock func(), err error) {
	w.mu.Lock()
	return w.mu.Unlock, w.broken
}

func (a agents) SignedIn(_ context.Context, token string) (support.SignedIn, error) {
	unlock, err := a.w.lock()
	defer unlock()
	if err != nil {
		return support.SignedIn{}, err
	}
	if who, ok := a.w.tokens[token]; ok {
		return who, nil
	}
	return support.SignedIn{}, support.ErrDenied
}

func (a agents) SignOut(_ context.Context, _ support.AgentID, device support.DeviceID) error {
	unlock, err := a.w.lock()
	defer unlock()
	for token, who := range a.w.tokens {
		if who.Device.ID == device {
			delete(a.w.tokens, token)
		}
	}
	return err
}

func (a agents) StillValid(_ context.Context, devices []support.DeviceID) ([]support.DeviceID, error) {
	unlock, err := a.w.lock()
	defer unlock()
	var valid []support.DeviceID
	for _, who := range a.w.tokens {
		if slices.Contains(devices, who.Device.ID) {
			valid = append(valid, who.Device.ID)
		}
	}
	return valid, err
}

func (a agents) DeskVersion(context.Context) (uint64, error) {
	unlock, err := a.w.lock()
	defer unlock()
	return a.w.version, err
}

func (a agents) StillSo(_ context.Context, who support.SignedIn) (bool, error) {
	unlock, err := a.w.lock()
	defer unlock()
	for _, now := range a.w.tokens {
		if now.Device.ID == who.Device.ID {
			return now.Team.Name == who.Team.Name, err
		}
	}
	return true, err
}

func (l legs) EndSoon(id leg.SessionID) {
	l.w.mu.Lock()
	defer l.w.mu.Unlock()
	l.w.quiet = append(l.w.quiet, id)
}

func (codes) Settings() support.CodeSettings { return support.DefaultCodeSettings() }

func (c codes) Create(_ context.Context, who support.SignedIn, portal support.PortalID, customer string, lifetime time.Duration) (support.Code, error) {
	unlock, err := c.w.lock()
	defer unlock()
	if err != nil {
		return support.Code{}, err
	}
	if portal != who.Portals[0].ID {
		return support.Code{}, support.ErrNotFound
	}
	if lifetime == 0 {
		lifetime = c.Settings().Lifetime
	}
	number := len(c.w.codes)
	made := support.Code{
		ID: support.CodeID(number + 100), Agent: who.Agent.ID, Portal: portal, Customer: customer, Created: time.Now(),
		Nameplate: code.Nameplate(fmt.Sprintf("%04d", 4711+number)), Expires: time.Now().Add(lifetime),
	}
	c.w.codes = append(c.w.codes, made)
	return made, nil
}

func (c codes) Find(_ context.Context, nameplate code.Nameplate) (support.Code, error) {
	unlock, err := c.w.lock()
	defer unlock()
	if err != nil {
		return support.Code{}, err
	}
	for _, made := range c.w.codes {
		switch {
		case made.Nameplate != nameplate:
		case made.State == support.CodeActive && time.Now().Before(made.Expires):
			return made, nil
		default:
			return support.Code{}, &support.CodeEndedError{State: made.State}
		}
	}
	return support.Code{}, support.ErrNotFound
}

func (c codes) Active(_ context.Context, agent support.AgentID) ([]support.Code, error) {
	unlock, err := c.w.lock()
	defer unlock()
	var active []support.Code
	for _, made := range c.w.codes {
		if made.Agent == agent && made.State == support.CodeActive {
			active = append(active, made)
		}
	}
	return active, err
}

func (c codes) Withdraw(_ context.Context, agent support.AgentID, id support.CodeID, state support.CodeState) (support.Code, error) {
	unlock, err := c.w.lock()
	defer unlock()
	if err != nil {
		return support.Code{}, err
	}
	return c.w.endCode(agent, id, state)
}

// endCode ends an active code. The caller holds mu.
func (w *world) endCode(agent support.AgentID, id support.CodeID, state support.CodeState) (support.Code, error) {
	for i := range w.codes {
		made := &w.codes[i]
		switch {
		case made.ID != id || made.Agent != agent:
		case made.State != support.CodeActive:
			return support.Code{}, support.ErrCodeEnded
		default:
			made.State = state
			return *made, nil
		}
	}
	return support.Code{}, support.ErrNotFound
}

func (c codes) Expire(context.Context) ([]support.Code, error) {
	unlock, err := c.w.lock()
	defer unlock()
	var expired []support.Code
	for i := range c.w.codes {
		if made := &c.w.codes[i]; made.State == support.CodeActive && !time.Now().Before(made.Expires) {
			made.State = support.CodeExpired
			expired = append(expired, *made)
		}
	}
	return expired, err
}

func (s sessions) Redeem(_ context.Context, who support.SignedIn, id support.CodeID) (support.Grant, error) {
	unlock, err := s.w.lock()
	defer unlock()
	if err != nil {
		return support.Grant{}, err
	}
	agent := who.Agent.ID
	ended, err := s.w.endCode(agent, id, support.CodeRedeemed)
	if err != nil {
		return support.Grant{}, err
	}
	grant := support.Grant{
		Session: support.Session{
			ID: leg.SessionID{byte(len(s.w.sessions) + 1)}, Code: id, Agent: agent, Portal: ended.Portal, Customer: ended.Customer, Granted: time.Now(),
		},
		Secrets: [leg.Sides]support.Secret{support.NewSecret(), support.NewSecret()},
	}
	s.w.sessions[grant.Session.ID] = grant
	return grant, nil
}

func (s sessions) Authorise(_ context.Context, id leg.SessionID, side leg.Side, secret support.Secret) (support.Session, error) {
	unlock, err := s.w.lock()
	defer unlock()
	if err != nil {
		return support.Session{}, err
	}
	if grant, ok := s.w.sessions[id]; ok && grant.Secrets[side] == secret {
		return grant.Session, nil
	}
	return support.Session{}, support.ErrDenied
}

func (s sessions) End(_ context.Context, _ support.AgentID, id leg.SessionID, _, _ time.Time, outcome support.Outcome) error {
	unlock, err := s.w.lock()
	defer unlock()
	s.w.ended[id] = outcome
	return err
}

func (s sessions) History(_ context.Context, agent support.AgentID, from support.HistoryCursor, limit int) ([]support.HistoryEntry, support.HistoryCursor, error) {
	unlock, err := s.w.lock()
	defer unlock()
	var entries []support.HistoryEntry
	for _, grant := range s.w.sessions {
		if grant.Session.Agent == agent && len(entries) < limit && (from.Granted.IsZero() || grant.Session.Granted.Before(from.Granted)) {
			grant.Session.Outcome = s.w.ended[grant.Session.ID]
			entries = append(entries, support.HistoryEntry{Session: grant.Session, PortalName: "Main"})
		}
	}
	next := from
	if n := len(entries); n > 0 {
		next = support.HistoryCursor{Granted: entries[n-1].Granted, ID: entries[n-1].ID}
	}
	return entries, next, err
}

func (t tickets) Grant(_ context.Context, session leg.SessionID, side leg.Side, _ ed25519.PublicKey) (leg.Grant, error) {
	return leg.Grant{Ticket: append([]byte{byte(side)}, session[:]...), Address: "help.test:443"}, nil
}
