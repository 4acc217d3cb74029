package signalling_test

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/protocol/signalling/signallingtest"
)

// scripted is a relay whose every connection runs a script of the test.
type scripted struct {
	network     *signallingtest.Network
	certificate tls.Certificate
	trust       signalling.Trust

	mu     sync.Mutex // guards the following
	script func(ctx context.Context, s *signalling.Socket, ws *websocket.Conn)
	server *http.Server
	conns  sync.WaitGroup
}

func newScripted(t *testing.T) *scripted {
	certificate, fingerprint := signallingtest.Certificate(t)
	r := &scripted{
		network: &signallingtest.Network{}, certificate: certificate, trust: signalling.Trust{Pin: &fingerprint},
	}
	t.Cleanup(r.kill)
	return r
}

// start opens the port, anew if it was open; every connection runs script.
func (r *scripted) start(script func(ctx context.Context, s *signalling.Socket, ws *websocket.Conn)) {
	r.kill()
	listener := r.network.Listen()
	server := &http.Server{
		Handler: r, ErrorLog: log.New(io.Discard, "", 0), TLSConfig: &tls.Config{Certificates: []tls.Certificate{r.certificate}},
	}
	r.mu.Lock()
	r.script, r.server = script, server
	r.mu.Unlock()
	r.conns.Go(func() { _ = server.ServeTLS(listener, "", "") })
}

func (r *scripted) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	ws, err := websocket.Accept(w, q, nil)
	if err != nil {
		return
	}
	defer func() { _ = ws.CloseNow() }()
	r.mu.Lock()
	script, server := r.script, r.server
	r.mu.Unlock()
	ctx, cancel := context.WithCancel(q.Context())
	defer cancel()
	server.RegisterOnShutdown(cancel)
	script(ctx, signalling.NewSocket(ws), ws)
}

// kill closes the port and cuts all connections.
func (r *scripted) kill() {
	r.mu.Lock()
	server := r.server
	r.server = nil
	r.mu.Unlock()
	if server == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = server.Shutdown(ctx) // runs what was registered for shutdown, which cuts the WebSockets
	_ = server.Close()
	r.conns.Wait()
}

// client returns a running client of the relay, stopped at the end of the test.
func (r *scripted) client(t *testing.T, role protocol.Role) (*signalling.Client, <-chan error) {
	t.Helper()
	return r.listener(t, role, nil)
}

// listener is client with a function that is told what the relay pushes.
func (r *scripted) listener(t *testing.T, role protocol.Role, pushed func(signalling.Message)) (*signalling.Client, <-chan error) {
	t.Helper()
	client, err := signalling.New(signalling.Config{
		Relay: "help.test", Trust: r.trust, Role: role, DeviceToken: "token", Product: "test 1", Language: "en", Dial: r.network.Dial,
		Pushed: pushed,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	var running sync.WaitGroup
	running.Go(func() { ended <- client.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return client, ended
}

// await waits until the client's state satisfies want.
func await(t *testing.T, c *signalling.Client, what string, want func(signalling.State) bool) signalling.State {
	t.Helper()
	timeout := time.After(time.Minute)
	for {
		changed := c.Changed()
		state := c.State()
		if want(state) {
			return state
		}
		select {
		case <-changed:
		case <-timeout:
			t.Fatalf("never %s; last %v, %v", what, state.Phase, state.Err)
		}
	}
}

func in(phase signalling.Phase) func(signalling.State) bool {
	return func(s signalling.State) bool { return s.Phase == phase }
}

// welcome greets an app and then runs handle for its messages.
func welcome(handle func(s *signalling.Socket, e signalling.Envelope)) func(context.Context, *signalling.Socket, *websocket.Conn) {
	return func(ctx context.Context, s *signalling.Socket, _ *websocket.Conn) {
		e, err := s.Receive(ctx)
		if err != nil {
			return
		}
		_ = s.Send(signalling.Envelope{Request: e.Request, Message: signalling.Welcome{Version: 1, Relay: "Test"}})
		_ = s.Run(ctx, func(_ context.Context, e signalling.Envelope) error {
			handle(s, e)
			return nil
		})
	}
}

func silent(*signalling.Socket, signalling.Envelope) {}

// done answers every request with Done.
func done(s *signalling.Socket, e signalling.Envelope) {
	_ = s.Send(signalling.Envelope{Request: e.Request, Message: signalling.Done{}})
}

// pass lets time pass inside a bubble of synctest.
func pass(d time.Duration) { <-time.After(d) }
