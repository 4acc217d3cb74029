package signalling_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// TestReconnect kills the relay for five seconds: the client is back within two seconds of its return, what it had said is said again, and
// a request for a ticket made meanwhile is answered.
func TestReconnect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := newScripted(t)
		var heard atomic.Bool
		script := welcome(func(s *signalling.Socket, e signalling.Envelope) {
			switch m := e.Message.(type) {
			case signalling.Availability:
				heard.Store(m.Available)
				done(s, e)
			case signalling.TicketRequest:
				_ = s.Send(signalling.Envelope{Request: e.Request, Message: signalling.TicketGranted{Grant: leg.Grant{Address: "h:1"}}})
			}
		})
		relay.start(script)
		client, _ := relay.client(t, protocol.RoleAgent)
		await(t, client, "connected", in(signalling.PhaseConnected))
		if err := client.SetStatus(t.Context(), signalling.StatusAvailable); err != nil {
			t.Fatal(err)
		}
		for range 20 { // jitter: once is no proof
			pass(time.Minute)
			relay.kill()
			heard.Store(false)
			state := await(t, client, "waiting", in(signalling.PhaseWaiting))
			if state.Fault != protocol.FaultRelayUnreachable || state.Welcome == nil || !state.Until.After(time.Now().Add(-time.Second)) {
				t.Errorf("waiting shows %+v", state)
			}
			granted := make(chan error, 1)
			go func() {
				grant, err := client.Ticket(t.Context(), testSession(), leg.SideAgent, testSecret(), testKey(1))
				if err == nil && grant.Address != "h:1" {
					err = errors.New("wrong grant")
				}
				granted <- err
			}()
			pass(5 * time.Second)
			relay.start(script)
			back := time.Now()
			await(t, client, "connected again", in(signalling.PhaseConnected))
			if took := time.Since(back); took > 2*time.Second {
				t.Errorf("back after %v", took)
			}
			if err := <-granted; err != nil {
				t.Errorf("ticket: %v", err)
			}
			synctest.Wait()
			if !heard.Load() {
				t.Error("availability was not repeated")
			}
		}
	})
}

// TestRelayRestarts shows that a client leaves a relay alone for as long as it was asked to.
func TestRelayRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := newScripted(t)
		relay.start(func(ctx context.Context, s *signalling.Socket, _ *websocket.Conn) {
			e, _ := s.Receive(ctx)
			_ = s.Send(signalling.Envelope{Request: e.Request, Message: signalling.Welcome{Version: 1}})
			s.Finish(signalling.Restarting{ReconnectIn: 20 * time.Second, TryFor: time.Minute})
			_ = s.Run(ctx, func(context.Context, signalling.Envelope) error { return nil })
		})
		client, _ := relay.client(t, protocol.RoleAgent)
		state := await(t, client, "waiting", in(signalling.PhaseWaiting))
		if state.Fault != protocol.FaultRelayRestarting {
			t.Errorf("got %v", state.Fault)
		}
		relay.start(welcome(silent))
		began := time.Now()
		await(t, client, "connected", in(signalling.PhaseConnected))
		if waited := time.Since(began); waited < 20*time.Second || waited > 41*time.Second {
			t.Errorf("came back after %v", waited)
		}
	})
}

// TestLongOutage shows that a relay that stays away is not hammered, and not forgotten either.
func TestLongOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := newScripted(t)
		client, _ := relay.client(t, protocol.RoleCustomer)
		pass(time.Hour)
		if n := len(relay.network.Dials()); n < 150 || n > 500 {
			t.Errorf("%d attempts in an hour", n)
		}
		relay.start(welcome(silent))
		began := time.Now()
		await(t, client, "connected", in(signalling.PhaseConnected))
		if waited := time.Since(began); waited > 31*time.Second {
			t.Errorf("found after %v", waited)
		}
	})
}

// TestDeadPeer shows that a relay that stops answering pings is given up.
func TestDeadPeer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := newScripted(t)
		relay.start(func(ctx context.Context, s *signalling.Socket, _ *websocket.Conn) {
			e, _ := s.Receive(ctx)
			s.Finish() // nothing is read, and no pong sent, from now on
			_ = e
			<-ctx.Done()
		})
		client, _ := relay.client(t, protocol.RoleCustomer)
		await(t, client, "waiting", in(signalling.PhaseWaiting))
		relay.kill()
		relay.start(func(ctx context.Context, s *signalling.Socket, ws *websocket.Conn) {
			e, _ := s.Receive(ctx)
			b := signalling.Envelope{Request: e.Request, Message: signalling.Welcome{Version: 1}}.Append(nil)
			_ = ws.Write(ctx, websocket.MessageBinary, b)
			<-ctx.Done()
		})
		await(t, client, "connected", in(signalling.PhaseConnected))
		began := time.Now()
		await(t, client, "waiting", in(signalling.PhaseWaiting))
		if took := time.Since(began); took > 40*time.Second {
			t.Errorf("noticed after %v", took)
		}
	})
}

