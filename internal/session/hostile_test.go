package session_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// samples has one message of every type, as harmless as can be.
func samples() map[protocol.MessageType]protocol.Message {
	all := map[protocol.MessageType]protocol.Message{}
	for _, m := range []protocol.Message{
		protocol.Hello{Version: protocol.Version, Role: protocol.RoleAgent},
		protocol.Identity{Credential: []byte("credential")},
		protocol.Consent{},
		protocol.End{Reason: protocol.CloseByAgent},
		protocol.Language{Tag: "en"},
		protocol.Attendees{},
		protocol.Chat{From: protocol.FirstAgentID, Number: 1, Text: "hello"},
		protocol.Typing{From: protocol.FirstAgentID, Active: true},
		protocol.StatusLine{Kind: protocol.StatusJoined, Number: 1},
		protocol.PermissionAsk{Permission: protocol.PermissionSee},
		protocol.PermissionAnswer{Permission: protocol.PermissionSee, Answer: protocol.AnswerYes},
		protocol.PermissionState{Permission: protocol.PermissionSee, Grant: protocol.GrantOn},
		protocol.InputState{},
		protocol.DisplayList{},
		protocol.DisplaySelect{ID: 7},
		protocol.ShareState{Share: protocol.ShareOn},
		protocol.ViewState{View: protocol.ViewOpen},
		protocol.FidelityState{Fidelity: protocol.FidelityExact},
		protocol.UpdateHeader{Number: 1, Width: 1, Height: 1},
		protocol.Ack{},
		protocol.KeyframeRequest{},
		protocol.CursorShape{Width: 1, Height: 1, Pix: make([]byte, 4)},
		protocol.CursorMove{},
		protocol.Pointing{},
		protocol.PictureCheck{},
		protocol.Pointer{},
		protocol.Wheel{},
		protocol.Key{Usage: 4, Down: true},
		protocol.Text{Text: "x"},
		protocol.ReleaseAll{},
		protocol.DetailsRequest{},
		protocol.ComputerDetails{},
		protocol.Earlier{Lines: []protocol.EarlierLine{{Text: "before"}}},
		protocol.Private{From: protocol.FirstAgentID, To: 2, Number: 1},
		protocol.AgentKey{From: protocol.FirstAgentID},
		protocol.Introduce{ID: 1, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT", Name: "Ben"},
		protocol.Introduced{ID: 1},
		protocol.PushURL{Number: 1, URL: "https://help.example/"},
		protocol.PushAnswer{Number: 1},
	} {
		all[m.Type()] = m
	}
	return all
}

// hostile is a customer's session whose agent is the test itself.
func hostile(t *testing.T) (agent *transport.Conn, customer *side) {
	t.Helper()
	agent, conn := transporttest.Pair(t)
	d := newDesk()
	return agent, run(t, customerSide(conn, d), d)
}

// greetAs makes the hostile agent behave up to the consent page.
func greetAs(t *testing.T, agent *transport.Conn) {
	t.Helper()
	send(t, agent.Control(), protocol.Hello{Version: protocol.Version, Role: protocol.RoleAgent},
		protocol.Identity{Credential: []byte("credential")})
}

func TestEveryTypeBeforeConsent(t *testing.T) {
	for _, kind := range protocol.Types() {
		if kind == protocol.TypeEnd {
			continue // ends a session at any time
		}
		for _, greeted := range []bool{false, true} {
			if !greeted && kind == protocol.TypeHello {
				continue
			}
			t.Run(kind.String(), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					agent, customer := hostile(t)
					if greeted {
						greetAs(t, agent)
					}
					send(t, agent.Control(), samples()[kind])
					customer.end(t, protocol.CloseTooEarly, false)
					if n := customer.desk.opens() + customer.desk.grabs(); n != 0 {
						t.Errorf("%d things of the desktop were opened", n)
					}
				})
			})
		}
	}
}

func TestEveryStreamBeforeConsent(t *testing.T) {
	for _, kind := range []protocol.StreamKind{protocol.StreamInput, protocol.StreamCursor, protocol.StreamScreen, protocol.StreamPointing, protocol.StreamVideo} {
		t.Run(kind.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				agent, customer := hostile(t)
				greetAs(t, agent)
				open(t, agent, kind, protocol.Key{Usage: 4, Down: true})
				customer.end(t, protocol.CloseTooEarly, false)
				if n := customer.desk.opens() + len(customer.desk.injector.Log()); n != 0 {
					t.Errorf("%d things of the desktop were used", n)
				}
			})
		})
	}
}

