package company

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"beside.example/internal/board"
	"beside.example/internal/chat"
	"beside.example/internal/session"
	"beside.example/internal/share"
	"beside.example/protocol"
)

// Config is what a company is made of.
type Config struct {
	// First is the first agent's session, but for its Part.
	First session.Config
	// Meet goes to an introduced agent's app and returns what a session with it needs, but for its Part. The session's Verify must let
	// nobody in but the device that the introduction vouches for. Nil: nobody can be introduced.
	Meet func(ctx context.Context, m protocol.Introduce) (session.Config, error)
	// Logger takes what is worth knowing; nil discards it.
	Logger *slog.Logger
}

// Company is the sessions of all agents who help one customer. Its methods may be called from any goroutine once Run runs; none waits
// for the network. After the end they do nothing.
type Company struct {
	cfg    Config
	log    *chat.Log
	stage  *share.Stage
	board  *board.Board[Snapshot]
	events *queue
	first  *member

	choices choices

	mu      sync.Mutex // guards the following, whose members the loop alone changes
	members []*member  // in the order in which they came
	unseen  bool       // the customer lets nobody watch any more

	// The following belong to the loop.
	next    protocol.AttendeeID // the number of who comes next
	cards   []*card             // of which the first is shown
	meeting int                 // agents and managers whom the customer's app is on its way to
	looking int                 // of these, the managers who would watch
	held    bool                // a question waits
	people  []protocol.Attendee // as all sessions were told
	last    session.Snapshot    // of the session that ended last
	started time.Time
	work    sync.WaitGroup
}

// New returns a company of one agent, who has not said anything yet.
func New(cfg Config) *Company {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Company{
		cfg: cfg, log: &chat.Log{}, stage: session.NewStage(cfg.First.Desktop, cfg.Logger), board: board.New(same),
		events: newQueue(), next: protocol.FirstAgentID,
	}
	c.first = c.newMember(cfg.First, nil)
	c.publish()
	return c
}

// Run runs the company until the last agent has gone or ctx ends, and everything it started has stopped.
func (c *Company) Run(ctx context.Context) session.End {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c.enter(ctx, c.first)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for len(c.members) > 0 || c.meeting > c.looking {
		select {
		case <-c.events.wake:
			for _, f := range c.events.take() {
				f(ctx)
			}
		case <-timer.C:
			c.tick(time.Now())
		}
		c.hold() // before windows show what is asked
		c.tell()
		c.publish()
		timer.Reset(time.Until(c.deadline()))
	}
	cancel()
	c.work.Wait()
	c.log.Add(chat.Entry{At: time.Now(), Status: protocol.StatusEnded, Mine: true})
	c.publish()
	return *c.last.Ended
}

// post runs f on the loop, soon. It never waits.
func (c *Company) post(f func(ctx context.Context)) { c.events.put(f) }

// all returns the members of just now.
func (c *Company) all() []*member {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.members[:len(c.members):len(c.members)]
}

func (c *Company) setMembers(members []*member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.members = members
}

// by returns the member with a number, or nil.
func (c *Company) by(id protocol.AttendeeID) *member {
	for _, m := range c.all() {
		if m.id == id {
			return m
		}
	}
	return nil
}