// TestRefusedForGood lists what ends Run: trying again would not help.
func TestRefusedForGood(t *testing.T) {
	for _, fault := range []protocol.Fault{
		protocol.FaultRelayVersion, protocol.FaultSignedOut, protocol.FaultAccountClosed, protocol.FaultRelayRefused,
	} {
		synctest.Test(t, func(t *testing.T) {
			relay := newScripted(t)
			relay.start(func(ctx context.Context, s *signalling.Socket, _ *websocket.Conn) {
				e, _ := s.Receive(ctx)
				_ = s.Send(signalling.Envelope{Request: e.Request, Message: signalling.Refused{Fault: fault}})
				s.Finish()
				_ = s.Run(ctx, func(context.Context, signalling.Envelope) error { return nil })
			})
			client, ended := relay.client(t, protocol.RoleAgent)
			if err := <-ended; signalling.Fault(err) != fault {
				t.Errorf("got %v, want %v", err, fault)
			}
			if s := client.State(); s.Phase != signalling.PhaseRefused || s.Fault != fault {
				t.Errorf("shows %+v", s)
			}
			if _, err := client.CreateCode(t.Context(), 1, "", 0); signalling.Fault(err) != fault {
				t.Errorf("a later request: %v", err)
			}
		})
	}
}

func TestSignedOutWhileConnected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := newScripted(t)
		relay.start(welcome(func(s *signalling.Socket, e signalling.Envelope) {
			s.Finish(signalling.SignedOut{Fault: protocol.FaultSignInReplaced})
		}))
		client, ended := relay.client(t, protocol.RoleAgent)
		_, err := client.History(t.Context(), signalling.HistoryCursor{}, 5)
		if signalling.Fault(err) != protocol.FaultSignInReplaced {
			t.Errorf("request: %v", err)
		}
		if err := <-ended; signalling.Fault(err) != protocol.FaultSignInReplaced {
			t.Errorf("run: %v", err)
		}
	})
}

// TestLyingRelay shows that garbage ends a connection and nothing else.
func TestLyingRelay(t *testing.T) {
	garbage := map[string]func(ctx context.Context, ws *websocket.Conn){
		"text": func(ctx context.Context, ws *websocket.Conn) {
			_ = ws.Write(ctx, websocket.MessageText, []byte("hello"))
		},
		"nothing": func(ctx context.Context, ws *websocket.Conn) { _ = ws.Write(ctx, websocket.MessageBinary, nil) },
		"short": func(ctx context.Context, ws *websocket.Conn) {
			_ = ws.Write(ctx, websocket.MessageBinary, []byte{0, 2, 0})
		},
		"huge": func(ctx context.Context, ws *websocket.Conn) {
			_ = ws.Write(ctx, websocket.MessageBinary, make([]byte, 10<<20))
		},
		"broken": func(ctx context.Context, ws *websocket.Conn) {
			_ = ws.Write(ctx, websocket.MessageBinary, []byte{0, 0x14, 0, 0, 0, 0, 9})
		},
	}
	for name, send := range garbage {
		for _, greet := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				relay := newScripted(t)
				relay.start(func(ctx context.Context, s *signalling.Socket, ws *websocket.Conn) {
					e, _ := s.Receive(ctx)
					if greet {
						b := signalling.Envelope{Request: e.Request, Message: signalling.Welcome{Version: 1}}.Append(nil)
						_ = ws.Write(ctx, websocket.MessageBinary, b)
					}
					send(ctx, ws)
					_, _, _ = ws.Read(ctx) // until the app hangs up
				})
				client, _ := relay.client(t, protocol.RoleCustomer)
				state := await(t, client, "waiting after "+name, in(signalling.PhaseWaiting))
				if state.Fault != protocol.FaultRelayUnreachable {
					t.Errorf("%s: %v, %v", name, state.Fault, state.Err)
				}
			})
		}
	}
}

// TestUnknownMessagesAreIgnored shows that a newer relay may say what this version does not know.
func TestUnknownMessagesAreIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := newScripted(t)
		relay.start(func(ctx context.Context, s *signalling.Socket, ws *websocket.Conn) {
			e, _ := s.Receive(ctx)
			b := signalling.Envelope{Request: e.Request, Message: signalling.Welcome{Version: 9}}.Append(nil)
			_ = ws.Write(ctx, websocket.MessageBinary, b)
			_ = ws.Write(ctx, websocket.MessageBinary, []byte{0x7f, 0xff, 0, 0, 0, 0, 1, 2})
			_ = s.Run(ctx, func(_ context.Context, e signalling.Envelope) error { done(s, e); return nil })
		})
		client, _ := relay.client(t, protocol.RoleAgent)
		if err := client.WithdrawCode(t.Context(), 1, false); err != nil {
			t.Error(err)
		}
		_, err := client.CreateCode(t.Context(), 1, "", 0) // answered with Done, which does not belong there
		if !errors.Is(err, signalling.ErrUnexpected) {
			t.Errorf("got %v", err)
		}
	})
}

