package api_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/api"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/store/bulktest"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// house is the API on a real store, with two organisations in it.
type house struct {
	*store.Store
	*api.API
	t            testing.TB
	path         string
	manage       *support.Manage
	post         *post
	north, south support.Organisation
	front, night support.TeamID // night is below front
	back         support.TeamID
	desk         support.PortalID
	elena        support.Manager // who makes the tokens
	ada, bob     support.AgentID // of night and back
	otto         support.AgentID // of the other organisation
	southTeam    support.TeamID
	southDesk    support.PortalID
	reply, other support.CannedID // of the organisation, and of the other one
}

// post sends mails or not, as a test has it.
type post struct {
	links *support.Links
	on    bool
}

// On implements api.Post.
func (p *post) On() bool { return p.on }

// InvitationAddress implements api.Post.
func (p *post) InvitationAddress(ctx context.Context, id support.InvitationID) (string, error) {
	token, _, err := p.links.InvitationLink(ctx, id)
	return "https://relay.example/invitation?token=" + token, err
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, path: filepath.Join(t.TempDir(), "relay.db")}
	var err error
	h.Store, err = store.Open(t.Context(), h.path)
	must(t, err)
	t.Cleanup(func() { must(t, h.Store.Close()) })
	h.manage = support.NewManage(h.Store)
	h.post = &post{links: support.NewLinks(h.Store)}
	h.API, err = api.New(api.Config{
		Logger: slog.New(slog.DiscardHandler), Tokens: support.NewTokens(h.Store), Directory: h.Store, Manage: h.manage, Reports: support.NewReports(h.Store),
		Reviews: support.NewReviews(h.Store), Live: support.NewLive(h.Store), Sessions: support.NewSessionList(h.Store), NormalMail: strings.ToLower, ClientAddr: web.ClientAddr,
		Privacy: support.NewPrivacy(h.Store), Post: h.post,
	})
	must(t, err)
	h.furnish()
	return h
}

func (h *house) furnish() {
	ctx, now := h.t.Context(), time.Now()
	organisation := func(name string) support.Organisation {
		_, key, err := ed25519.GenerateKey(nil)
		must(h.t, err)
		o := support.Organisation{Name: name, Key: key, Created: now}
		o.ID, err = h.CreateOrganisation(ctx, o)
		must(h.t, err)
		return o
	}
	team := func(o support.Organisation, parent support.TeamID, name string) support.TeamID {
		id, err := h.CreateTeam(ctx, support.Team{Organisation: o.ID, Parent: parent, Name: name, Features: support.FeaturesAll})
		must(h.t, err)
		return id
	}
	portal := func(o support.Organisation, slug string) support.PortalID {
		id, err := h.CreatePortal(ctx, support.Portal{Organisation: o.ID, Name: slug, Slug: slug, Kind: support.PortalBox, Features: support.FeaturesAll, Created: now})
		must(h.t, err)
		return id
	}
	agent := func(o support.Organisation, team support.TeamID, name string, role support.Role) support.AgentID {
		id, err := h.CreateAgent(ctx, support.Agent{Organisation: o.ID, Team: team, Name: name, Mail: strings.ToLower(name) + "@field.example", Role: role, Created: now}, nil)
		must(h.t, err)
		return id
	}
	canned := func(o support.Organisation) support.CannedID {
		id, err := h.PutCanned(ctx, support.Canned{Organisation: o.ID, Title: "Hello", Text: "Hello"})
		must(h.t, err)
		return id
	}
	h.north, h.south = organisation("Northfield"), organisation("Southfield")
	h.front, h.back, h.southTeam = team(h.north, 0, "Front"), team(h.north, 0, "Back"), team(h.south, 0, "South")
	h.night = team(h.north, h.front, "Night")
	h.desk, h.southDesk = portal(h.north, "desk"), portal(h.south, "south")
	h.reply, h.other = canned(h.north), canned(h.south)
	elena, err := h.Agent(ctx, agent(h.north, h.front, "Elena", support.RoleOrganisationManager))
	must(h.t, err)
	h.elena = support.Manager{Agent: elena, Organisation: h.north}
	h.ada, h.bob = agent(h.north, h.night, "Ada", support.RoleAgent), agent(h.north, h.back, "Bob", support.RoleAgent)
	h.otto = agent(h.south, h.southTeam, "Otto", support.RoleAgent)
}

// happened fills the last ten days with so many requests.
func (h *house) happened(cases int) {
	now := time.Now()
	must(h.t, bulktest.Fill(h.t.Context(), h.path, bulktest.Shape{
		Seed: 1, Cases: cases, Organisation: h.north.ID, Portals: []support.PortalID{h.desk}, Agents: []support.AgentID{h.ada, h.bob},
		From: now.AddDate(0, 0, -10), To: now.Add(-3 * time.Hour),
	}))
}

// token makes a token for some scopes, bound to teams if there are any.
func (h *house) token(scopes string, teams ...support.TeamID) string {
	h.t.Helper()
	set, err := support.ParseScopes(strings.Fields(scopes))
	must(h.t, err)
	_, text, err := h.manage.CreateToken(h.t.Context(), h.elena, support.TokenEntry{Name: "Program", Scopes: set, Teams: teams, Expires: time.Now().Add(time.Hour)})
	must(h.t, err)
	return text
}

// answer is what came of a call.
type answer struct {
	status int
	header http.Header
	body   string
}

// call asks with a token; the body is JSON, empty for none. Headers follow as name, value.
func (h *house) call(token, method, path, body string, headers ...string) answer {
	h.t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, api.Root+path, strings.NewReader(body))
	if body == "" {
		r.Body = http.NoBody
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	data, err := io.ReadAll(w.Result().Body)
	must(h.t, err)
	return answer{w.Code, w.Result().Header, string(data)}
}

// read unmarshals an answer that must have a status.
func read[T any](t testing.TB, a answer, status int) (v T) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
	return v
}

// mustBeProblem holds an error against RFC 9457.
func (a answer) mustBeProblem(t testing.TB, what string, status int) {
	t.Helper()
	var p struct {
		Title, Detail string
		Status        int
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.status != status || p.Status != status || p.Title == "" || p.Detail == "" ||
		a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: status %d, want %d, %s: %s", what, a.status, status, a.header.Get("Content-Type"), a.body)
	}
}

func at(format string, id any) string { return fmt.Sprintf(format, id) }
