package support_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// monitored is a help desk whose managers may watch, or not, with a manager of its team who has an app.
type monitored struct {
	*helpDesk
	monitoring *support.Monitoring
	sessions   *support.Sessions
	elena      support.Manager
	app        support.SignedIn // Elena's
}

func onMonitored(t *testing.T, test func(d *monitored)) {
	onHelpDesk(t, func(desk *helpDesk) {
		d := &monitored{
			helpDesk: desk, monitoring: support.NewMonitoring(desk.store, support.DefaultRequestSettings()), sessions: support.NewSessions(desk.store),
		}
		d.allow(true)
		d.elena, d.app = d.manager("Elena", desk.agents[0].Agent.Team, support.RoleTeamManager)
		test(d)
	})
}

// allow sets the organisation's policy.
func (d *monitored) allow(monitoring bool) {
	d.Helper()
	settings := support.DefaultSettings()
	settings.Monitoring = monitoring
	must(d.T, d.store.PutSettings(d.Context(), d.agents[0].Organisation.ID, settings))
}

// manager makes somebody who has an app and is there.
func (d *monitored) manager(name string, team support.TeamID, role support.Role) (support.Manager, support.SignedIn) {
	d.Helper()
	ctx := d.Context()
	a := support.Agent{Organisation: d.agents[0].Organisation.ID, Team: team, Name: name, Mail: name + "@northfield.example", Role: role}
	var err error
	a.ID, err = d.store.CreateAgent(ctx, a, nil)
	must(d.T, err)
	accounts := support.NewAccounts(d.store)
	token, err := accounts.AddDevice(ctx, a.ID, "desk")
	must(d.T, err)
	who, err := accounts.SignedIn(ctx, token)
	must(d.T, err)
	_, err = d.presence.Arrive(ctx, who, support.StatusBusy)
	must(d.T, err)
	return support.Manager{Agent: who.Agent, Team: who.Team, Organisation: who.Organisation, Managed: who.Managed}, who
}

// acts lists what the audit log says that managers did.
func (d *monitored) acts() string {
	d.Helper()
	events, err := d.store.Audit(d.Context(), d.elena.Organisation.ID, 0, 0, 100)
	must(d.T, err)
	out := ""
	for _, e := range events {
		out = e.Name + " " + string(e.Act) + " " + e.Object + ";" + out
	}
	return out
}

// watch has Elena ask, say Yes and begin.
func (d *monitored) watch(id support.RequestID) support.Session {
	d.Helper()
	return d.watchCase(support.CaseID{Request: id})
}

func (d *monitored) watchCase(id support.CaseID) support.Session {
	d.Helper()
	ctx := d.Context()
	must(d.T, d.monitoring.Ask(ctx, d.elena, id))
	open, err := d.introductions.For(ctx, d.app)
	must(d.T, err)
	if len(open) != 1 || open[0].Kind != support.RendezvousMonitor || protocol.Permission(open[0].Rights) != protocol.PermissionSee {
		d.Fatalf("the app is asked %+v", open)
	}
	yes, err := d.introductions.Answer(ctx, d.app, open[0].ID, true, deviceKey)
	must(d.T, err)
	grant, err := d.requests.Begin(ctx, d.app, yes.Code)
	must(d.T, err)
	return grant.Session
}

func TestMonitoring(t *testing.T) {
	onMonitored(t, func(d *monitored) {
		ctx := d.Context()
		id, first := d.inSession()
		before, err := d.store.Events(ctx, id, 0, 100)
		must(t, err)
		watching := d.watch(id)
		if !watching.Monitor || watching.Request != id {
			t.Errorf("%+v", watching)
		}
		if after, err := d.store.Events(ctx, id, 0, 100); err != nil || len(after) != len(before) {
			t.Errorf("%d steps of the request became %d, %v", len(before), len(after), err)
		}
		if r := d.request(id); r.Agent != d.agents[0].Agent.ID || r.Session != first {
			t.Errorf("the request is %+v", r)
		}
		if log, _, err := d.sessions.History(ctx, d.elena.Agent.ID, support.HistoryCursor{}, 10); err != nil || len(log) != 0 {
			t.Errorf("own history: %+v, %v", log, err)
		}
		d.wantErr(d.monitoring.Ask(ctx, d.elena, support.CaseID{Request: id}), support.ErrOwnSession)
		name := support.Case{Request: id}.Name()
		if got, want := d.acts(), "Elena monitoring-begun "+name+";"; got != want {
			t.Errorf("audit log: %s", got)
		}
		for range 2 { // what apps say twice
			must(t, d.sessions.End(ctx, d.elena.Agent.ID, watching.ID, time.Now(), time.Now(), support.OutcomeUnknown))
		}
		if got, want := d.acts(), "Elena monitoring-begun "+name+";Elena monitoring-ended "+name+";"; got != want {
			t.Errorf("audit log: %s", got)
		}
	})
}

