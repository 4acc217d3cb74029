package signalhub_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// raw opens a WebSocket to the hub that says nothing by itself.
func (w *world) raw(header http.Header) (*websocket.Conn, error) {
	w.t.Helper()
	client := &http.Client{Transport: &http.Transport{
		DialContext: w.network.Dial, TLSClientConfig: w.trust.TLS("help.test:443"), DisableKeepAlives: true,
	}}
	ws, _, err := websocket.Dial(w.t.Context(), "wss://help.test"+signalling.Path, &websocket.DialOptions{HTTPClient: client, HTTPHeader: header})
	if err == nil {
		w.t.Cleanup(func() { _ = ws.CloseNow() })
	}
	return ws, err
}

func (w *world) mustRaw() *websocket.Conn {
	w.t.Helper()
	ws, err := w.raw(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return ws
}

func write(t *testing.T, ws *websocket.Conn, e signalling.Envelope) {
	t.Helper()
	if err := ws.Write(t.Context(), websocket.MessageBinary, e.Append(nil)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, ws *websocket.Conn) signalling.Envelope {
	t.Helper()
	_, data, err := ws.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e, err := signalling.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func hello(role protocol.Role) signalling.Envelope {
	return signalling.Envelope{Request: 1, Message: signalling.Hello{Version: signalling.Version, Role: role}}
}

// TestHelloDeadline shows that who says nothing is cut, and counts for nobody meanwhile.
func TestHelloDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		ws := w.mustRaw()
		began := time.Now()
		if _, _, err := ws.Read(t.Context()); err == nil || time.Since(began) < signalling.HelloWithin || time.Since(began) > 2*signalling.HelloWithin {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestBadHello(t *testing.T) {
	for name, test := range map[string]struct {
		say  signalling.Envelope
		want protocol.Fault
	}{
		"another message":  {signalling.Envelope{Request: 1, Message: signalling.Join{Nameplate: "4711"}}, protocol.FaultRelayRefused},
		"too old":          {signalling.Envelope{Request: 1, Message: signalling.Hello{Version: 0, Role: protocol.RoleCustomer}}, protocol.FaultRelayVersion},
		"no device token":  {hello(protocol.RoleAgent), protocol.FaultSignedOut},
		"an unknown token": {signalling.Envelope{Request: 1, Message: signalling.Hello{Version: 1, Role: protocol.RoleAgent, DeviceToken: "x"}}, protocol.FaultSignedOut},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, nil)
			ws := w.mustRaw()
			write(t, ws, test.say)
			e := read(t, ws)
			if m, ok := e.Message.(signalling.Refused); !ok || m.Fault != test.want || e.Request != 1 {
				t.Errorf("%s: %+v", name, e)
			}
			if _, _, err := ws.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
				t.Errorf("%s: stays open: %v", name, err)
			}
		})
	}
}

// TestGarbage shows that whatever is sent ends its own connection at most, and no other.
func TestGarbage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent := w.connected(adaToken)
		for name, garbage := range map[string][]byte{
			"nothing": {}, "a byte": {1}, "half a head": {0, 1, 0, 0}, "half a hello": {0, 1, 0, 0, 0, 1, 0, 1}, "huge": make([]byte, 1<<20),
		} {
			for _, greeted := range []bool{false, true} {
				ws := w.mustRaw()
				if greeted {
					write(t, ws, hello(protocol.RoleCustomer))
					read(t, ws)
				}
				_ = ws.Write(t.Context(), websocket.MessageBinary, garbage) // may be cut meanwhile
				if _, _, err := ws.Read(t.Context()); err == nil {
					t.Errorf("%s, greeted %t: answered", name, greeted)
				}
			}
		}
		ws := w.mustRaw()
		write(t, ws, hello(protocol.RoleCustomer))
		read(t, ws)
		_ = ws.Write(t.Context(), websocket.MessageText, []byte("hello"))
		if _, _, err := ws.Read(t.Context()); err == nil {
			t.Error("text: answered")
		}
		if agent.State().Phase != signalling.PhaseConnected {
			t.Errorf("agent: %+v", agent.State())
		}
	})
}

