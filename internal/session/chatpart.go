package session

import (
	"maps"
	"slices"
	"time"

	"beside.example/internal/chat"
	"beside.example/protocol"
	"beside.example/protocol/text"
)

const (
	// typingFor is how long the peer counts as writing after the last word of it.
	typingFor = 6 * time.Second
	// typingAgain is how often it is told while a person writes.
	typingAgain = 3 * time.Second
)

// chatPart keeps the log: what is written here, what arrives, and the status lines. It belongs to the loop.
type chatPart struct {
	core *core
	me   protocol.AttendeeID
	name func(id protocol.AttendeeID) string
	whom func() string // the agent's name where there are several
	note *facts

	log     *chat.Log
	earlier []chat.Entry // of before, to be told to the peer
	taken   int          // how many lines of before came from the peer
	number  uint32
	status  uint32
	sent    kept
	offline int                          // how many of this side's own were written while no conn was open
	missed  map[protocol.AttendeeID]bool // whose lines gave way meanwhile

	heard       map[protocol.AttendeeID]uint32 // the last number of each writer's
	heardStatus uint32

	typing     bool // here
	typingTold time.Time
	peerUntil  time.Time // the peer, or who is behind it, counts as writing
	peerTyper  protocol.AttendeeID
}

func newChatPart(c *core, cfg Config, name func(protocol.AttendeeID) string, whom func() string, note *facts) *chatPart {
	p := &chatPart{
		core: c, note: note, me: protocol.CustomerID, name: name, whom: whom, heard: map[protocol.AttendeeID]uint32{}, missed: map[protocol.AttendeeID]bool{},
		log: cfg.Part.Log, earlier: cfg.Earlier,
	}
	if p.log == nil {
		p.log = &chat.Log{}
	}
	if c.role == protocol.RoleAgent {
		p.me = c.agent
		for _, e := range p.earlier {
			e.Earlier = true
			p.log.Add(e)
		}
	}
	return p
}

// write adds a message of the person here and sends it, and reports whether it did. A private one goes to the log alone: what brings it
// to the other agents is the part for private messages.
func (p *chatPart) write(message string, private, connected bool, now time.Time) bool {
	message = text.CleanLines(message, protocol.MaxChatRunes)
	if !connected && p.offline >= resendMax {
		return false
	}
	private = private && p.core.role == protocol.RoleAgent
	if !p.log.Add(chat.Entry{At: now, From: p.me, Name: p.name(p.me), Mine: true, Private: private, Text: message}) {
		return false
	}
	p.note.said(p.me, p.name(p.me), message, private, now)
	p.typing, p.typingTold = false, time.Time{}
	if private {
		return true
	}
	p.sendOwn(message, connected)
	return true
}

// sendOwn sends a message of the person here.
func (p *chatPart) sendOwn(message string, connected bool) {
	p.number++
	p.keep(protocol.Chat{From: p.me, Number: p.number, Text: message}, connected)
}

// tellStatus adds a status line and sends it; only the customer's side does.
func (p *chatPart) tellStatus(kind protocol.StatusKind, from protocol.AttendeeID, about protocol.Permission, connected bool, now time.Time) {
	line := protocol.StatusLine{Kind: kind, From: from, Permission: about, Name: p.name(from)}
	if about != 0 {
		line.Whom = p.whom()
	}
	p.addLine(line, now)
	p.sendStatus(line, connected)
	p.core.told(line)
}

// sendStatus sends a status line.
func (p *chatPart) sendStatus(line protocol.StatusLine, connected bool) {
	p.keep(p.numbered(line), connected)
}

// numbered returns a status line with the next number.
func (p *chatPart) numbered(line protocol.StatusLine) protocol.StatusLine {
	p.status++
	line.Number = p.status
	return line
}

// addStatus adds a status line about nothing but a person to this side's log alone.
func (p *chatPart) addStatus(kind protocol.StatusKind, from protocol.AttendeeID, now time.Time) {
	p.addLine(protocol.StatusLine{Kind: kind, From: from}, now)
}

