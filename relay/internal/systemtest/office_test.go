package systemtest

import (
	"context"
	"crypto/ed25519"
	"net/netip"
	"sync"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// vanishWithin is how soon an alert is gone from the others' desktops once one agent has said Yes.
const vanishWithin = 200 * time.Millisecond

// loopback is where every customer's browser is.
var loopback = netip.MustParseAddr("127.0.0.1")

// office is a support desk: portals of all kinds and agents who serve them all.
type office struct {
	t            testing.TB
	logs         *logBook
	store        *store.Store
	here         machine // where its people sit
	organisation support.OrganisationID
	team         support.TeamID
	portals      map[support.PortalKind]support.Portal
	// requests is what the portals' pages work with; it is another than the relay's, as at another relay of a fleet.
	requests *support.Requests
	accounts *support.Accounts
}

// newOffice opens an office at a new relay; alert is how long an alert stands, 0 for the usual time.
func newOffice(t testing.TB, alert time.Duration) *office {
	t.Helper()
	settings := support.DefaultRequestSettings()
	settings.PerAddress = 10_000 // every customer comes from this machine
	if alert != 0 {
		settings.AlertTime = alert
	}
	r := newRelay(t, func(c *server.Config) { c.Requests = settings })
	return furnish(r.logs, r.Store(), r.machine(), settings)
}

// furnish makes an office whose people are at a machine, in the store of their relays.
func furnish(logs *logBook, s *store.Store, here machine, settings support.RequestSettings) *office {
	here.t.Helper()
	ctx := context.Background()
	o := &office{
		t: here.t, logs: logs, store: s, here: here, portals: map[support.PortalKind]support.Portal{},
		requests: support.NewRequests(s, settings), accounts: support.NewAccounts(s),
	}
	_, key, err := ed25519.GenerateKey(nil)
	must(o.t, err)
	o.organisation, err = s.CreateOrganisation(ctx, support.Organisation{Name: "Southfield", Key: key})
	must(o.t, err)
	o.team, err = s.CreateTeam(ctx, support.Team{Organisation: o.organisation, Name: "Desk", Features: support.FeaturesAll})
	must(o.t, err)
	for _, kind := range []support.PortalKind{support.PortalBox, support.PortalButton, support.PortalQueue, support.PortalMatch} {
		p := support.Portal{
			Organisation: o.organisation, Name: "The " + kind.String(), Slug: kind.String(), Kind: kind, Features: support.FeaturesAll,
			Page: support.Page{Fields: []support.Field{{Key: "room", Label: support.Texts{"en": "Room"}, Kind: support.FieldLine}}},
		}
		p.ID, err = s.CreatePortal(ctx, p)
		must(o.t, err)
		o.portals[kind] = p
	}
	return o
}

// colleague is an agent's app with what the relay told it.
type colleague struct {
	agent
	id     support.AgentID
	pushes chan signalling.Message
}

// pushesKept is how many pushes an app's test may leave unread.
const pushesKept = 4096

// hire adds an agent and starts the agent's app, which is available.
func (o *office) hire(name string) *colleague {
	o.t.Helper()
	var portals []support.PortalID
	for _, p := range o.portals {
		portals = append(portals, p.ID)
	}
	id, err := o.store.CreateAgent(context.Background(), support.Agent{
		Organisation: o.organisation, Team: o.team, Name: name, Mail: name + "@southfield.example", Role: support.RoleAgent,
	}, portals)
	must(o.t, err)
	c := o.desk(o.here, id)
	must(o.t, c.SetStatus(context.Background(), signalling.StatusAvailable))
	return c
}

// desk starts an app of an agent on a device of its own.
func (o *office) desk(m machine, id support.AgentID) *colleague {
	o.t.Helper()
	token, err := o.accounts.AddDevice(context.Background(), id, "desk")
	must(o.t, err)
	return o.deskOf(m, id, token)
}

// deskOf starts the app of an agent's device.
func (o *office) deskOf(m machine, id support.AgentID, token string) *colleague {
	o.t.Helper()
	c := &colleague{id: id, pushes: make(chan signalling.Message, pushesKept)}
	c.agent = agent{t: o.t, logs: o.logs}
	c.Client, c.ended = m.connect(protocol.RoleAgent, token, func(pushed signalling.Message) {
		select {
		case c.pushes <- pushed:
		default: // a test that reads no pushes
		}
	})
	c.door = join.NewDoor(m.joinConfig(c.Client))
	run(o.t, func(ctx context.Context) { _ = c.door.Run(ctx) }) // ends with ctx alone
	awaitPush(c, "the list", func(signalling.RequestList) bool { return true })
	return c
}

// awaitPush waits for a push that is wanted, and drops those before it.
func awaitPush[M signalling.Message](c *colleague, what string, wanted func(M) bool) M {
	c.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case pushed := <-c.pushes:
			if m, ok := pushed.(M); ok && wanted(m) {
				return m
			}
		case <-deadline:
			c.t.Fatalf("the relay never told %s; %d requests in the list", what, len(c.Requests()))
		}
	}
}

