package systemtest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// notice is what a receiver got.
type notice struct {
	id   string
	Type string
	Data struct{ Request, State string }
}

// newListener returns a receiver that says nothing to the first call until its caller is dead, and takes everything after that.
func newListener(t *testing.T) (address string, calls chan notice) {
	t.Helper()
	calls = make(chan notice, 100)
	first := true
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		got := notice{id: r.Header.Get("webhook-id")}
		if err != nil || json.Unmarshal(body, &got) != nil {
			t.Errorf("told %q, %v", body, err)
		}
		hang := first // one call comes at a time
		first = false
		calls <- got
		if hang {
			<-r.Context().Done()
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, calls
}

// next returns what a receiver is told next.
func next(t *testing.T, calls chan notice) notice {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	select {
	case got := <-calls:
		return got
	case <-ctx.Done():
		t.Fatal("nothing is told")
		return notice{}
	}
}

// TestWebhookSurvivesKill kills a relay while it tells a receiver of a request: the next one tells the same again under the same ID, and goes
// on with what happened meanwhile. A program then asks for the request that it was told of.
func TestWebhookSurvivesKill(t *testing.T) {
	certificate := newCertificate(t)
	p := newProcess(t, certificate, "")
	kept, err := store.Open(t.Context(), filepath.Join(p.config.Data, server.StoreFile))
	must(t, err)
	t.Cleanup(func() { must(t, kept.Close()) })
	logs := &logBook{}
	here := machine{t: t, relay: fleetName, trust: certificate.trust, logger: logs.logger()}
	here.route = func(string) string { return p.config.Listen }
	o := furnish(logs, kept, here, support.DefaultRequestSettings())
	id, err := kept.CreateAgent(t.Context(), support.Agent{
		Organisation: o.organisation, Team: o.team, Name: "Elena", Mail: "elena@southfield.example", Role: support.RoleOrganisationManager,
	}, nil)
	must(t, err)
	elena, err := kept.Agent(t.Context(), id)
	must(t, err)
	who, manage := support.Manager{Agent: elena, Organisation: support.Organisation{ID: o.organisation}}, support.NewManage(kept)
	address, calls := newListener(t)
	_, err = manage.CreateWebhook(t.Context(), who, support.WebhookEntry{Name: "Desk", URL: address, Events: support.WebhookEventsAll})
	must(t, err)

	r := o.ask(support.PortalBox, support.Form{Customer: "Bea", Question: "Where?"})
	posted := time.Now()
	hung := next(t, calls)
	t.Logf("told after %v", time.Since(posted))
	p.kill()
	_, err = o.requests.Leave(t.Context(), r.ID)
	must(t, err)
	p.start()
	gone := time.Now()
	again, then := next(t, calls), next(t, calls)
	t.Logf("told again %v after the start of another relay", time.Since(gone))
	if hung.Type != "request.posted" || again != hung || then.Type != "request.ended" || then.Data.State != "abandoned" || then.Data.Request != hung.Data.Request {
		t.Errorf("told %+v, again %+v, then %+v", hung, again, then)
	}
	o.testProgram(t, who, manage, hung.Data.Request)
}

// testProgram asks the relay over the network for a request, with a token, without one, and where browsers would.
func (o *office) testProgram(t *testing.T, who support.Manager, manage *support.Manage, request string) {
	t.Helper()
	_, token, err := manage.CreateToken(t.Context(), who, support.TokenEntry{Name: "Desk", Scopes: support.ScopeRequestsRead, Expires: time.Now().Add(time.Hour)})
	must(t, err)
	program := o.visit(t).with("Authorization", "Bearer "+token)
	a := program.get("/api/v1/requests/" + request)
	var got struct {
		State    string
		Customer string
	}
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.StatusCode != http.StatusOK || got.State != "abandoned" || got.Customer != "Bea" {
		t.Errorf("status %d: %s", a.StatusCode, a.body)
	}
	a.mustKeepToHeaders(t, "the API", false)
	for path, status := range map[string]int{
		"/api/v1/portals": http.StatusForbidden, "/api/v1/nowhere": http.StatusNotFound, "/api": http.StatusNotFound, "/center/live": http.StatusSeeOther,
	} {
		if a := program.get(path); a.StatusCode != status {
			t.Errorf("%s: status %d", path, a.StatusCode)
		}
	}
	for path, status := range map[string]int{"/api/v1/requests": http.StatusUnauthorized, "/api/v1/openapi.json": http.StatusOK} {
		if a := o.visit(t).get(path); a.StatusCode != status {
			t.Errorf("%s of nobody: status %d", path, a.StatusCode)
		}
	}
}
