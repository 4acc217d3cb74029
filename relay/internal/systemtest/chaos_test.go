package systemtest

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/store/postgrestest"
	"beside.example/relay/internal/support"
)

// What goes on while the relay is killed.
const (
	chaosCustomers = 6  // who ask for help all the time
	chaosAgents    = 5  // who all want every request
	chaosWaiting   = 5  // who wait in a queue all the while
	chaosLines     = 3  // that a customer writes
	chaosMost      = 60 // answers between two kills, at most
	customerName   = "Bea"
)

// chaos is an office whose relays are killed and started again while everyone works.
type chaos struct {
	*office
	t       *testing.T
	nodes   []*process // the first one alone, or a fleet
	history *history

	mu   sync.Mutex // guards the following
	dead int        // which of the nodes is, -1 for none
	next int        // whom the next connection leads to
	up   chan struct{}
}

// newChaos opens the office; the empty dsn is a file, which one relay alone may have.
func newChaos(t *testing.T, dsn string, nodes int) *chaos {
	t.Helper()
	certificate := newCertificate(t)
	c := &chaos{t: t, history: newHistory(), dead: -1, up: make(chan struct{})}
	for range nodes {
		c.nodes = append(c.nodes, newProcess(t, certificate, dsn))
	}
	if dsn == "" {
		dsn = filepath.Join(c.nodes[0].config.Data, server.StoreFile)
	}
	kept, err := store.Open(t.Context(), dsn)
	must(t, err)
	t.Cleanup(func() { must(t, kept.Close()) })
	logs := &logBook{}
	here := machine{t: t, relay: fleetName, trust: certificate.trust, logger: logs.logger(), route: c.route}
	c.office = furnish(logs, kept, here, support.DefaultRequestSettings())
	close(c.up)
	return c
}

// route leads every connection to another relay that lives, as a balancer does.
func (c *chaos) route(string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next++
	n := c.next % len(c.nodes)
	if n == c.dead {
		n = (n + 1) % len(c.nodes)
	}
	return c.nodes[n].config.Listen
}

// alive waits until a relay runs, as far as anybody knows, or ctx ends.
func (c *chaos) alive(ctx context.Context) {
	c.mu.Lock()
	up := c.up
	if len(c.nodes) > 1 {
		up = nil // another one lives
	}
	c.mu.Unlock()
	if up == nil {
		return
	}
	select {
	case <-up:
	case <-ctx.Done():
	}
}

// kill kills a relay and starts it again.
func (c *chaos) kill(node int) {
	c.t.Helper()
	up := make(chan struct{})
	c.mu.Lock()
	c.up, c.dead = up, node
	c.mu.Unlock()
	c.nodes[node].kill()
	c.nodes[node].start()
	c.mu.Lock()
	c.dead = -1
	c.mu.Unlock()
	close(up)
}

// help is a customer's visit, as far as the relay lets it come: the form, the page, a few lines.
func (c *chaos) help(ctx context.Context, slug, words string) {
	c.alive(ctx)
	v := c.visit(c.t)
	defer v.client.CloseIdleConnections()
	a, err := v.try(ctx, http.MethodPost, pageOf(slug), form{"customer": customerName, "question": words, "field.room": words})
	if err != nil || a.StatusCode != http.StatusSeeOther {
		return // the relay died, or no agent has come back yet; nothing was promised
	}
	token := v.token()
	c.history.note(words, func(k *told) { k.token = token })
	for posted := false; !posted && ctx.Err() == nil; { // as a page does until it is there
		c.alive(ctx)
		here, err := v.try(ctx, http.MethodPost, "/request/here", nil)
		posted = err == nil && here.StatusCode == http.StatusNoContent
	}
	if ctx.Err() != nil {
		return
	}
	c.history.note(words, func(k *told) { k.posted = true })
	for n := range chaosLines {
		line := fmt.Sprintf("%s, line %d", words, n)
		c.history.try(words, line)
		c.alive(ctx)
		said, err := v.try(ctx, http.MethodPost, "/request/say", form{"text": line})
		if err == nil && said.StatusCode == http.StatusSeeOther {
			c.history.note(words, func(k *told) { k.said[support.ActorCustomer] = append(k.said[support.ActorCustomer], line) })
		}
	}
	c.history.wait(ctx, func() bool { return c.history.requests[words].closed })
}

