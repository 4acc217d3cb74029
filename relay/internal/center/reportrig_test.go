package center

import (
	"crypto/ed25519"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/center/centertest"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/store/bulktest"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// office is a management center on a store in which something has happened.
type office struct {
	*store.Store
	http.Handler
	dsn          string
	center       *Center
	organisation support.OrganisationID
	portals      []support.PortalID
	front, back  support.TeamID
	elena        support.Agent // who manages everything
	lead         support.Agent // who manages the team behind
	claire       support.Agent // in front; was let in
	priya        support.Agent // in the team behind
	request      support.RequestID
	tokens       map[support.AgentID]string
	presence     *support.Presence
	passwords    *centertest.Passwords
	factors      *centertest.Factors
	mail         *centertest.Mail
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// officeSite is the site of all offices, and officePages are its pages: reading them takes longer than most tests.
var (
	officeSite = sync.OnceValues(func() (*web.Site, error) {
		return web.New("relay.northfield.example", slog.New(slog.DiscardHandler))
	})
	officePages = sync.OnceValues(func() (map[string]*web.Page, error) {
		site, err := officeSite()
		if err != nil {
			return nil, err
		}
		return readPages(site, files)
	})
)

// newOffice makes an office with so many cases in the last ten days.
func newOffice(t testing.TB, cases int) *office {
	t.Helper()
	return newOfficeIn(t, filepath.Join(t.TempDir(), "relay.db"), cases)
}

// newOfficeIn is newOffice in an empty database.
func newOfficeIn(t testing.TB, dsn string, cases int) *office {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	o := &office{
		Store: s, dsn: dsn, tokens: map[support.AgentID]string{}, passwords: &centertest.Passwords{},
		factors: &centertest.Factors{Have: map[support.AgentID]support.Factors{}}, mail: &centertest.Mail{},
	}
	o.people(t)
	o.happened(t)
	if cases > 0 {
		now := time.Now()
		must(t, bulktest.Fill(t.Context(), dsn, bulktest.Shape{
			Seed: 1, Cases: cases, Organisation: o.organisation, Portals: o.portals, Agents: []support.AgentID{o.claire.ID, o.priya.ID},
			From: now.AddDate(0, 0, -10), To: now.Add(-3 * time.Hour),
		}))
	}
	site, err := officeSite()
	must(t, err)
	pages, err := officePages()
	must(t, err)
	signIns := support.NewCenterSignIns(s)
	jobs := support.NewJobs(s, func(err error) { t.Error(err) })
	t.Cleanup(jobs.Close)
	o.center, err = newCenter(Config{
		Site: site, Logger: slog.New(slog.DiscardHandler), SignIns: signIns, Directory: s, Manage: support.NewManage(s),
		Reports: support.NewReports(s), Jobs: jobs, Privacy: support.NewPrivacy(s), Reviews: support.NewReviews(s), Live: support.NewLive(s), Monitor: support.NewMonitoring(s, support.DefaultRequestSettings()), Feed: support.NewFeed(s),
		Passwords: o.passwords, Factors: o.factors, Mail: o.mail, Preview: centertest.Preview{}, Links: support.NewLinks(s), Relay: centertest.Relay{},
	}, pages)
	must(t, err)
	for _, a := range []support.Agent{o.elena, o.lead, o.claire} {
		o.tokens[a.ID], err = signIns.Begin(t.Context(), a, support.ByPassword, "127.0.0.1", "test")
		must(t, err)
	}
	mux := http.NewServeMux()
	o.center.Routes(mux)
	site.Routes(mux)
	o.Handler = web.Secure(false, mux)
	return o
}

func (o *office) people(t testing.TB) {
	t.Helper()
	ctx, now := t.Context(), time.Now()
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	o.organisation, err = o.CreateOrganisation(ctx, support.Organisation{Name: "Northfield Health", Key: key, Created: now})
	must(t, err)
	o.front, err = o.CreateTeam(ctx, support.Team{Organisation: o.organisation, Name: "Front desk"})
	must(t, err)
	o.back, err = o.CreateTeam(ctx, support.Team{Organisation: o.organisation, Name: "Second line", Parent: o.front})
	must(t, err)
	for _, p := range []support.Portal{
		{Name: "Staff desk", Kind: support.PortalQueue, Hours: support.Hours{Zone: "Europe/Paris"}, Survey: []support.Question{
			{Key: "help", Label: support.Texts{"en": "Did we help you?", "fr": "Vous avons-nous aidé ?"}, Kind: support.QuestionRating},
		}}, {Name: "Pharmacy", Kind: support.PortalBox}, {Name: "Find my agent", Kind: support.PortalMatch},
	} {
		p.Organisation, p.Features, p.Created = o.organisation, support.FeaturesAll, now
		id, err := o.CreatePortal(ctx, p)
		must(t, err)
		o.portals = append(o.portals, id)
	}
	for _, a := range []struct {
		to   *support.Agent
		name string
		role support.Role
		team support.TeamID
	}{
		{&o.elena, "Elena Marsh", support.RoleOrganisationManager, o.front},
		{&o.lead, "Sam Whitlock", support.RoleTeamManager, o.back},
		{&o.claire, "Claire Moreau", support.RoleAgent, o.front},
		{&o.priya, "Priya Nair", support.RoleAgent, o.back},
	} {
		*a.to = support.Agent{
			Organisation: o.organisation, Team: a.team, Name: a.name, Role: a.role, Center: a.to == &o.claire, Created: now,
			Mail: strings.ToLower(strings.ReplaceAll(a.name, " ", ".")) + "@northfield.example",
		}
		a.to.ID, err = o.CreateAgent(ctx, *a.to, o.portals)
		must(t, err)
	}
}

// signedIn is an agent at an app.
func (o *office) signedIn(t testing.TB, a support.Agent) support.SignedIn {
	t.Helper()
	token := support.NewSecret()
	_, err := o.CreateDevice(t.Context(), support.Device{Agent: a.ID, Name: "desk", TokenHash: token.Hash(), Created: time.Now(), Seen: time.Now()})
	must(t, err)
	who, err := o.DeviceByToken(t.Context(), token.Hash())
	must(t, err)
	return who
}

// happened lets one request go all the way, one wait, and agents be there.
func (o *office) happened(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	requests := support.NewRequests(o.Store, support.DefaultRequestSettings())
	presence := support.NewPresence(o.Store)
	o.presence = presence
	must(t, presence.Beat(ctx))
	claire, priya := o.signedIn(t, o.claire), o.signedIn(t, o.priya)
	node, err := o.RegisterNode(ctx, time.Now())
	must(t, err)
	morning := support.Visit{Agent: o.priya.ID, Device: priya.Device.ID}
	must(t, o.Arrive(ctx, node, morning, support.StatusAvailable, time.Now().Add(-time.Hour)))
	must(t, o.Depart(ctx, node, morning, time.Now().Add(-time.Minute)))
	_, err = presence.Arrive(ctx, claire, support.StatusAvailable)
	must(t, err)
	_, err = presence.Arrive(ctx, priya, support.StatusAway)
	must(t, err)
	portal, err := o.Portal(ctx, o.portals[0])
	must(t, err)
	ask := func(customer, question string) support.Request {
		r, _, err := requests.Submit(ctx, portal, support.Form{Customer: customer, Question: question, Fields: map[string]string{}}, netip.IPv6Loopback())
		must(t, err)
		r, err = requests.Post(ctx, r.ID)
		must(t, err)
		return r
	}
	done := ask("Hannah Berg", "The second display stays black since I came back from lunch.")
	o.request = done.ID
	_, err = requests.Accept(ctx, claire, done.ID)
	must(t, err)
	for _, line := range []struct {
		by   support.Actor
		text string
	}{
		{support.ByAgent(o.claire.ID), "Hello Hannah, this is Claire."}, {support.ByCustomer(), "It says <no signal> & nothing else."},
	} {
		_, err := requests.Say(ctx, done.ID, line.by, line.text)
		must(t, err)
	}
	_, err = requests.Close(ctx, claire, done.ID, support.OutcomeResolved, "Dock firmware of 2023, updated.")
	must(t, err)
	closed, err := requests.Request(ctx, done.ID)
	must(t, err)
	must(t, support.NewSurveys(o.Store).Answer(ctx, portal, closed, []support.Answer{{Key: "help", Rating: 4}}))
	ask("Margaret Ellis", "The label printer prints blank labels.")
}

// get asks for a page on behalf of an agent; zero is nobody.
func (o *office) get(t testing.TB, who support.AgentID, address string, l words.Language) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://relay.northfield.example"+address, nil)
	r.Header.Set("Accept-Language", string(l))
	if token, ok := o.tokens[who]; ok {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: token})
	}
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}