// open opens a stream of the kind and writes on it.
func open(t *testing.T, conn *transport.Conn, kind protocol.StreamKind, messages ...protocol.Message) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), settle)
	defer cancel()
	if kind.Bidirectional() {
		stream, err := conn.OpenStream(ctx, kind)
		if err != nil {
			t.Fatal(err)
		}
		send(t, stream, messages...)
		return
	}
	stream, err := conn.OpenUniStream(ctx, kind)
	if err != nil {
		t.Fatal(err)
	}
	send(t, stream, messages...)
}

func TestBrokenGreetings(t *testing.T) {
	hello := protocol.AppendFrame(nil, protocol.Hello{Version: protocol.Version, Role: protocol.RoleAgent})
	for name, c := range map[string]struct {
		bytes []byte
		want  protocol.CloseCode
	}{
		"garbage":        {bytes.Repeat([]byte{0xa5}, 100), protocol.CloseProtocol},
		"long hello":     {append([]byte{1, 0, 0, 65}, make([]byte, 65)...), protocol.CloseProtocol},
		"short hello":    {[]byte{1, 0, 0, 1, 0}, protocol.CloseProtocol},
		"old version":    {protocol.AppendFrame(nil, protocol.Hello{Role: protocol.RoleAgent}), protocol.CloseVersion},
		"customer":       {protocol.AppendFrame(nil, protocol.Hello{Version: 1, Role: protocol.RoleCustomer}), protocol.CloseProtocol},
		"resume of none": {protocol.AppendFrame(nil, protocol.Hello{Version: 1, Role: protocol.RoleAgent, Resume: [32]byte{1}}), protocol.CloseResume},
		"two hellos":     {append(bytes.Clone(hello), hello...), protocol.CloseTooEarly},
		"no credential":  {protocol.AppendFrame(bytes.Clone(hello), protocol.Identity{}), protocol.CloseIdentity},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				agent, customer := hostile(t)
				if _, err := agent.Control().Write(c.bytes); err != nil {
					t.Fatal(err)
				}
				customer.end(t, c.want, false)
			})
		})
	}
}

func TestSilentPeer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, customer := hostile(t)
		elapse(time.Minute)
		customer.end(t, protocol.CloseLost, false)
	})
}

// live brings a hostile agent past consent.
func live(t *testing.T, granted protocol.Permission) (agent *transport.Conn, customer *side) {
	t.Helper()
	agent, customer = hostile(t)
	greetAs(t, agent)
	elapse(protocol.ArmAfter + settle)
	if !customer.Start(granted) {
		t.Fatal("Start was refused")
	}
	elapse(settle)
	return agent, customer
}

func TestWrongInALiveSession(t *testing.T) {
	for name, m := range map[string]protocol.Message{
		"hello again":              samples()[protocol.TypeHello],
		"identity again":           samples()[protocol.TypeIdentity],
		"consent by the agent":     protocol.Consent{Granted: all},
		"permission by the agent":  samples()[protocol.TypePermissionState],
		"answer by the agent":      samples()[protocol.TypePermissionAnswer],
		"status line by the agent": samples()[protocol.TypeStatusLine],
		"chat as the customer":     protocol.Chat{From: protocol.CustomerID, Number: 1, Text: "I agree"},
		"chat as nobody":           protocol.Chat{From: 5, Number: 1, Text: "I agree"},
		"input on control":         samples()[protocol.TypeKey],
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				agent, customer := live(t, protocol.PermissionSee)
				send(t, agent.Control(), m)
				customer.end(t, protocol.CloseProtocol, false)
			})
		})
	}
}

func TestInputWithoutControl(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, protocol.PermissionSee)
		open(t, agent, protocol.StreamInput, protocol.Key{Usage: 4, Down: true})
		elapse(settle)
		if log := customer.desk.injector.Log(); len(log) != 0 {
			t.Errorf("injected without control: %v", log)
		}
		customer.Allow(protocol.PermissionControl)
		elapse(settle)
		if log := customer.desk.injector.Log(); count(log, "key") != 0 {
			t.Errorf("injected what came before control: %v", log)
		}
	})
}

// count returns how many lines of an injector's log start with the word.
func count(log []string, word string) int {
	n := 0
	for _, line := range log {
		if strings.HasPrefix(line, word) {
			n++
		}
	}
	return n
}

