package pagetest

import (
	"context"
	"crypto/ed25519"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/mail"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store/bulktest"
	"beside.example/relay/internal/support"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// cases is how many requests lie behind the office: enough for every report to have something to draw.
const cases = 400

// office is a relay with an organisation in which something has happened.
type office struct {
	t            testing.TB
	base         string // https://HOST:PORT
	server       *server.Server
	organisation support.OrganisationID
	front, back  support.TeamID
	portals      []support.Portal
	people       map[string]support.Agent // by the name of what they are
	requests     *support.Requests
	claire       support.SignedIn // at an app of the agent who was let in
}

// password is everybody's.
const password = "correct horse battery"

// The people of the office, by what they may do.
const (
	manager     = "organisation manager"
	teamManager = "team manager"
	letIn       = "agent who was let in"
	plain       = "agent"
)

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, people: map[string]support.Agent{}}
	config := server.Config{Listen: "127.0.0.1:0", Data: t.TempDir(), Mail: mail.Settings{Dir: t.TempDir()}}
	var err error
	o.server, err = server.New(t.Context(), config)
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- o.server.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		must(t, <-ended)
	})
	o.base = "https://" + o.server.Relay()
	o.organise()
	o.hire(manager, "Elena Marsh", support.RoleOrganisationManager, o.front)
	o.hire(teamManager, "Sam Whitlock", support.RoleTeamManager, o.back)
	o.hire(letIn, "Claire Moreau", support.RoleAgent, o.back)
	o.hire(plain, "Priya Nair", support.RoleAgent, o.back)
	o.integrate()
	o.work()
	now := time.Now()
	must(t, bulktest.Fill(ctx, filepath.Join(config.Data, server.StoreFile), bulktest.Shape{
		Seed: 1, Cases: cases, Organisation: o.organisation, Portals: o.portalIDs(),
		Agents: []support.AgentID{o.people[teamManager].ID, o.people[letIn].ID}, From: now.AddDate(0, 0, -10), To: now.Add(-3 * time.Hour),
	}))
	return o
}

func (o *office) organise() {
	ctx, now, s := o.t.Context(), time.Now(), o.server.Store()
	_, key, err := ed25519.GenerateKey(nil)
	must(o.t, err)
	o.organisation, err = s.CreateOrganisation(ctx, support.Organisation{Name: "Northfield Health", Key: key, Created: now})
	must(o.t, err)
	team := func(name string, parent support.TeamID) support.TeamID {
		id, err := s.CreateTeam(ctx, support.Team{Organisation: o.organisation, Name: name, Parent: parent, Features: support.FeaturesAll})
		must(o.t, err)
		return id
	}
	o.front = team("Front desk", 0)
	o.back = team("Second line", o.front)
	for _, p := range []support.Portal{
		{Name: "Staff desk", Slug: "queue", Kind: support.PortalQueue, Survey: []support.Question{
			{Key: "help", Label: support.Texts{"en": "Did we help you?", "fr": "Vous avons-nous aidé ?"}, Kind: support.QuestionRating},
		}},
		{Name: "Pharmacy", Slug: "box", Kind: support.PortalBox},
		{Name: "Find my agent", Slug: "match", Kind: support.PortalMatch},
	} {
		p.Organisation, p.Features, p.Created = o.organisation, support.FeaturesAll, now
		p.ID, err = s.CreatePortal(ctx, p)
		must(o.t, err)
		o.portals = append(o.portals, p)
	}
	_, err = s.PutCanned(ctx, support.Canned{Organisation: o.organisation, Title: "Hello", Text: "Hello {customer}"})
	must(o.t, err)
}

func (o *office) portalIDs() (ids []support.PortalID) {
	for _, p := range o.portals {
		ids = append(ids, p.ID)
	}
	return ids
}

func (o *office) hire(what, name string, role support.Role, team support.TeamID) {
	a := support.Agent{
		Organisation: o.organisation, Team: team, Name: name, Role: role, Center: what == letIn, Created: time.Now(),
		Mail: strings.ToLower(name[:1]) + "@northfield.example",
	}
	hasher, err := account.NewHasher()
	must(o.t, err)
	a.PasswordHash, err = hasher.Hash(o.t.Context(), password)
	must(o.t, err)
	a.ID, err = o.server.Store().CreateAgent(o.t.Context(), a, o.portalIDs())
	must(o.t, err)
	o.people[what] = a
}

// work has one request go all the way and another wait.
func (o *office) work() {
	ctx, s := o.t.Context(), o.server.Store()
	token, err := support.NewAccounts(s).AddDevice(ctx, o.people[letIn].ID, "desk")
	must(o.t, err)
	o.claire, err = support.NewAccounts(s).SignedIn(ctx, token)
	must(o.t, err)
	o.requests = support.NewRequests(s, support.DefaultRequestSettings())
	ask := func(customer, question string) support.Request {
		r, _, err := o.requests.Submit(ctx, o.portals[0], support.Form{Customer: customer, Question: question}, netip.IPv6Loopback())
		must(o.t, err)
		r, err = o.requests.Post(ctx, r.ID)
		must(o.t, err)
		return r
	}
	done := ask("Hannah Berg", "The second display stays black.")
	_, err = o.requests.Accept(ctx, o.claire, done.ID)
	must(o.t, err)
	_, err = o.requests.Say(ctx, done.ID, support.ByCustomer(), "It says <no signal> & nothing else.")
	must(o.t, err)
	_, err = o.requests.Close(ctx, o.claire, done.ID, support.OutcomeResolved, "Dock updated.")
	must(o.t, err)
	ask("Margaret Ellis", "The label printer prints blank labels.")
}