func (p *chatPart) addLine(m protocol.StatusLine, now time.Time) {
	mine := m.From == p.me
	if mine && m.Kind == protocol.StatusJoined {
		return // one knows that one is here
	}
	p.log.Add(chat.Entry{At: now, From: m.From, Name: m.Name, Mine: mine, Status: m.Kind, Permission: m.Permission, Whom: m.Whom})
}

// keep sends a numbered message of this side's own and keeps it for a new conn.
func (p *chatPart) keep(m protocol.Message, connected bool) {
	if !connected {
		p.offline++
	}
	p.sent.own(m)
	p.core.send(m)
}

// pass sends a numbered message of somebody behind this side and keeps it for a new conn. Where the peer reads slower than that person
// writes, the person's oldest lines give way, and a status line tells so.
func (p *chatPart) pass(m protocol.Message, from protocol.AttendeeID, connected bool) {
	for _, other := range p.sent.pass(m, from) {
		p.missed[other] = p.missed[other] || !connected
	}
	if p.core.pass(m, from) {
		p.tellMissed(from)
	}
}

// tellMissed tells the peer that lines of a person's did not come through.
func (p *chatPart) tellMissed(from protocol.AttendeeID) {
	p.core.send(p.numbered(protocol.StatusLine{Kind: protocol.StatusMissed, From: from, Name: p.name(from)}))
}

// resend sends on a new conn what may not have arrived on the last.
func (p *chatPart) resend() {
	p.offline = 0
	for _, e := range p.sent {
		if e.passed {
			p.core.pass(e.message, e.from)
		} else {
			p.core.send(e.message)
		}
	}
	for _, from := range slices.Sorted(maps.Keys(p.missed)) {
		if p.missed[from] {
			p.tellMissed(from)
		}
	}
	clear(p.missed)
}

// received takes a message of the peer's. It reports false where the peer may not write in that name.
func (p *chatPart) received(m protocol.Chat, now time.Time) bool {
	if m.From == p.me || p.core.role == protocol.RoleCustomer && (m.From != p.core.agent || m.Private) {
		return false
	}
	if m.Number <= p.heard[m.From] {
		return true // sent again
	}
	p.heard[m.From] = m.Number
	if m.From == p.peerTyper {
		p.peerUntil = time.Time{}
	}
	p.log.Add(chat.Entry{At: now, From: m.From, Name: p.name(m.From), Text: m.Text})
	p.note.said(m.From, p.name(m.From), m.Text, false, now)
	p.core.told(m)
	return true
}

// receivedStatus takes a status line of the customer's app.
func (p *chatPart) receivedStatus(m protocol.StatusLine, now time.Time) {
	if m.Number <= p.heardStatus {
		return
	}
	p.heardStatus = m.Number
	if m.From == protocol.CustomerID {
		m.Name = p.name(m.From) // what this side calls the customer
	}
	p.note.status(m, now)
	p.addLine(m, now)
}

// setTyping tells the peer that the person here writes, from time to time.
func (p *chatPart) setTyping(active bool, now time.Time) {
	if active == p.typing && (!active || now.Sub(p.typingTold) < typingAgain) {
		return
	}
	p.typing, p.typingTold = active, now
	p.core.send(protocol.Typing{From: p.me, Active: active})
}

// receivedTyping notes that the peer, or another agent behind it, writes.
func (p *chatPart) receivedTyping(m protocol.Typing, now time.Time) {
	if p.core.role == protocol.RoleCustomer {
		m.From = p.core.agent
		p.core.told(m)
	}
	switch {
	case m.Active:
		p.peerUntil, p.peerTyper = now.Add(typingFor), m.From
	case m.From == p.peerTyper:
		p.peerUntil = time.Time{}
	}
}

// peerTyping reports whether the peer writes.
func (p *chatPart) peerTyping(now time.Time) bool { return now.Before(p.peerUntil) }