// TestStrangeMessages shows that an unknown request is refused by its number and the conversation goes on, and that strangers cannot
// touch an exchange.
func TestStrangeMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		_, a, c := open(t, agent, customer)
		ws := w.mustRaw()
		write(t, ws, hello(protocol.RoleCustomer))
		read(t, ws)
		write(t, ws, signalling.Envelope{Message: signalling.ExchangeData{Exchange: a.ID, Data: []byte("evil")}})
		write(t, ws, signalling.Envelope{Message: signalling.ExchangeEnd{Exchange: a.ID, Reason: signalling.EndFailed}})
		write(t, ws, signalling.Envelope{Request: 5, Message: signalling.CodeRedeem{Exchange: a.ID}})
		if e := read(t, ws); e.Request != 5 || e.Message != (signalling.Refused{Fault: protocol.FaultRelayRefused}) {
			t.Errorf("a stranger redeems: %+v", e)
		}
		if err := ws.Write(t.Context(), websocket.MessageBinary, []byte{0x7f, 0xff, 0, 0, 0, 6, 1}); err != nil {
			t.Fatal(err)
		}
		if e := read(t, ws); e.Request != 6 || e.Message != (signalling.Refused{Fault: protocol.FaultRelayRefused}) {
			t.Errorf("unknown type: %+v", e)
		}
		if err := c.Send([]byte("too early")); err != nil { // before the agent's side has spoken
			t.Fatal(err)
		}
		synctest.Wait()
		say(t, a, c, "Ya")
		say(t, c, a, "Yb")
	})
}

// TestForeignOrigin shows that no other site's page can talk to the hub from a visitor's browser.
func TestForeignOrigin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		if _, err := w.raw(http.Header{"Origin": {"https://evil.test"}}); err == nil || !strings.Contains(err.Error(), "403") {
			t.Errorf("got %v", err)
		}
	})
}

// TestFlood shows that a connection which asks without end is slowed down, and others are not.
func TestFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		ws := w.mustRaw()
		write(t, ws, hello(protocol.RoleCustomer))
		read(t, ws)
		const flood = 300
		go func() {
			for i := range flood {
				m := signalling.Envelope{Request: uint32(i + 2), Message: signalling.Availability{}}
				_ = ws.Write(context.Background(), websocket.MessageBinary, m.Append(nil))
			}
		}()
		began := time.Now()
		for range flood {
			read(t, ws)
		}
		if took := time.Since(began); took < 9*time.Second {
			t.Errorf("%d answers in %v", flood, took)
		}
	})
}

// TestOverLoopback goes over real TCP and TLS.
func TestOverLoopback(t *testing.T) {
	w := newWorld(t, nil)
	server := httptest.NewUnstartedServer(w.hub)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	pin := signalling.FingerprintOf(server.Certificate())
	run := func(role protocol.Role, token string) *signalling.Client {
		client, err := signalling.New(signalling.Config{
			Relay: strings.TrimPrefix(server.URL, "https://"), Trust: signalling.Trust{Pin: &pin}, Role: role, DeviceToken: token,
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- client.Run(ctx) }()
		t.Cleanup(func() { cancel(); <-ended })
		return client
	}
	agent, customer := run(protocol.RoleAgent, adaToken), run(protocol.RoleCustomer, "")
	_, a, c := open(t, agent, customer)
	say(t, a, c, "Ya")
	say(t, c, a, strings.Repeat("b", signalling.MaxExchangeData))
	granted, err := a.Redeem(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if other, err := c.Granted(t.Context()); err != nil || other.Session != granted.Session {
		t.Errorf("customer: %v, %v", other, err)
	}
}
