package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/api"
	"beside.example/relay/internal/support"
)

// scopesOf is the table of operations and scopes: one of the named ones is enough, none named means that any token may ask. A star marks
// what tokens for teams may not ask at all.
func scopesOf() map[string]string {
	const people, change = "people:read people:write", "people:write"
	return map[string]string{
		"get-organisation": "",
		"list-teams":       people, "get-team": people, "create-team": change, "change-team": change, "delete-team": change,
		"list-agents": people, "get-agent": people, "create-agent": change, "change-agent": change, "delete-agent": change,
		"disable-agent": change, "enable-agent": change, "sign-out-agent": change,
		"list-portals": "portals:read portals:write *", "get-portal": "portals:read portals:write *", "create-portal": "portals:write *", "change-portal": "portals:write *", "delete-portal": "portals:write *",
		"list-replies": "replies:read replies:write", "get-reply": "replies:read replies:write",
		"create-reply": "replies:write", "change-reply": "replies:write", "delete-reply": "replies:write",
		"list-requests": "requests:read", "get-request": "requests:read", "list-sessions": "requests:read", "get-session": "requests:read", "get-live": "requests:read",
		"get-account":    "chats:read",
		"report-summary": "reports:read", "report-agents": "reports:read", "report-sign-ins": "reports:read", "report-survey": "reports:read",
		"export-requests": "requests:read", "export-agents": "reports:read", "export-sign-ins": "reports:read", "export-answers": "reports:read",
		"list-audit":   "audit:read *",
		"get-settings": "settings:read settings:write *", "change-settings": "settings:write *", "get-retention": "settings:read settings:write *",
		"list-deletions":   "settings:read settings:write *",
		"list-invitations": change, "invite": change, "invite-again": change, "withdraw-invitation": change,
		"list-webhooks": "webhooks:read webhooks:write *", "get-webhook": "webhooks:read webhooks:write *", "list-deliveries": "webhooks:read webhooks:write *",
		"create-webhook": "webhooks:write *", "change-webhook": "webhooks:write *", "delete-webhook": "webhooks:write *", "test-webhook": "webhooks:write *",
		"enable-webhook": "webhooks:write *", "renew-webhook-secret": "webhooks:write *", "redeliver": "webhooks:write *",
		"search-person": "persons:read persons:write *", "export-person": "persons:read persons:write *", "erase-person": "persons:write *",
		"erase-agent-name": "persons:write *",
	}
}

// operation is one of the document's.
type operation struct {
	method, path, id string
	security         []map[string][]string
}

// operations reads the document as any program would.
func operations(t testing.TB, a *api.API) (all []operation) {
	t.Helper()
	var document struct {
		Paths map[string]map[string]struct {
			OperationID string
			Security    []map[string][]string
		}
	}
	must(t, json.Unmarshal(a.Document(), &document))
	for path, methods := range document.Paths {
		for method, o := range methods {
			all = append(all, operation{strings.ToUpper(method), strings.TrimPrefix(path, api.Root), o.OperationID, o.Security})
		}
	}
	return all
}

// TestWhoMayAskForWhat asks for every operation of the document with tokens of every scope, for the organisation and for a team, and with
// what is no token: what the table does not name is denied.
func TestWhoMayAskForWhat(t *testing.T) {
	h := newHouse(t)
	table := scopesOf()
	tokens, bound := map[string]string{}, map[string]string{}
	for _, scope := range support.ScopesAll.Names() {
		tokens[scope], bound[scope] = h.token(scope), h.token(scope, h.front)
	}
	nobody := h.nobody()
	all := operations(t, h.API)
	if len(all) != len(table) || len(h.Acts()) != len(table) {
		t.Errorf("the document has %d operations, the gate %d, the table %d", len(all), len(h.Acts()), len(table))
	}
	for _, o := range all {
		row, known := table[o.id]
		if !known {
			t.Errorf("the table lacks %s", o.id)
			continue
		}
		scopes := strings.Fields(strings.TrimSuffix(row, "*"))
		if said := o.security[0]["token"]; len(scopes) > 0 && !slices.Equal(said, scopes) {
			t.Errorf("%s: the document says %v", o.id, said)
		}
		path := strings.ReplaceAll(o.path, "{id}", "999999")
		path = strings.ReplaceAll(path, "{delivery}", "999999")
		for scope, token := range tokens {
			want := len(scopes) == 0 || slices.Contains(scopes, scope)
			if got := h.mayAsk(token, o.method, path); got != want {
				t.Errorf("%s with %s: %v", o.id, scope, got)
			}
			if got := h.mayAsk(bound[scope], o.method, path); got != (want && !strings.HasSuffix(row, "*")) {
				t.Errorf("%s with %s of a team: %v", o.id, scope, got)
			}
		}
		for name, token := range nobody {
			h.call(token, o.method, path, "").mustBeProblem(t, o.id+" with "+name, 401)
		}
	}
}

// mayAsk reports whether a call passes the gate, whatever comes of it then.
func (h *house) mayAsk(token, method, path string) bool {
	h.t.Helper()
	a := h.call(token, method, path, "")
	if a.status == 401 || a.status == 429 || a.status >= 500 {
		h.t.Errorf("%s %s: status %d: %s", method, path, a.status, a.body)
	}
	if a.status == 403 {
		a.mustBeProblem(h.t, path, 403)
	}
	return a.status != 403
}