// forgetful is a store that fails to write the audit log once.
type forgetful struct {
	*store.Store
	failed bool
}

func (s *forgetful) AddAuditOnce(ctx context.Context, e support.AuditEvent, since time.Time) error {
	if !s.failed {
		s.failed = true
		return errors.New("the disk is full")
	}
	return s.Store.AddAuditOnce(ctx, e, since)
}

// TestMonitoringEndIsNoted: an app that is not told that its end was kept says it again, and then the log has it.
func TestMonitoringEndIsNoted(t *testing.T) {
	onMonitored(t, func(d *monitored) {
		id, _ := d.inSession()
		watching := d.watch(id)
		sessions := support.NewSessions(&forgetful{Store: d.store})
		end := func() error {
			return sessions.End(d.Context(), d.elena.Agent.ID, watching.ID, time.Now(), time.Now(), support.OutcomeUnknown)
		}
		if err := end(); err == nil {
			t.Fatal("the end is kept, though not in the log")
		}
		must(t, end())
		must(t, end())
		name := support.CaseID{Request: id}.Name()
		if got, want := d.acts(), "Elena monitoring-begun "+name+";Elena monitoring-ended "+name+";"; got != want {
			t.Errorf("audit log: %s", got)
		}
	})
}

// TestMonitoringOfCall: who watches a session that came of nine digits is in it, until they watch no longer.
func TestMonitoringOfCall(t *testing.T) {
	onMonitored(t, func(d *monitored) {
		ctx, granted := d.Context(), time.Now()
		code, err := d.store.CreateCode(ctx, support.Code{
			Agent: d.agents[0].Agent.ID, Portal: d.portals[support.PortalBox].ID, Nameplate: "4711", Customer: "Hannah", Created: granted, Expires: granted.Add(time.Hour),
		}, 8)
		must(t, err)
		call, err := d.store.RedeemCode(ctx, support.Session{ID: leg.SessionID{9}, Code: code, Agent: d.agents[0].Agent.ID, Device: d.agents[0].Device.ID, Granted: granted})
		must(t, err)
		at := support.CaseID{Call: call.ID}
		watching := d.watchCase(at)
		d.wantErr(d.monitoring.Ask(ctx, d.elena, at), support.ErrOwnSession)
		must(t, d.sessions.End(ctx, d.elena.Agent.ID, watching.ID, time.Now(), time.Now(), support.OutcomeUnknown))
		must(t, d.monitoring.Ask(ctx, d.elena, at))
	})
}

// TestMonitorInheritsNothing: when the agent leaves, the request ends, though a manager still watches.
func TestMonitorInheritsNothing(t *testing.T) {
	onMonitored(t, func(d *monitored) {
		id, _ := d.inSession()
		d.watch(id)
		r, err := d.requests.Close(d.Context(), d.agents[0], id, support.OutcomeResolved, "")
		must(t, err)
		if r.State != support.RequestResolved || r.Agent != d.agents[0].Agent.ID {
			t.Errorf("%+v", r)
		}
	})
	onMonitored(t, func(d *monitored) {
		id, first := d.inSession()
		d.watch(id)
		must(t, d.sessions.End(d.Context(), d.agents[0].Agent.ID, first, time.Now(), time.Now(), support.OutcomeUnknown))
		d.pass(support.DefaultRequestSettings().EndAfter+5*time.Second, id)
		if r := d.request(id); r.State != support.RequestUnknown || r.Agent != d.agents[0].Agent.ID {
			t.Errorf("after the agent's app went: %+v", r)
		}
	})
}

