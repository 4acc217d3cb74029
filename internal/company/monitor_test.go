package company_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/handin"
)

// watched is the policy of an organisation whose managers may watch.
const watched = protocol.KeepsFacts | protocol.KeepsWatch

// inMonitored is in where the customer was told what is kept.
func inMonitored(t *testing.T, keeps protocol.Keeps, test func(w *world)) {
	t.Helper()
	begin(t, all, &world{keeps: keeps}, test)
}

// monitor has an agent's app introduce the next one as a manager who watches; nobody clicks.
func (w *world) monitor(by int) {
	w.t.Helper()
	next := len(w.agents)
	w.manager = true
	w.agents[by].Introduce(protocol.Introduce{
		ID: uint64(next), Kind: protocol.IntroductionMonitor, Code: "K7MWQ2RT", Name: name(next), Device: [protocol.DeviceKeyLength]byte{byte(next)}, Rights: all,
	})
	wait(settle)
	w.manager = false
}

// marks returns who watches, as one side sees it.
func marks(s session.Snapshot) string {
	out := ""
	for _, p := range s.People {
		if p.Watches() {
			out += p.Name + " " + p.Granted.String() + ";"
		}
	}
	return out
}

// TestMonitor: a manager comes without a card, sees, and everybody is told for as long as it lasts; the customer ends it for good.
func TestMonitor(t *testing.T) {
	inMonitored(t, watched, func(w *world) {
		w.agents[0].SendChat("before", false)
		w.monitor(0)
		if got := w.results(0); got != "1 true joined;" || w.Snapshot().Card != nil {
			t.Fatalf("%s, card %+v", got, w.Snapshot().Card)
		}
		for i, s := range []session.Snapshot{w.Snapshot().Snapshot, w.agents[0].Snapshot(), w.agents[1].Snapshot()} {
			if got := marks(s); got != name(1)+" see;" {
				t.Errorf("%d sees %q", i, got)
			}
		}
		if s := w.Snapshot(); len(s.Members) != 2 || s.Members[0].Monitors || !s.Members[1].Monitors || s.Peer.Name != name(0) {
			t.Errorf("%+v", s.Members)
		}
		w.SendChat("hello", false)
		w.agents[0].SendChat("private", true)
		wait(settle)
		if got := log(w.agents[1].Snapshot()); !strings.HasSuffix(got, "hello;") || strings.Contains(got, "before") || strings.Contains(got, "private") {
			t.Errorf("the manager reads %s", got)
		}
		w.EndMonitoring()
		wait(settle)
		if s := w.agents[1].Snapshot(); s.Ended == nil || s.Ended.Reason != protocol.CloseByCustomer {
			t.Errorf("after the customer ended it: %s", s.Phase)
		}
		for who, s := range map[string]session.Snapshot{"customer": w.Snapshot().Snapshot, "agent": w.agents[0].Snapshot()} {
			if got := log(s); strings.Count(got, "watching;") != 1 || !strings.HasSuffix(got, "unwatched;") || marks(s) != "" || s.Phase != session.PhaseLive {
				t.Errorf("%s: %s, %q", who, got, marks(s))
			}
		}
		if got := w.agents[0].Snapshot().Granted(); got != all {
			t.Errorf("the agent may %s", got)
		}
		w.monitor(0)
		if got := w.results(0); got != "1 true joined;2 true declined;" || len(w.agents) != 2 {
			t.Errorf("again: %s", got)
		}
	})
}

// TestMonitorOfTheUntold: the customer's app lets in no manager of whom the customer was not told, though the agent's app and the relay
// believe otherwise.
func TestMonitorOfTheUntold(t *testing.T) {
	inMonitored(t, protocol.KeepsFacts|protocol.KeepsChat, func(w *world) {
		w.monitor(0)
		if got := w.results(0); got != "1 true untold;" || len(w.agents) != 1 || !strings.HasSuffix(log(w.agents[0].Snapshot()), "not_watched;") {
			t.Errorf("an agent's app of ours: %s", got)
		}
	})
	begin(t, all, &world{keeps: protocol.KeepsFacts, believed: watched}, func(w *world) {
		w.monitor(0)
		if got := w.results(0); got != "1 true untold;" || len(w.agents) != 1 {
			t.Errorf("an agent's app that was changed: %s", got)
		}
		if got := w.Snapshot(); len(got.Members) != 1 || got.Card != nil || strings.Contains(log(got.Snapshot), "watching") {
			t.Errorf("%+v", got.Members)
		}
	})
}

