package store_test

import (
	"bytes"
	"crypto/ed25519"
	"reflect"
	"slices"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

func testPortals(t *testing.T, f *fixture) {
	ctx := t.Context()
	p := support.Portal{
		Organisation: f.organisation.ID, Name: "Box", Slug: "box", Kind: support.PortalBox, ChatFirst: true, Features: support.FeatureView, Created: now,
		Page: support.Page{
			Colour: "#0b7285", Greeting: support.Texts{"en": "Hello"}, Languages: []string{"en"},
			Fields: []support.Field{{Key: "order", Label: support.Texts{"en": "Order"}, Kind: support.FieldLine, Required: true}},
		},
		Hours:  support.Hours{Zone: "Europe/Paris", Closed: []string{"2026-12-25"}},
		Survey: []support.Question{{Key: "help", Label: support.Texts{"en": "?"}, Kind: support.QuestionRating}},
	}
	p.Hours.Days[1] = []support.Span{{From: 1, To: 2}}
	var err error
	p.ID, err = f.CreatePortal(ctx, p)
	must(t, err)
	p.Version = 1
	same := func(found support.Portal, err error) {
		t.Helper()
		must(t, err)
		if !reflect.DeepEqual(found, p) {
			t.Errorf("portal comes back as %+v, want %+v", found, p)
		}
	}
	same(f.Portal(ctx, p.ID))
	same(f.PortalBySlug(ctx, "box"))
	_, err = f.CreatePortal(ctx, support.Portal{Organisation: f.organisation.ID, Name: "Other", Slug: "box"})
	wantErr(t, err, support.ErrExists)
	_, err = f.PortalBySlug(ctx, "")
	wantErr(t, err, support.ErrNotFound)
	p.Name, p.Slug, p.Kind, p.ChatFirst, p.Features, p.Page.Colour = "Queue", "queue", support.PortalQueue, false, support.FeaturesAll, ""
	must(t, f.UpdatePortal(ctx, p))
	p.Version = 2
	same(f.PortalBySlug(ctx, "queue"))
	logo := []byte("\x89PNG")
	must(t, f.SetPortalLogo(ctx, p.ID, []byte("before")))
	must(t, f.SetPortalLogo(ctx, p.ID, logo))
	if got, err := f.PortalLogo(ctx, p.ID); err != nil || !bytes.Equal(got, logo) {
		t.Errorf("logo %q, %v", got, err)
	}
	p.Version, p.Page.HasLogo = 4, true
	same(f.Portal(ctx, p.ID))
	must(t, f.SetPortalLogo(ctx, p.ID, nil))
	_, err = f.PortalLogo(ctx, p.ID)
	wantErr(t, err, support.ErrNotFound)
	wantErr(t, f.SetPortalLogo(ctx, p.ID+1, nil), support.ErrNotFound)
	must(t, f.SetAgentPortals(ctx, f.agent.ID, []support.PortalID{f.portal}))
	if agents, err := f.PortalAgents(ctx, p.ID); err != nil || len(agents) != 0 {
		t.Errorf("agents %+v serve the portal, %v", agents, err)
	}
	if agents, err := f.PortalAgents(ctx, f.portal); err != nil || len(agents) != 1 || agents[0] != f.agent {
		t.Errorf("agents %+v serve the portal, %v", agents, err)
	}
}

func testTeams(t *testing.T, f *fixture) {
	ctx := t.Context()
	top, err := f.Teams(ctx, f.organisation.ID)
	must(t, err)
	middle := support.Team{Organisation: f.organisation.ID, Parent: f.team, Name: "Middle", Features: support.FeatureView | support.FeatureInvite}
	middle.ID, err = f.CreateTeam(ctx, middle)
	must(t, err)
	low := support.Team{Organisation: f.organisation.ID, Parent: middle.ID, Name: "Low", Features: support.FeaturesAll}
	low.ID, err = f.CreateTeam(ctx, low)
	must(t, err)
	top[0].Features = support.FeatureView | support.FeatureCanned
	must(t, f.UpdateTeam(ctx, top[0]))
	top[0].Parent = low.ID
	wantErr(t, f.UpdateTeam(ctx, top[0]), support.ErrInvalid)
	f.agent.Team, f.agent.Role, f.agent.Center, f.agent.Name = middle.ID, support.RoleTeamManager, true, "Claire"
	must(t, f.UpdateAgent(ctx, f.agent))
	if got, err := f.Agent(ctx, f.agent.ID); err != nil || got != f.agent {
		t.Errorf("agent comes back as %+v, %v", got, err)
	}
	_, token := f.newDevice(t)
	who, err := f.DeviceByToken(ctx, token.Hash())
	must(t, err)
	if got, err := f.AgentFeatures(ctx, who.Agent.ID); err != nil || got != who.Features {
		t.Errorf("agent's features %b, %v; want those of who is signed in, %b", got, err, who.Features)
	}
	if who.Features != support.FeatureView || !slices.Equal(who.Teams, []support.TeamID{middle.ID, f.team}) || !slices.Equal(who.Managed, []support.TeamID{middle.ID, low.ID}) {
		t.Errorf("in a team of teams: %v %v %v", who.Features.Names(), who.Teams, who.Managed)
	}
	if o, err := f.Organisation(ctx, f.organisation.ID); err != nil || o.Name != f.organisation.Name {
		t.Errorf("organisation %+v, %v", o, err)
	}
}

func testPresence(t *testing.T, f *fixture) {
	ctx := t.Context()
	first, err := f.RegisterNode(ctx, now)
	must(t, err)
	second, err := f.RegisterNode(ctx, now)
	must(t, err)
	if second <= first {
		t.Errorf("node %d comes after node %d", second, first)
	}
	device, _ := f.newDevice(t)
	v := support.Visit{Agent: f.agent.ID, Device: device}
	must(t, f.Arrive(ctx, first, v, support.StatusAvailable, now))
	must(t, f.Arrive(ctx, second, v, support.StatusBusy, now.Add(time.Second)))
	must(t, f.Depart(ctx, first, v, now)) // the device has moved on
	query := support.PresenceQuery{Organisation: f.organisation.ID, Portal: f.portal, Since: now}
	present := func(want int) {
		t.Helper()
		all, err := f.PresentAgents(ctx, query)
		must(t, err)
		if len(all) != want {
			t.Fatalf("present %+v, want %d", all, want)
		}
		if want == 1 && (all[0].Agent != f.agent.ID || all[0].Status != support.StatusBusy || !all[0].IdleSince.Equal(now.Add(time.Second)) ||
			all[0].TeamName != "Everyone" || !slices.Equal(all[0].Portals, []support.PortalID{f.portal})) {
			t.Errorf("present %+v", all[0])
		}
	}
	present(1)
	query.Portal++
	present(0)
	query.Portal = 0
	present(1)
	must(t, f.RemoveNodes(ctx, 0, now.Add(time.Second)))
	present(0)
	wantErr(t, f.BeatNode(ctx, second, now), support.ErrFenced)
	wantErr(t, f.Arrive(ctx, second, v, support.StatusBusy, now), support.ErrFenced)
	third, err := f.RegisterNode(ctx, now)
	must(t, err)
	must(t, f.BeatNode(ctx, third, now.Add(time.Hour)))
	if third <= second {
		t.Errorf("node %d comes after node %d", third, second)
	}
}

// testDesk walks a request, a transfer and a survey through the services on either database.
func testDesk(t *testing.T, f *fixture) {
	ctx := t.Context()
	o := newOffice(t, f, 2)
	queue := support.Portal{
		Organisation: f.organisation.ID, Name: "Queue", Kind: support.PortalQueue, Features: support.FeaturesAll,
		Survey: []support.Question{{Key: "help", Kind: support.QuestionRating}},
	}
	var err error
	queue.ID, err = f.CreatePortal(ctx, queue)
	must(t, err)
	o.portal = queue
	presence := support.NewPresence(f.Store)
	must(t, presence.Beat(ctx))
	for i := range o.agents {
		o.agents[i].Features = support.FeaturesAll
		o.agents[i].Portals = append(o.agents[i].Portals, queue)
		_, err := presence.Arrive(ctx, o.agents[i], support.StatusAvailable)
		must(t, err)
	}
	id, err := o.post(ctx)
	must(t, err)
	r, err := f.Request(ctx, id)
	must(t, err)
	first, second := o.agents[0], o.agents[1]
	if r.Offer.To == second.Agent.ID {
		first, second = second, first // both arrived within a millisecond
	}
	_, err = o.requests.Decline(ctx, first, id)
	must(t, err)
	_, err = o.requests.Accept(ctx, second, id)
	must(t, err)
	waits, err := f.Waits(ctx, queue.ID, now.AddDate(-1, 0, 0), 10)
	must(t, err)
	if len(waits) != 1 || waits[0].Place != 1 {
		t.Errorf("waits %+v", waits)
	}
	offered, err := o.requests.OfferApp(ctx, second, id)
	must(t, err)
	grant, err := o.requests.Begin(ctx, second, offered.App.Code)
	must(t, err)
	testDeskTransfer(t, f, o, first, second, grant.Session.ID)
	_, err = o.requests.Close(ctx, first, id, support.OutcomeResolved, "done")
	must(t, err)
	r, err = f.Request(ctx, id)
	must(t, err)
	surveys := support.NewSurveys(f.Store)
	answer := []support.Answer{{Key: "help", Rating: 4}}
	must(t, surveys.Answer(ctx, queue, r, answer))
	wantErr(t, surveys.Answer(ctx, queue, r, answer), support.ErrExists)
	kept, err := f.Answers(ctx, id)
	must(t, err)
	if !slices.Equal(kept, answer) {
		t.Errorf("answers %+v", kept)
	}
	must(t, o.requests.Sweep(ctx, time.Now()))
}

// testDeskTransfer hands a session over from the second agent to the first.
func testDeskTransfer(t *testing.T, f *fixture, o office, first, second support.SignedIn, session leg.SessionID) {
	t.Helper()
	ctx := t.Context()
	introductions := support.NewIntroductions(f.Store, fastSettings())
	i, err := introductions.Introduce(ctx, second, support.Asked{
		Session: session, Kind: support.RendezvousTransfer, ToAgent: first.Agent.ID, Comment: "please", Rights: 7,
	})
	must(t, err)
	key := ed25519.PublicKey(bytes.Repeat([]byte{7}, ed25519.PublicKeySize))
	yes, err := introductions.Answer(ctx, first, i.ID, true, key)
	must(t, err)
	got, err := f.Introduction(ctx, i.ID)
	must(t, err)
	if got.State != support.IntroductionAccepted || got.By != first.Agent.ID || !got.DeviceKey.Equal(key) || got.Comment != "please" || got.Rights != 7 {
		t.Errorf("introduction comes back as %+v", got)
	}
	place, err := o.requests.FindCode(ctx, yes.Code)
	must(t, err)
	if place.Session != session || place.Introduction != i.ID || place.Device != first.Device.ID {
		t.Errorf("the code stands for %+v", place)
	}
	_, err = o.requests.Begin(ctx, first, yes.Code)
	must(t, err)
	_, err = o.requests.Begin(ctx, first, yes.Code)
	wantErr(t, err, support.ErrGone)
	if open, err := f.OpenIntroductions(ctx, f.organisation.ID); err != nil || len(open) != 0 {
		t.Errorf("open introductions %+v, %v", open, err)
	}
	must(t, introductions.Sweep(ctx, time.Now()))
}

func testSilence(t *testing.T, f *fixture) {
	ctx := t.Context()
	o := newOffice(t, f, 0)
	var ids []support.RequestID
	for range 3 {
		id, err := o.post(ctx)
		must(t, err)
		ids = append(ids, id)
	}
	_, _, err := f.ChangeRequest(ctx, ids[1], func(r *support.Request) (support.Step, error) {
		r.Silent = true
		return support.Step{}, nil
	})
	must(t, err)
	later := time.Now().Add(time.Hour).Truncate(time.Millisecond)
	silent, err := f.SeenRequests(ctx, ids, later)
	must(t, err)
	if !slices.Equal(silent, ids[1:2]) {
		t.Errorf("silent requests %v", silent)
	}
	if r, err := f.Request(ctx, ids[0]); err != nil || !r.Seen.Equal(later) {
		t.Errorf("seen %v, %v", r.Seen, err)
	}
	open, err := f.OpenRequests(ctx, []support.PortalID{o.portal.ID}, 0)
	must(t, err)
	if none, err := f.OpenRequests(ctx, nil, f.agent.ID); err != nil || len(open) != 3 || len(none) != 0 {
		t.Errorf("open requests %d and %d, %v", len(open), len(none), err)
	}
}

func testCanned(t *testing.T, f *fixture) {
	ctx := t.Context()
	reply := support.Canned{Organisation: f.organisation.ID, Scope: support.CannedTeam, Team: f.team, Title: "Hello", Text: "Hello {name}", URL: "https://x.example", Language: "en"}
	var err error
	reply.ID, err = f.PutCanned(ctx, reply)
	must(t, err)
	reply.Title = "Hi"
	_, err = f.PutCanned(ctx, reply)
	must(t, err)
	for name, list := range map[string]func() ([]support.Canned, error){
		"of the team": func() ([]support.Canned, error) {
			return f.CannedFor(ctx, f.organisation.ID, []support.TeamID{f.team}, f.agent.ID)
		},
		"of the organisation": func() ([]support.Canned, error) { return f.CannedOf(ctx, f.organisation.ID) },
	} {
		if got, err := list(); err != nil || len(got) != 1 || got[0] != reply {
			t.Errorf("replies %s: %+v, %v", name, got, err)
		}
	}
	if got, err := f.CannedFor(ctx, f.organisation.ID, nil, f.agent.ID); err != nil || len(got) != 0 {
		t.Errorf("replies without a team: %+v, %v", got, err)
	}
	must(t, f.DeleteCanned(ctx, reply.ID))
	wantErr(t, f.DeleteCanned(ctx, reply.ID), support.ErrNotFound)
	_, err = f.PutCanned(ctx, reply)
	wantErr(t, err, support.ErrNotFound)
}