// TestInputWaitsForTheInjector sends input while the injector still opens: it is neither lost nor early.
func TestInputWaitsForTheInjector(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, protocol.PermissionSee)
		customer.desk.slow = make(chan struct{})
		customer.Allow(protocol.PermissionControl)
		open(t, agent, protocol.StreamInput, protocol.Key{Usage: 4, Down: true})
		elapse(settle)
		if log := customer.desk.injector.Log(); len(log) != 0 {
			t.Errorf("injected: %v", log)
		}
		close(customer.desk.slow)
		elapse(settle)
		if log := customer.desk.injector.Log(); count(log, "key 4 down") != 1 {
			t.Errorf("injected: %v", log)
		}
	})
}

// TestRevokedBeforeTheInjectorOpens grants and revokes while the injector still opens.
func TestRevokedBeforeTheInjectorOpens(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, protocol.PermissionSee)
		customer.desk.slow = make(chan struct{})
		customer.Allow(protocol.PermissionControl)
		open(t, agent, protocol.StreamInput, protocol.Key{Usage: 4, Down: true})
		elapse(settle)
		customer.Revoke(protocol.PermissionControl)
		close(customer.desk.slow)
		elapse(settle)
		if log := customer.desk.injector.Log(); count(log, "key") != 0 {
			t.Errorf("injected: %v", log)
		}
	})
}

func TestGarbageInput(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, all)
		open(t, agent, protocol.StreamInput, samples()[protocol.TypeChat])
		customer.end(t, protocol.CloseProtocol, false)
	})
}

func TestFlood(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, 0)
		for range 5000 {
			send(t, agent.Control(), protocol.Typing{From: protocol.FirstAgentID, Active: true})
			if agent.Err() != nil {
				break
			}
		}
		customer.end(t, protocol.CloseFlood, false)
	})
}

func TestFloodOfStreams(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, all)
		for range 5000 {
			ctx, cancel := context.WithTimeout(context.Background(), settle)
			stream, err := agent.OpenUniStream(ctx, protocol.StreamInput)
			cancel()
			if err != nil {
				break
			}
			if _, err := stream.Write([]byte{0}); err != nil {
				continue // the session has cancelled it already
			}
			if err := stream.Close(); err != nil {
				t.Log(err)
			}
		}
		customer.end(t, protocol.CloseFlood, false)
	})
}

func TestUnsolicitedScreen(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, 0)
		open(t, agent, protocol.StreamScreen, protocol.UpdateHeader{Number: 1, Width: 1, Height: 1, Length: 4})
		elapse(settle)
		if customer.Snapshot().Phase.String() != "live" {
			t.Error("a screen that nobody asked for must be ignored: ViewState may have crossed it")
		}
	})
}

func TestAgentDoesNotBelieveTheCustomer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, customer := transporttest.Pair(t)
		d := newDesk()
		agent := run(t, agentSide(conn, d), d)
		send(t, customer.Control(), protocol.Hello{Version: protocol.Version, Role: protocol.RoleCustomer},
			protocol.Consent{Granted: all}, protocol.PermissionAsk{Permission: protocol.PermissionControl})
		agent.end(t, protocol.CloseProtocol, false)
		if n := d.opens(); n != 0 {
			t.Errorf("%d things of the agent's desktop were opened", n)
		}
	})
}

// TestStreamsMayOvertakeConsent opens a screen before Consent has arrived, as QUIC may deliver it; a crowd is an attack.
func TestStreamsMayOvertakeConsent(t *testing.T) {
	for name, c := range map[string]struct {
		streams int
		ends    bool
	}{"screen and cursor": {2, false}, "a crowd": {9, true}} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				conn, customer := transporttest.Pair(t)
				d := newDesk()
				agent := run(t, agentSide(conn, d), d)
				send(t, customer.Control(), protocol.Hello{Version: protocol.Version, Role: protocol.RoleCustomer})
				for range c.streams {
					open(t, customer, protocol.StreamCursor, protocol.CursorMove{})
				}
				elapse(settle)
				if c.ends {
					agent.end(t, protocol.CloseTooEarly, false)
					return
				}
				send(t, customer.Control(), protocol.Consent{Granted: protocol.PermissionSee})
				elapse(settle)
				if got := agent.Snapshot().Phase.String(); got != "live" {
					t.Errorf("phase is %s", got)
				}
			})
		})
	}
}