// request returns what the app's list says of a request; ok is false when it is not in the list.
func (c *colleague) request(id support.RequestID) (signalling.Request, bool) {
	for _, q := range c.Requests() {
		if q.ID == signalling.RequestID(id) {
			return q, true
		}
	}
	return signalling.Request{}, false
}

// alerted waits until the app alerts of a request, and returns it.
func (c *colleague) alerted(id support.RequestID) signalling.Request {
	c.t.Helper()
	var q signalling.Request
	c.wait(func() bool {
		q, _ = c.request(id)
		return q.Alert != signalling.AlertNone
	})
	return q
}

// rid is how the apps name a request.
func rid(r support.Request) signalling.RequestID { return signalling.RequestID(r.ID) }

// ask has a customer ask for help and wait, as a portal's page does; the page stays open until the test ends.
func (o *office) ask(kind support.PortalKind, form support.Form) support.Request {
	o.t.Helper()
	r := o.fillIn(kind, form)
	o.keepOpen(r.ID)
	return r
}

func (o *office) fillIn(kind support.PortalKind, form support.Form) support.Request {
	o.t.Helper()
	ctx := context.Background()
	r, _, err := o.requests.Submit(ctx, o.portals[kind], form, loopback)
	must(o.t, err)
	r, err = o.requests.Post(ctx, r.ID)
	must(o.t, err)
	return r
}

// keepOpen is the page that tells every few seconds that it is there.
func (o *office) keepOpen(ids ...support.RequestID) {
	run(o.t, func(ctx context.Context) {
		ticker := time.NewTicker(4 * time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				_ = o.requests.Seen(ctx, ids...) // a store that is away is what some tests are about
			}
		}
	})
}

// now reads a request as it stands.
func (o *office) now(r support.Request) support.Request {
	o.t.Helper()
	r, err := o.requests.Request(context.Background(), r.ID)
	must(o.t, err)
	return r
}

// bring has a customer's app come with a portal code.
func (c *customer) bring(typed code.PortalCode) <-chan joined {
	result := make(chan joined, 1)
	run(c.t, func(context.Context) {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		j, err := c.side.JoinPortal(ctx, typed, nil)
		result <- joined{j, err}
	})
	return result
}

// meetPortal has a customer come to an agent who expects the code.
func meetPortal(a *colleague, c *customer, m join.Meeting, typed code.PortalCode) *session {
	a.t.Helper()
	a.door.ExpectPortal(m, typed, time.Minute)
	result := c.bring(typed)
	arrival := a.arrival()
	must(a.t, arrival.Err)
	j := <-result
	must(a.t, j.err)
	if arrival.Meeting != m {
		a.t.Errorf("the customer came to %+v, expected at %+v", arrival.Meeting, m)
	}
	s := &session{t: a.t, agent: arrival.Joined, customer: j.Joined}
	a.t.Cleanup(func() {
		_ = s.agent.Conn.Close(protocol.CloseGone, "") // it may be lost by then
		_ = s.customer.Conn.Close(protocol.CloseGone, "")
	})
	return s
}

// waitAny waits until something is so that the apps tell together.
func (c *colleague) waitAny(all []*colleague, until func() bool) {
	c.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		changed := all[0].Changed()
		others := make(chan struct{}, len(all))
		ctx, stop := context.WithCancel(context.Background())
		var watching sync.WaitGroup
		for _, other := range all[1:] {
			more := other.Changed()
			watching.Go(func() {
				select {
				case <-more:
					others <- struct{}{}
				case <-ctx.Done():
				}
			})
		}
		done := until()
		if !done {
			select {
			case <-changed:
			case <-others:
			case <-time.After(time.Until(deadline)):
			}
		}
		stop()
		watching.Wait()
		if done {
			return
		}
		if time.Now().After(deadline) {
			c.t.Fatal("never")
		}
	}
}

// together runs something for each colleague at once and waits for all.
func together(colleagues []*colleague, do func(n int, c *colleague)) {
	var all sync.WaitGroup
	for n, c := range colleagues {
		all.Go(func() { do(n, c) })
	}
	all.Wait()
}
