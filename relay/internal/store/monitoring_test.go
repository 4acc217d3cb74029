package store_test

import (
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// testMonitoring: the session of a manager who watches is kept with its audit entry, stands in no history and no report, keeps nobody
// busy, tells no receiver, and is cut when the policy or the role ends.
func testMonitoring(t *testing.T, f *fixture) {
	ctx := t.Context()
	manager := support.Agent{Organisation: f.organisation.ID, Team: f.team, Name: "Elena", Mail: "elena@northfield.example", Role: support.RoleTeamManager}
	var err error
	manager.ID, err = f.CreateAgent(ctx, manager, nil)
	must(t, err)
	settings := support.DefaultSettings()
	settings.Monitoring = true
	must(t, f.PutSettings(ctx, f.organisation.ID, settings))
	hook, err := f.CreateWebhook(ctx, support.Webhook{
		Organisation: f.organisation.ID, Created: now,
		WebhookEntry: support.WebhookEntry{Name: "All", URL: "https://desk.example/hook", Events: support.WebhookEventsAll},
	})
	must(t, err)
	watching := support.Session{ID: leg.SessionID{2}, Agent: manager.ID, Monitor: true, Introduction: 1, Portal: f.portal, Customer: "Bea", Granted: now}
	note := support.AuditEvent{Organisation: f.organisation.ID, At: now, Agent: manager.ID, Name: "Elena", Act: support.AuditMonitorBegun, Object: "case"}
	must(t, f.KeepStep(ctx, support.Step{Session: &watching, Audit: &note, At: now}))
	if got, err := f.Session(ctx, watching.ID); err != nil || !got.Monitor {
		t.Errorf("kept %+v, %v", got, err)
	}
	if log, err := f.Audit(ctx, f.organisation.ID, manager.ID, 0, 10); err != nil || len(log) != 1 || log[0].Act != support.AuditMonitorBegun || log[0].Object != "case" {
		t.Errorf("the audit log has %+v, %v", log, err)
	}
	if log, err := f.History(ctx, manager.ID, support.HistoryCursor{}, 10); err != nil || len(log) != 0 {
		t.Errorf("the history has %+v, %v", log, err)
	}
	query := support.ReportQuery{Organisation: f.organisation.ID, From: now.Add(-time.Hour), To: now.Add(time.Hour), Zone: time.UTC}
	must(t, f.GrantedSessions(ctx, query, func(s support.Session) error {
		t.Errorf("counted: %+v", s)
		return nil
	}))
	cut := func() []leg.SessionID {
		t.Helper()
		ids, err := f.CutSessions(ctx, now.Add(-time.Hour), now.Add(time.Minute))
		must(t, err)
		return ids
	}
	if ids := cut(); len(ids) != 0 {
		t.Errorf("cut %v though a manager may watch", ids)
	}
	manager.Role = support.RoleAgent
	must(t, f.UpdateAgent(ctx, manager))
	if ids := cut(); len(ids) != 1 || ids[0] != watching.ID {
		t.Errorf("cut %v of somebody who is no manager any more", ids)
	}
	manager.Role, watching.ID = support.RoleOrganisationManager, leg.SessionID{3}
	must(t, f.UpdateAgent(ctx, manager))
	must(t, f.KeepStep(ctx, support.Step{Session: &watching, At: now}))
	if ids := cut(); len(ids) != 0 {
		t.Errorf("cut %v though a manager may watch", ids)
	}
	settings.Monitoring = false
	must(t, f.PutSettings(ctx, f.organisation.ID, settings))
	if ids := cut(); len(ids) != 1 || ids[0] != watching.ID {
		t.Errorf("cut %v when the policy ended", ids)
	}
	if told, err := f.Deliveries(ctx, hook, 0, 10); err != nil || len(told) != 0 {
		t.Errorf("a receiver is told %+v, %v", told, err)
	}
}