// serve is an agent's work: the first request in the list that waits is wanted, talked about and closed.
func (c *chaos) serve(ctx context.Context, a *colleague) {
	for n := 0; ctx.Err() == nil; n++ {
		changed := a.Changed()
		listed := a.Requests()
		i := slices.IndexFunc(listed, func(q signalling.Request) bool {
			return q.State == signalling.RequestPosted
		})
		if i < 0 {
			select {
			case <-changed:
			case <-ctx.Done():
			}
			continue
		}
		c.answer(ctx, a, listed[i])
	}
}

// answer is the work on one request.
func (c *chaos) answer(ctx context.Context, a *colleague, q signalling.Request) {
	began := time.Now()
	_, _, err := a.AcceptRequest(ctx, q.ID)
	tried := attempt{request: support.RequestID(q.ID), agent: a.id, began: began, over: time.Now(), won: err == nil}
	switch fault := signalling.Fault(err); {
	case err == nil, fault == protocol.FaultRequestTaken:
		c.history.attempted(tried)
	case fault == protocol.FaultRequestGone: // a colleague closed it meanwhile; the relay knows who had it
	case ctx.Err() == nil && fault != protocol.FaultRelayUnreachable:
		c.t.Errorf("an agent is told %v", err)
	}
	if err != nil {
		c.mustLeave(ctx, a, q.ID)
		return
	}
	for n := range chaosLines {
		line := fmt.Sprintf("%s, answer %d", q.Question, n)
		c.history.try(q.Question, line)
		if a.SayInRequest(ctx, q.ID, line) == nil {
			c.history.note(q.Question, func(k *told) { k.said[support.ActorAgent] = append(k.said[support.ActorAgent], line) })
		}
	}
	if a.CloseRequest(ctx, q.ID, signalling.OutcomeResolved, q.Question) == nil {
		c.history.note(q.Question, func(k *told) { k.closed = true })
	}
}

// mustLeave waits until a request that the agent did not get is out of the list's waiting ones.
func (c *chaos) mustLeave(ctx context.Context, a *colleague, id signalling.RequestID) {
	for ctx.Err() == nil {
		changed := a.Changed()
		q, listed := a.request(support.RequestID(id))
		if !listed || q.State != signalling.RequestPosted {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
}

// wait has customers wait in a queue whose one agent is busy, and returns their browsers, the first in the queue first.
func (c *chaos) wait() (waiting []*visitor) {
	c.t.Helper()
	queue := c.portals[support.PortalQueue]
	delete(c.portals, support.PortalQueue) // those who are hired later do not serve it
	dora, err := c.store.CreateAgent(c.t.Context(), support.Agent{
		Organisation: c.organisation, Team: c.team, Name: "Dora", Mail: "dora@southfield.example", Role: support.RoleAgent,
	}, []support.PortalID{queue.ID})
	must(c.t, err)
	must(c.t, c.desk(c.here, dora).SetStatus(c.t.Context(), signalling.StatusBusy))
	for range chaosWaiting {
		v := c.visit(c.t)
		v.asks(queue.Slug, form{"customer": customerName, "question": "I have time."})
		waiting = append(waiting, v)
	}
	return waiting
}

// mustKeepPlaces looks at the pages of those who wait, which is a sign of life too.
func (c *chaos) mustKeepPlaces(waiting []*visitor) {
	c.t.Helper()
	for n, v := range waiting {
		want := fmt.Sprintf(`class="place">%d<`, n+1)
		v.client.CloseIdleConnections() // they led to who was killed
		if here := v.post("/request/here", nil); here.StatusCode != http.StatusNoContent {
			c.t.Errorf("who waits in place %d is not taken to be there: status %d", n+1, here.StatusCode)
		}
		if page := v.get("/request"); page.StatusCode != http.StatusOK || !strings.Contains(page.body, want) {
			c.t.Errorf("who waited in place %d: status %d: %s", n+1, page.StatusCode, page.body)
		}
	}
}

// run lets everyone work while the relay is killed so often, and then looks for everything that was promised.
func (c *chaos) run(seed uint64, kills int) {
	c.t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	waiting := c.wait()
	var agents []*colleague
	for n := range chaosAgents {
		agents = append(agents, c.hire(fmt.Sprintf("Agent %d", n)))
	}
	ctx, stop := context.WithCancel(c.t.Context())
	var working sync.WaitGroup
	for n := range chaosCustomers {
		slug := c.portals[support.PortalBox].Slug
		working.Go(func() {
			for round := 0; ctx.Err() == nil; round++ {
				c.help(ctx, slug, fmt.Sprintf("seed %d customer %d round %d", seed, n, round))
			}
		})
	}
	for _, a := range agents {
		working.Go(func() { c.serve(ctx, a) })
	}
	for range kills {
		c.history.after(c.t, 1+random.IntN(chaosMost))
		c.kill(random.IntN(len(c.nodes)))
		c.mustKeepPlaces(waiting)
	}
	c.history.after(c.t, chaosMost)
	stop()
	working.Wait()
	for n := range c.nodes { // so that nothing is under way any more
		c.kill(n)
	}
	c.history.check(c.t, c.store, c.requests)
	c.mustKeepPlaces(waiting)
}

// TestChaos kills the relay again and again, after a number of answers that the seed says, while customers ask and write on the portal's pages
// and agents race for them. Whatever anybody was told is true afterwards.
func TestChaos(t *testing.T) {
	for _, seed := range []uint64{1, 2} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { newChaos(t, "", 1).run(seed, 6) })
	}
}

