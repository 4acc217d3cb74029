package session

import (
	"context"
	"log/slog"
	"time"

	"beside.example/internal/board"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/text"
	"beside.example/protocol/transport"
)

// endGrace is how long the peer has to close the conn after End: a few round trips of a bad network.
const endGrace = time.Second

// Session is one support session. Its methods may be called from any goroutine once Run runs; none of them waits for the
// network. After the end they do nothing.
type Session struct {
	cfg      Config
	core     *core
	board    *board.Board[Snapshot]
	commands chan func()   // to the loop
	over     chan struct{} // closed when the loop has ended
	stopped  chan struct{} // closed when Run is about to return

	// The following belong to the loop.
	state
	ledger   *ledger
	link     *link
	consent  *consent // on the customer's side
	asking   *asking  // on the agent's side
	control  *control
	sharing  *sharing
	viewing  *viewing
	chat     *chatPart
	details  *details
	push     *push
	facts    *facts
	aside    *asidePart
	pointing *pointingPart
}

// state is what a session knows besides its parts.
type state struct {
	phase        Phase
	started      time.Time
	peer         Peer
	verified     Verified
	told         protocol.Keeps // what the customer was told that is kept, in the agent's app
	people       []protocol.Attendee
	held         bool // a question to the customer in another part of the app suspends control
	introduced   []Introduction
	consentUntil time.Time
	trouble      protocol.Fault
	ended        *End
	broken       bool // it ended because the peer broke the protocol
}

// New returns a session that has not said anything yet.
func New(cfg Config) *Session {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	cfg.Peer.Withheld = cfg.Peer.Withheld.complete()
	if cfg.Monitors {
		cfg.Aside, cfg.Earlier, cfg.Desktop = nil, nil, Desktop{} // nothing to say, nothing to show
	}
	s := &Session{
		cfg: cfg, commands: make(chan func()), over: make(chan struct{}), stopped: make(chan struct{}),
		ledger: newLedger(), board: board.New(same),
	}
	s.peer = cfg.Peer
	if cfg.Role == protocol.RoleCustomer {
		s.peer.CheckWords = cfg.checkWords(cfg.Language) // the agent's side waits for the customer's language
	}
	s.peer.Name = text.Clean(s.peer.Name, protocol.MaxName)
	s.core = &core{
		log: cfg.Logger, role: cfg.Role, agent: max(cfg.Part.Agent, protocol.FirstAgentID), told: cfg.Part.Told, send: s.send, pass: s.passOn, post: s.post, status: s.status,
		trouble: func(f protocol.Fault) { s.trouble = f }, mended: s.mended,
		violated: func(err error) { s.violated(s.link.current, err) },
	}
	if s.core.told == nil {
		s.core.told = func(protocol.Message) {}
	}
	s.consent = &consent{core: s.core, ledger: s.ledger, apply: s.apply, usable: usable(cfg.Desktop) &^ cfg.Peer.Withheld.Permissions}
	if cfg.Part.Introduced != nil {
		s.consent.usable &= cfg.Part.Introduced.Rights
	}
	s.asking = &asking{core: s.core, ledger: s.ledger}
	s.control = newControl(s.core, cfg.Desktop)
	s.control.hand.cut = s.control.cut
	s.control.hand.panic = func() {
		s.panicked()
		if cfg.Part.Panicked != nil {
			cfg.Part.Panicked()
		}
	}
	s.sharing = newSharing(s.core, cfg, s.control.show)
	s.control.acted = s.sharing.screen.Acted
	s.viewing = newViewing(s.core, cfg)
	s.pointing = newPointingPart(s.core, cfg, s.viewing)
	s.facts = &facts{on: cfg.Role == protocol.RoleAgent}
	s.chat = newChatPart(s.core, cfg, s.nameOf, s.whom, s.facts)
	s.push = &push{core: s.core, apply: s.apply, withheld: cfg.Peer.Withheld.Pages}
	s.aside = newAsidePart(s.core, cfg.Aside, s.chat)
	s.details = &details{core: s.core, computer: cfg.Desktop.Computer}
	s.link = &link{
		core: s.core, redial: cfg.Redial, tellWay: cfg.Way, adopt: s.adopt,
		over: func() { s.finish(protocol.CloseGone, true, time.Now()) }, events: s.attachmentEvents(),
	}
	s.publish()
	return s
}

// usable returns the permissions that a machine can put to use.
func usable(d Desktop) protocol.Permission {
	set := supported
	if d.Screens == nil {
		set &^= protocol.PermissionSee
	}
	if d.Hands == nil {
		set &^= protocol.PermissionControl
	}
	if d.Computer == nil {
		set &^= protocol.PermissionDiagnostics
	}
	return set
}

// attachmentEvents leads an attachment's goroutines onto the loop.
func (s *Session) attachmentEvents() attachmentEvents {
	return attachmentEvents{
		frame: func(a *attachment, t protocol.MessageType, payload []byte) bool {
			return s.do(func() { s.frame(a, t, payload) })
		},
		stream: func(a *attachment, kind protocol.StreamKind, stream transport.Stream) bool {
			return s.post(func() { s.stream(a, earlyStream{kind: kind, stream: stream}) })
		},
		uniStream: func(a *attachment, kind protocol.StreamKind, stream transport.ReceiveStream) bool {
			return s.post(func() { s.stream(a, earlyStream{kind: kind, uni: stream}) })
		},
		state:     func(a *attachment, state transport.State) { s.post(func() { s.linkState(a, state) }) },
		violation: func(a *attachment, err error) { s.post(func() { s.violated(a, err) }) },
		gone:      func(a *attachment, err error) { s.post(func() { s.gone(a, err) }) },
	}
}