// TestMonitorSeesWhatAgentsSee: neither more nor longer, and never controls.
func TestMonitorSeesWhatAgentsSee(t *testing.T) {
	inMonitored(t, watched, func(w *world) {
		w.monitor(0)
		w.RevokeFrom(protocol.FirstAgentID, protocol.PermissionSee)
		if got := w.Snapshot().Members[1].Session.Mine; got.State == protocol.ShareOn && got.Viewed {
			t.Errorf("the manager still sees: %+v", got)
		}
		wait(settle)
		if got := w.agents[1].Snapshot().Granted(); got != 0 {
			t.Errorf("the manager may %s once nobody sees", got)
		}
		w.Allow(protocol.FirstAgentID, protocol.PermissionSee)
		wait(settle)
		if got := w.agents[1].Snapshot().Granted(); got != protocol.PermissionSee {
			t.Errorf("the manager may %s once the agent sees again", got)
		}
		w.Allow(2, protocol.PermissionControl)
		wait(settle)
		if got := w.agents[1].Snapshot().Granted(); got != protocol.PermissionSee {
			t.Errorf("the manager may %s", got)
		}
		w.Panic()
		wait(settle)
		if got := w.agents[1].Snapshot().Granted(); got != 0 {
			t.Errorf("after the panic key the manager may %s", got)
		}
		if got := log(w.Snapshot().Snapshot); strings.Count(got, "granted;") != 3 || strings.Count(got, "revoked;") != 3 {
			t.Errorf("the log tells of the manager's permissions: %s", got)
		}
	})
}

// TestMonitorOnTheWay: what the customer takes back from the agents while a manager is on the way never reaches the manager.
func TestMonitorOnTheWay(t *testing.T) {
	inMonitored(t, watched, func(w *world) {
		w.vouched = func() {
			go w.RevokeFrom(protocol.FirstAgentID, protocol.PermissionSee)
			for w.agents[0].Snapshot().Granted().Has(protocol.PermissionSee) {
				time.Sleep(time.Millisecond)
			}
		}
		w.monitor(0)
		s := w.agents[1].Snapshot()
		if s.Phase != session.PhaseLive || s.Granted() != 0 {
			t.Fatalf("%s, the manager may %s", s.Phase, s.Granted())
		}
		for _, e := range s.Facts {
			if began, ok := e.Fact.(handin.Began); ok && began.Granted != 0 {
				t.Errorf("at first the manager might %s", began.Granted)
			}
		}
	})
}

// TestMonitorNeverStays: whoever watches does not keep a session alive, and is not whom it ended with.
func TestMonitorNeverStays(t *testing.T) {
	inMonitored(t, watched, func(w *world) {
		w.monitor(0)
		w.agents[0].End()
		wait(settle)
		<-w.ended
		s := w.Snapshot()
		if w.end.Reason != protocol.CloseByAgent || s.Phase != session.PhaseEnded || s.Peer.Name != name(0) {
			t.Errorf("%+v, %s, %q", w.end, s.Phase, s.Peer.Name)
		}
		if got := w.agents[1].Snapshot(); got.Phase != session.PhaseEnded || got.Ended.Reason != protocol.CloseGone {
			t.Errorf("the manager's session: %s", got.Phase)
		}
	})
	inMonitored(t, watched, func(w *world) { // nor while the session goes over to a colleague
		w.monitor(0)
		w.introduce(0, protocol.IntroductionTransfer, all)
		w.agents[0].End()
		wait(settle)
		s := w.Snapshot()
		if s.Phase != session.PhaseLive || s.Peer.Name != name(2) || len(s.Members) != 2 || !s.Members[1].Monitors {
			t.Errorf("%s, %q, %+v", s.Phase, s.Peer.Name, s.Members)
		}
		if got := marks(w.agents[2].Snapshot()); got != name(1)+" see;" {
			t.Errorf("the colleague sees %q", got)
		}
	})
}

// TestMonitorNotReached: an introduction that comes to nothing is told to the agent's app, and to nobody else.
func TestMonitorNotReached(t *testing.T) {
	inMonitored(t, watched, func(w *world) {
		w.meeting = func(protocol.Introduce) error { return errors.New("nobody there") }
		w.monitor(0)
		if got := w.results(0); got != "1 true failed;" || strings.Contains(log(w.Snapshot().Snapshot), "unreached") {
			t.Errorf("%s; %s", got, log(w.Snapshot().Snapshot))
		}
		w.meeting = func(protocol.Introduce) error { w.EndMonitoring(); return nil }
		w.monitor(0)
		if got := w.results(0); got != "1 true declined;" || len(w.Snapshot().Members) != 1 {
			t.Errorf("ended on the way: %s", got)
		}
	})
}

// TestMonitorThatActs: a manager's app that says more than it may is thrown out, and the session goes on.
func TestMonitorThatActs(t *testing.T) {
	inMonitored(t, watched, func(w *world) {
		w.acts = true
		w.monitor(0)
		wait(settle)
		if s := w.agents[1].Snapshot(); s.Ended == nil || s.Ended.Reason != protocol.CloseProtocol {
			t.Errorf("%s, %+v", s.Phase, s.Ended)
		}
		if s := w.Snapshot(); s.Phase != session.PhaseLive || len(s.Members) != 1 || marks(s.Snapshot) != "" {
			t.Errorf("%s, %d members", s.Phase, len(s.Members))
		}
	})
}