// TestChaosInFleet is the same with two relays on a PostgreSQL, which lives on: each customer and each agent is now at one, now at the other.
func TestChaosInFleet(t *testing.T) {
	newChaos(t, postgrestest.Start(t).NewDatabase(t), 2).run(3, 6)
}

// TestStoreThatHangs keeps the relay from writing for longer than it waits, as a full disk or a copy of the file does. Customers who wait keep their
// place and are told; what they typed meanwhile is in a form that they can send again.
func TestStoreThatHangs(t *testing.T) {
	t.Parallel() // it waits for most of the time
	c := newChaos(t, "", 1)
	waiting := c.wait()
	const patient = "?_pragma=busy_timeout(20000)" // the relay may be writing just now
	other, err := sql.Open("sqlite", filepath.Join(c.nodes[0].config.Data, server.StoreFile)+patient)
	must(t, err)
	defer func() { must(t, other.Close()) }()
	held, err := other.Conn(t.Context())
	must(t, err)
	defer func() { must(t, held.Close()) }()
	_, err = held.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	must(t, err)
	line := form{"text": "Is anybody there?"}
	var asked, slow answer
	var hanging sync.WaitGroup
	hanging.Go(func() { slow = waiting[2].post("/request/say", line) })
	hanging.Go(func() { asked = c.visit(t).post(pageOf("queue"), everything()) })
	hanging.Wait()
	if slow.StatusCode != http.StatusServiceUnavailable || slow.Header.Get("Retry-After") == "" || !slow.shows(t, line["text"]) || !slow.shows(t, "What you wrote is still here") {
		t.Errorf("while nothing can be written: status %d: %s", slow.StatusCode, slow.body)
	}
	if asked.StatusCode != http.StatusServiceUnavailable || !asked.shows(t, everything()["question"]) {
		t.Errorf("a new request: status %d: %s", asked.StatusCode, asked.body)
	}
	_, err = held.ExecContext(t.Context(), "ROLLBACK")
	must(t, err)
	if again := waiting[2].post("/request/say", line); again.StatusCode != http.StatusSeeOther || !waiting[2].get("/request").shows(t, line["text"]) {
		t.Errorf("sent again: status %d: %s", again.StatusCode, again.body)
	}
	c.mustKeepPlaces(waiting)
}