// nobody is what is no token, or no longer. The bad ones are few, so that they stay below what a household may try.
func (h *house) nobody() map[string]string {
	h.t.Helper()
	expired := support.NewSecret()
	_, err := h.CreateToken(h.t.Context(), support.Token{
		Organisation: h.north.ID, Name: "Old", Hash: expired.Hash(), Scopes: support.ScopesAll, Maker: h.elena.Agent.ID, Expires: time.Now().Add(-time.Second),
	})
	must(h.t, err)
	if a := h.call(support.TokenText(expired), "GET", "/organisation", ""); a.status != 401 {
		h.t.Errorf("an expired token: status %d", a.status)
	}
	revoked, text, err := h.manage.CreateToken(h.t.Context(), h.elena, support.TokenEntry{Name: "Lost", Scopes: support.ScopesAll, Expires: time.Now().Add(time.Hour)})
	must(h.t, err)
	must(h.t, h.manage.RevokeToken(h.t.Context(), h.elena, revoked.ID))
	if a := h.call(text, "GET", "/organisation", ""); a.status != 401 {
		h.t.Errorf("a revoked token: status %d", a.status)
	}
	device := support.NewSecret()
	_, err = h.CreateDevice(h.t.Context(), support.Device{Agent: h.elena.Agent.ID, Name: "desk", TokenHash: device.Hash()})
	must(h.t, err)
	for _, other := range []string{device.Token(), support.TokenText(device), "bsd_", strings.Repeat("x", 5000)} {
		h.call(other, "GET", "/organisation", "").mustBeProblem(h.t, "another secret", 401)
	}
	return map[string]string{"no token": ""}
}

// TestOthersThings shows that no token reaches what is another organisation's, and none for a team what is another team's, the organisation's
// or a manager's.
func TestOthersThings(t *testing.T) {
	h := newHouse(t)
	all, front := h.token(strings.Join(support.ScopesAll.Names(), " ")), h.token(strings.Join(support.ScopesAll.Names(), " "), h.front)
	const match, team, agent, reply = `"x"`, `{"name":"M","features":[]}`, `{"name":"M","team":1,"portals":[]}`, `{"title":"M","text":"M"}`
	for _, c := range []struct {
		token, method, path, body string
		status                    int
	}{
		{all, "GET", at("/teams/%d", h.southTeam), "", 404},
		{all, "PUT", at("/teams/%d", h.southTeam), team, 404},
		{all, "GET", at("/agents/%d", h.otto), "", 404},
		{all, "PUT", at("/agents/%d", h.otto), agent, 404},
		{all, "POST", at("/agents/%d/disable", h.otto), "", 404},
		{all, "DELETE", at("/agents/%d", h.otto), "", 404},
		{all, "DELETE", at("/teams/%d", h.southTeam), "", 404},
		{all, "DELETE", at("/agents/%d", h.elena.Agent.ID), "", 403},
		{front, "DELETE", at("/agents/%d", h.bob), "", 404},
		{front, "DELETE", at("/teams/%d", h.back), "", 404},
		{all, "POST", at("/agents/%d/sign-out", h.otto), "", 404},
		{all, "GET", at("/portals/%d", h.southDesk), "", 404},
		{all, "PUT", at("/portals/%d", h.southDesk), `{"name":"M","kind":"box","features":[]}`, 412}, // it has no such version, and says nothing else
		{all, "GET", at("/replies/%d", h.other), "", 404},
		{all, "PUT", at("/replies/%d", h.other), reply, 404},
		{all, "DELETE", at("/replies/%d", h.other), "", 404},
		{all, "PUT", at("/agents/%d", h.elena.Agent.ID), agent, 403},
		{all, "POST", at("/agents/%d/disable", h.elena.Agent.ID), "", 403},
		{all, "POST", "/agents", `{"name":"M","mail":"m@field.example","team":1,"role":"team-manager","portals":[]}`, 403},
		{all, "POST", "/agents", at(`{"name":"M","mail":"m@field.example","team":%d,"portals":[]}`, h.southTeam), 422},
		{all, "POST", "/agents", `{"name":"M","mail":"m@field.example","team":999999,"portals":[]}`, 422}, // as if it were another's
		{all, "POST", "/invitations", `{"name":"M","mail":"m@field.example","team":999999,"portals":[]}`, 422},
		{all, "POST", "/replies", at(`{"title":"M","text":"M","team":%d}`, h.southTeam), 422},
		{all, "POST", "/replies", `{"title":"M","text":"M","team":999999}`, 422},
		{front, "GET", at("/teams/%d", h.back), "", 404},
		{front, "GET", at("/agents/%d", h.bob), "", 404},
		{front, "POST", at("/agents/%d/disable", h.bob), "", 404},
		{front, "POST", "/agents", at(`{"name":"M","mail":"m@field.example","team":%d,"portals":[]}`, h.back), 403},
		{front, "POST", "/teams", team, 403},
		{front, "PUT", at("/teams/%d", h.front), team, 403}, // what it may do is for those above to decide
		{front, "DELETE", at("/teams/%d", h.front), "", 403},
		{front, "GET", at("/replies/%d", h.reply), "", 404},
		{front, "POST", "/replies", reply, 403},
		{front, "GET", at("/reports/summary?team=%d", h.back), "", 403},
	} {
		if a := h.call(c.token, c.method, c.path, c.body, "If-Match", match); a.status != c.status {
			t.Errorf("%s %s: status %d, want %d: %s", c.method, c.path, a.status, c.status, a.body)
		}
	}
	agents := read[struct{ Items []struct{ Name string } }](t, h.call(front, "GET", "/agents", ""), 200)
	if len(agents.Items) != 2 { // Elena and Ada
		t.Errorf("a token for a team sees %v", agents.Items)
	}
	before, err := h.Audit(t.Context(), h.north.ID, 0, 0, 100)
	must(t, err)
	if len(before) != 2 {
		t.Errorf("%d acts were done beside making the tokens", len(before)-2)
	}
}
