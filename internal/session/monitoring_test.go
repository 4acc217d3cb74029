package session_test

import (
	"testing"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// monitored is a customer's session whose agent is a manager who watches, which is the test itself.
func monitored(t *testing.T) (manager *transport.Conn, customer *side) {
	t.Helper()
	manager, conn := transporttest.Pair(t)
	d := newDesk()
	cfg := customerSide(conn, d)
	cfg.Part = session.Part{
		Agent: 2, Told: func(protocol.Message) {},
		Introduced: &session.Introduced{Granted: protocol.PermissionSee, Rights: protocol.PermissionSee, Keeps: keeps, Monitors: true},
	}
	customer = run(t, cfg, d)
	greetAs(t, manager)
	elapse(settle)
	if s := customer.Snapshot(); s.Phase != session.PhaseLive || s.Granted() != protocol.PermissionSee {
		t.Fatalf("%s, %s", s.Phase, s.Granted())
	}
	return manager, customer
}

// TestMonitorDoesNothing: a manager's app that does anything but look is thrown out, and nothing of what it did counts.
func TestMonitorDoesNothing(t *testing.T) {
	looks := map[protocol.MessageType]bool{protocol.TypeLanguage: true, protocol.TypeViewState: true, protocol.TypeDisplaySelect: true}
	for _, kind := range protocol.Types() {
		if kind == protocol.TypeEnd || kind.Stream() != protocol.StreamControl {
			continue
		}
		t.Run(kind.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				manager, customer := monitored(t)
				send(t, manager.Control(), samples()[kind])
				elapse(settle)
				if looks[kind] {
					if got := customer.Snapshot().Phase; got != session.PhaseLive {
						t.Errorf("a manager who looks is %s", got)
					}
					return
				}
				customer.end(t, protocol.CloseProtocol, false)
				if s := customer.Snapshot(); len(customer.desk.injector.Log()) > 0 || s.Push != nil {
					t.Errorf("%+v", s)
				}
			})
		})
	}
	for _, kind := range []protocol.StreamKind{protocol.StreamInput, protocol.StreamCursor, protocol.StreamScreen, protocol.StreamPointing, protocol.StreamVideo} {
		t.Run("stream of "+kind.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				manager, customer := monitored(t)
				open(t, manager, kind, protocol.Key{Usage: 4, Down: true})
				customer.end(t, protocol.CloseProtocol, false)
				if got := customer.desk.injector.Log(); len(got) > 0 {
					t.Errorf("injected: %v", got)
				}
			})
		})
	}
}

// TestRelayLiesAboutMonitoring: an agent's app introduces no manager into a session whose customer was told nothing of it, whoever says
// that the policy is otherwise, and tells its agent.
func TestRelayLiesAboutMonitoring(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, all)
		p.agent.Introduce(protocol.Introduce{ID: 7, Kind: protocol.IntroductionMonitor, Code: "K7MWQ2RT", Name: "Elena Marsh"})
		p.wait(settle)
		s := p.agent.Snapshot()
		if len(s.Introductions) != 1 || s.Introductions[0].Result != protocol.IntroductionUntold {
			t.Errorf("introductions: %+v", s.Introductions)
		}
		if last := s.Chat[len(s.Chat)-1]; last.Status != protocol.StatusNotWatched || last.Name != "Elena Marsh" || last.Mine {
			t.Errorf("the agent reads %+v", last)
		}
		if p.customer.Snapshot().Phase != session.PhaseLive {
			t.Error("the customer's app heard of it")
		}
	})
}

// TestMonitorSaysNothing: what a person does in the app of a manager who watches goes nowhere.
func TestMonitorSaysNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agentConn, customerConn := transporttest.Pair(t)
		agentDesk, customerDesk := newDesk(), newDesk()
		cfg := agentSide(agentConn, agentDesk)
		cfg.Monitors, cfg.Aside = true, &session.Aside{Vouch: func([protocol.AgentKeyLength]byte) (_, _ []byte) { return []byte{1}, []byte{2} }}
		other := customerSide(customerConn, customerDesk)
		other.Part = session.Part{
			Agent: 2, Told: func(m protocol.Message) { t.Logf("told %s", m.Type()) },
			Introduced: &session.Introduced{Granted: protocol.PermissionSee, Rights: protocol.PermissionSee, Keeps: keeps, Monitors: true},
		}
		manager, customer := run(t, cfg, agentDesk), run(t, other, customerDesk)
		elapse(settle)
		_, pushed := manager.PushURL("https://help.example/")
		if manager.SendChat("hello", false) || manager.SendChat("hello", true) || pushed {
			t.Error("a manager who watches writes")
		}
		manager.SetTyping(true)
		manager.Ask(protocol.PermissionControl)
		manager.ShareMine(0)
		manager.Introduce(protocol.Introduce{ID: 1, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT"})
		manager.OpenView()
		elapse(settle)
		customer.desk.fill()
		elapse(settle)
		s := manager.Snapshot()
		if s.Phase != session.PhaseLive || s.Granted() != protocol.PermissionSee || s.Theirs.State != protocol.ShareOn {
			t.Errorf("%s, %s, %s", s.Phase, s.Granted(), s.Theirs.State)
		}
		if s.Keeps != protocol.KeepsFacts {
			t.Errorf("hands in %b", s.Keeps)
		}
		if got := customer.Snapshot(); !got.Mine.Viewed || customer.desk.grabs() == 0 {
			t.Errorf("sees nothing: %+v", got.Mine)
		}
		manager.End()
		customer.end(t, protocol.CloseByAgent, true)
	})
}