// TestNamesAreCleaned shows that nothing the relay calls anybody can turn a window's text round or break its lines.
func TestNamesAreCleaned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const evil, good = "Ada\n\u202egro.live", "Ada gro.live"
		relay := newScripted(t)
		relay.start(func(ctx context.Context, s *signalling.Socket, _ *websocket.Conn) {
			e, _ := s.Receive(ctx)
			_ = s.Send(signalling.Envelope{Request: e.Request, Message: signalling.Welcome{Version: 1, Relay: evil, SignedIn: &signalling.SignedIn{
				Organisation: evil, Name: evil, Team: evil, Portals: []signalling.Portal{{ID: 1, Name: evil}},
			}}})
			code := signalling.Code{ID: 1, Nameplate: "0042", Customer: evil, State: signalling.CodeActive, Left: time.Minute}
			_ = s.Run(ctx, func(_ context.Context, e signalling.Envelope) error {
				_ = s.Send(signalling.Envelope{Message: signalling.CodeList{Codes: []signalling.Code{code}}})
				var m signalling.Message = signalling.Joined{Organisation: evil}
				switch e.Message.(type) {
				case signalling.HistoryRequest:
					m = signalling.HistoryPage{Entries: []signalling.HistoryEntry{{PortalName: evil, Customer: evil}}}
				case signalling.CodeCreate:
					m = signalling.CodeCreated{Code: code}
				}
				return s.Send(signalling.Envelope{Request: e.Request, Message: m})
			})
		})
		client, _ := relay.client(t, protocol.RoleAgent)
		page, err := client.History(t.Context(), signalling.HistoryCursor{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		made, err := client.CreateCode(t.Context(), 1, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		x, err := client.Join(t.Context(), "0042", signalling.SID{})
		if err != nil {
			t.Fatal(err)
		}
		w := client.State().Welcome
		for _, got := range []string{
			w.Relay, w.SignedIn.Organisation, w.SignedIn.Name, w.SignedIn.Team, w.SignedIn.Portals[0].Name, page.Entries[0].PortalName,
			page.Entries[0].Customer, made.Customer, client.Codes()[0].Customer, x.Organisation,
		} {
			if got != good {
				t.Errorf("got %q", got)
			}
		}
	})
}

// TestTrust runs over real TLS on loopback: an unknown certificate is told with its fingerprint, pinned it works, and another one is refused.
func TestTrust(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, nil)
		if err == nil {
			welcome(silent)(r.Context(), signalling.NewSocket(ws), ws)
		}
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	run := func(trust signalling.Trust) (*signalling.Client, <-chan error) {
		relay := &scripted{trust: trust}
		client, err := signalling.New(signalling.Config{
			Relay: strings.TrimPrefix(server.URL, "https://"), Trust: relay.trust, Role: protocol.RoleCustomer,
		})
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- client.Run(t.Context()) }()
		return client, ended
	}

	client, ended := run(signalling.Trust{})
	var untrusted *signalling.UntrustedError
	if err := <-ended; !errors.As(err, &untrusted) || untrusted.Fingerprint != signalling.FingerprintOf(server.Certificate()) {
		t.Fatalf("not pinned: %v", err)
	}
	if client.State().Fault != protocol.FaultRelayUntrusted {
		t.Errorf("not pinned: %v", client.State().Fault)
	}
	other := untrusted.Fingerprint
	other[0] ^= 1
	_, ended = run(signalling.Trust{Pin: &other})
	var changed *signalling.ChangedError
	if err := <-ended; !errors.As(err, &changed) || signalling.Fault(err) != protocol.FaultRelayChanged {
		t.Errorf("another pin: %v", err)
	}
	client, _ = run(signalling.Trust{Pin: &untrusted.Fingerprint})
	await(t, client, "connected", in(signalling.PhaseConnected))
	if read, err := signalling.ParseFingerprint(untrusted.Fingerprint.String()); err != nil || read != untrusted.Fingerprint {
		t.Errorf("fingerprint as text: %v, %v", read, err)
	}
}

// TestNoRelay shows what a web server that is no relay, or an overloaded one, looks like.
func TestNoRelay(t *testing.T) {
	for status, want := range map[int]protocol.Fault{
		http.StatusNotFound: protocol.FaultRelayNotBeside, http.StatusFound: protocol.FaultRelayNotBeside,
		http.StatusServiceUnavailable: protocol.FaultRelayBusy, http.StatusBadGateway: protocol.FaultRelayUnreachable,
	} {
		server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.test/")
			w.WriteHeader(status)
		}))
		pin := signalling.FingerprintOf(server.Certificate())
		client, err := signalling.New(signalling.Config{
			Relay: strings.TrimPrefix(server.URL, "https://"), Trust: signalling.Trust{Pin: &pin}, Role: protocol.RoleCustomer,
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- client.Run(ctx) }()
		if state := await(t, client, "waiting", in(signalling.PhaseWaiting)); state.Fault != want {
			t.Errorf("status %d: %v, want %v", status, state.Fault, want)
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("status %d: %v", status, err)
		}
		server.Close()
	}
}