// TestMonitoringRefused: who may not, what is not, and why.
func TestMonitoringRefused(t *testing.T) {
	onMonitored(t, func(d *monitored) {
		ctx := d.Context()
		waiting := d.post(support.PortalBox)
		d.accept(0, waiting)
		d.wantErr(d.monitoring.Ask(ctx, d.elena, support.CaseID{Request: waiting}), support.ErrGone)
		id, _ := d.inSession()
		at := support.CaseID{Request: id}
		elsewhere, err := d.store.CreateTeam(ctx, support.Team{Organisation: d.elena.Organisation.ID, Name: "Elsewhere", Features: support.FeaturesAll})
		must(t, err)
		foreign, _ := d.manager("Lea", elsewhere, support.RoleTeamManager)
		for _, id := range []support.RequestID{id, waiting} {
			d.wantErr(d.monitoring.Ask(ctx, foreign, support.CaseID{Request: id}), support.ErrNotFound)
		}
		plain, _ := d.manager("Max", d.elena.Team.ID, support.RoleAgent)
		d.wantErr(d.monitoring.Ask(ctx, plain, at), support.ErrNotFound)
		other := d.elena
		other.Organisation.ID++
		d.wantErr(d.monitoring.Ask(ctx, other, at), support.ErrNotFound)
		program := d.elena
		program.Token = support.Token{ID: 1, Expires: time.Now().Add(time.Hour)}
		d.wantErr(d.monitoring.Ask(ctx, program, at), support.ErrNotFound)
		d.wantErr(d.monitoring.Ask(ctx, d.elena, support.CaseID{Request: support.RequestID{1}}), support.ErrNotFound)
		d.wantErr(d.monitoring.Ask(ctx, d.elena, support.CaseID{Call: leg.SessionID{1}}), support.ErrNotFound)
		nobody := d.elena
		nobody.Agent.ID += 1000
		d.wantErr(d.monitoring.Ask(ctx, nobody, at), support.ErrNoApp)
		own := support.Manager{Agent: d.agents[0].Agent, Team: d.elena.Team, Organisation: d.elena.Organisation, Managed: d.elena.Managed}
		own.Agent.Role = support.RoleTeamManager
		d.wantErr(d.monitoring.Ask(ctx, own, at), support.ErrOwnSession)
		d.allow(false)
		d.wantErr(d.monitoring.Ask(ctx, d.elena, at), support.ErrMonitoringOff)
		d.allow(true)
		must(t, d.presence.Leave(ctx, d.visits[0]))
		d.wantErr(d.monitoring.Ask(ctx, d.elena, at), support.ErrAway)
		if got := d.acts(); got != "" {
			t.Errorf("audit log: %s", got)
		}
	})
}

// TestMonitoringMeanwhile: what changed between the question and the Yes, and after it, counts.
func TestMonitoringMeanwhile(t *testing.T) {
	onMonitored(t, func(d *monitored) {
		ctx := d.Context()
		id, first := d.inSession()
		for range 2 { // the second click asks nothing new
			must(t, d.monitoring.Ask(ctx, d.elena, support.CaseID{Request: id}))
		}
		open, err := d.introductions.For(ctx, d.app)
		must(t, err)
		if len(open) != 1 {
			t.Fatalf("asked %d times", len(open))
		}
		_, err = d.introductions.Answer(ctx, d.agents[1], open[0].ID, true, deviceKey)
		d.wantErr(err, support.ErrNotFound)
		d.allow(false)
		_, err = d.introductions.Answer(ctx, d.app, open[0].ID, true, deviceKey)
		d.wantErr(err, support.ErrDenied)
		d.allow(true)
		yes, err := d.introductions.Answer(ctx, d.app, open[0].ID, true, deviceKey)
		must(t, err)
		d.wantErr(d.introductions.TurnAway(ctx, d.agents[1], yes.ID, protocol.IntroductionUntold), support.ErrNotFound)
		must(t, d.introductions.TurnAway(ctx, d.agents[0], yes.ID, protocol.IntroductionUntold))
		must(t, d.introductions.TurnAway(ctx, d.agents[0], yes.ID, protocol.IntroductionDeclined)) // too late
		if i, err := d.introductions.Introduction(ctx, yes.ID); err != nil || i.State != support.IntroductionUntold || !i.TurnedAway() {
			t.Errorf("%+v, %v", i, err)
		}
		_, err = d.requests.Begin(ctx, d.app, yes.Code)
		d.wantErr(err, support.ErrGone)

		must(t, d.monitoring.Ask(ctx, d.elena, support.CaseID{Request: id}))
		open, err = d.introductions.For(ctx, d.app)
		must(t, err)
		must(t, d.sessions.End(ctx, d.agents[0].Agent.ID, first, time.Now(), time.Now(), support.OutcomeUnknown))
		_, err = d.introductions.Answer(ctx, d.app, open[0].ID, true, deviceKey)
		d.wantErr(err, support.ErrGone)
	})
}

// TestMonitoringIsCut: what is being watched ends within a look when the policy does, or the manager's role.
func TestMonitoringIsCut(t *testing.T) {
	for name, change := range map[string]func(d *monitored){
		"policy": func(d *monitored) { d.allow(false) },
		"role": func(d *monitored) {
			a := d.elena.Agent
			a.Role = support.RoleAgent
			must(d.T, d.store.UpdateAgent(d.Context(), a))
		},
	} {
		t.Run(name, func(t *testing.T) {
			onMonitored(t, func(d *monitored) {
				id, _ := d.inSession()
				watching := d.watch(id)
				if cut, err := d.sessions.Cut(d.Context()); err != nil || len(cut) != 0 {
					t.Fatalf("cut %v, %v", cut, err)
				}
				change(d)
				cut, err := d.sessions.Cut(d.Context())
				must(t, err)
				name := support.Case{Request: id}.Name()
				if len(cut) != 1 || cut[0] != watching.ID || d.acts() != "Elena monitoring-begun "+name+";Elena monitoring-ended "+name+";" {
					t.Errorf("cut %v; %s", cut, d.acts())
				}
			})
		})
	}
}