// Run runs the session until it is over and everything it started has stopped. It closes the conn.
func (s *Session) Run(ctx context.Context) End {
	defer close(s.stopped)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// Tasks outlive ctx's end by the time that ending in order takes.
	tasks, endTasks := context.WithCancel(context.WithoutCancel(ctx))
	defer endTasks()
	s.core.derive = func() (context.Context, context.CancelFunc) { return context.WithCancel(tasks) }
	s.adopt(s.cfg.Conn)
	s.loop(ctx)
	close(s.over)
	last := s.link.current
	s.part(last)
	endTasks()
	s.core.tasks.Wait()
	s.closeParts()
	s.publish()
	return *s.ended
}

// loop runs everything that happens until the session is over.
func (s *Session) loop(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for s.ended == nil {
		select {
		case <-ctx.Done():
			s.finish(protocol.CloseGone, false, time.Now())
		case f := <-s.commands:
			f()
		case <-timer.C:
			s.tick(time.Now())
		}
		now := time.Now() // before anything judges what is due: what falls due meanwhile is a deadline still
		s.apply()
		s.noteFacts(now)
		s.publish()
		timer.Reset(time.Until(s.deadline(now)))
	}
}

// part tells the peer that the session is over and waits until the conn is closed, by the peer as a rule. Whoever broke the protocol is told by
// the code of the close alone: until then its streams cost what it likes.
func (s *Session) part(last *attachment) {
	if last == nil {
		return
	}
	if !s.ended.Remote && !s.broken && last.out.put(protocol.End{Reason: s.ended.Reason}) == nil {
		timer := time.NewTimer(endGrace)
		defer timer.Stop()
		select {
		case <-last.conn.Done():
		case <-timer.C:
		}
	}
	last.stop(s.ended.Reason)
	<-last.ended
}

func (s *Session) closeParts() {
	if err := s.control.close(); err != nil {
		s.core.log.Error("injector does not close", "error", err)
	}
	if err := s.sharing.screen.Close(); err != nil {
		s.core.log.Error("screen does not close", "error", err)
	}
	s.viewing.relay.set(nil)
}

// finish ends the session: everything stops here first, and the peer is told on the way out of Run.
func (s *Session) finish(reason protocol.CloseCode, remote bool, now time.Time) {
	if s.ended != nil {
		return
	}
	if s.begun() {
		s.noteFacts(now)
		s.facts.add(handin.Ended{Reason: reason, Remote: remote}, now)
	}
	s.ended = &End{Reason: reason, Remote: remote, At: now}
	s.phase = PhaseEnded
	s.control.cut()
	s.sharing.stop()
	s.apply()
	if s.cfg.Part.Told == nil {
		s.chat.addStatus(protocol.StatusEnded, s.chat.me, now)
	}
}

// do runs f on the loop and waits for it. It reports false when the session is over.
func (s *Session) do(f func()) bool {
	done := make(chan struct{})
	if !s.post(func() { defer close(done); f() }) {
		return false
	}
	<-done
	return true
}

// post runs f on the loop, soon. It reports false when the session is over. The loop itself must not call it.
func (s *Session) post(f func()) bool {
	select {
	case s.commands <- f:
		return true
	case <-s.over:
		return false
	}
}

// begun reports whether the customer has consented.
func (s *Session) begun() bool { return !s.started.IsZero() }

// adopt makes conn the session's and says hello on it.
func (s *Session) adopt(conn Conn) { s.greet(s.link.attach(conn, time.Now())) }

// send sends a message where consent stands.
func (s *Session) send(m protocol.Message) {
	if s.link.conn() != nil {
		s.put(s.link.current, m)
	}
}

// passOn is send for what somebody behind this side wrote.
func (s *Session) passOn(m protocol.Message, from protocol.AttendeeID) (loses bool) {
	return s.link.conn() != nil && s.link.current.out.pass(m, from)
}

func (s *Session) put(a *attachment, m protocol.Message) {
	if err := a.out.put(m); err != nil {
		s.violated(a, violates(protocol.CloseFlood, "%v", err))
	}
}

// status adds a line to every log; only the customer's side writes them.
func (s *Session) status(kind protocol.StatusKind, from protocol.AttendeeID, p protocol.Permission) {
	if s.monitors() && kind != protocol.StatusWatching {
		return // what a manager sees is what the agents see, whose sessions tell of it
	}
	if s.cfg.Role == protocol.RoleCustomer && s.begun() {
		s.chat.tellStatus(kind, from, p, s.link.conn() != nil, time.Now())
	}
}

// mended takes a fault of this machine away.
func (s *Session) mended(f protocol.Fault) {
	if s.trouble == f {
		s.trouble = 0
	}
}

// nameOf returns what this side calls a person.
func (s *Session) nameOf(id protocol.AttendeeID) string {
	if id == protocol.CustomerID && s.cfg.Role == protocol.RoleAgent {
		return s.peer.Name
	}
	for _, p := range s.people {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}
