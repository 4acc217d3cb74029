package session

import (
	"time"

	"beside.example/internal/chat"
	"beside.example/protocol"
	"beside.example/protocol/text"
)

const (
	// resendMax is how many of this side's last messages are kept and sent again on a new conn, since nobody knows what
	// arrived on the old one; as many may be written while there is none.
	resendMax = 64
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

	log     chat.Log
	added   int // entries ever
	number  uint32
	status  uint32
	sent    []protocol.Message // this side's last ones
	offline int                // how many of them were written while no conn was open

	heard       map[protocol.AttendeeID]uint32 // the last number of each writer's
	heardStatus uint32

	typing     bool // here
	typingTold time.Time
	peerUntil  time.Time // the peer counts as writing
}

func newChatPart(c *core, name func(protocol.AttendeeID) string) *chatPart {
	p := &chatPart{core: c, me: protocol.CustomerID, name: name, heard: map[protocol.AttendeeID]uint32{}}
	if c.role == protocol.RoleAgent {
		p.me = protocol.FirstAgentID
	}
	return p
}

// write adds a message of the person here and sends it, and reports whether it did. A private one reaches the other agents
// alone; while there are none it is a note to oneself.
func (p *chatPart) write(message string, private, connected bool, now time.Time) bool {
	message = text.CleanLines(message, protocol.MaxChatRunes)
	if !connected && p.offline >= resendMax {
		return false
	}
	private = private && p.core.role == protocol.RoleAgent
	if !p.add(chat.Entry{At: now, From: p.me, Name: p.name(p.me), Mine: true, Private: private, Text: message}) {
		return false
	}
	p.typing, p.typingTold = false, time.Time{}
	if private {
		return true
	}
	p.number++
	p.keep(protocol.Chat{From: p.me, Number: p.number, Text: message}, connected)
	return true
}

// tellStatus adds a status line and sends it; only the customer's side does.
func (p *chatPart) tellStatus(kind protocol.StatusKind, from protocol.AttendeeID, about protocol.Permission, connected bool, now time.Time) {
	p.addStatus(kind, from, p.name(from), about, now)
	p.status++
	p.keep(protocol.StatusLine{Kind: kind, From: from, Number: p.status, Permission: about, Name: p.name(from)}, connected)
}

// addStatus adds a status line to this side's log alone.
func (p *chatPart) addStatus(kind protocol.StatusKind, from protocol.AttendeeID, name string, about protocol.Permission, now time.Time) {
	mine := from == p.me
	if mine && kind == protocol.StatusJoined {
		return // one knows that one is here
	}
	p.add(chat.Entry{At: now, From: from, Name: name, Mine: mine, Status: kind, Permission: about})
}

func (p *chatPart) add(e chat.Entry) bool {
	if !p.log.Add(e) {
		return false
	}
	p.added++
	return true
}

// keep sends a numbered message and keeps it for a new conn.
func (p *chatPart) keep(m protocol.Message, connected bool) {
	if !connected {
		p.offline++
	}
	p.sent = append(p.sent, m)
	if len(p.sent) > resendMax {
		p.sent = p.sent[len(p.sent)-resendMax:]
	}
	p.core.send(m)
}

// resend sends on a new conn what may not have arrived on the last.
func (p *chatPart) resend() {
	p.offline = 0
	for _, m := range p.sent {
		p.core.send(m)
	}
}

// received takes a message of the peer's. It reports false where the peer may not write in that name.
func (p *chatPart) received(m protocol.Chat, now time.Time) bool {
	if m.From == p.me || p.core.role == protocol.RoleCustomer && m.From != protocol.FirstAgentID {
		return false
	}
	if m.Number <= p.heard[m.From] {
		return true // sent again
	}
	p.heard[m.From] = m.Number
	p.peerUntil = time.Time{}
	if m.Private && p.core.role == protocol.RoleCustomer {
		return true // for other agents, of whom there are none yet
	}
	p.add(chat.Entry{At: now, From: m.From, Name: p.name(m.From), Private: m.Private, Text: m.Text})
	return true
}

// receivedStatus takes a status line of the customer's app.
func (p *chatPart) receivedStatus(m protocol.StatusLine, now time.Time) {
	if m.Number <= p.heardStatus {
		return
	}
	p.heardStatus = m.Number
	name := m.Name
	if m.From == protocol.CustomerID {
		name = p.name(m.From) // what this side calls the customer
	}
	p.addStatus(m.Kind, m.From, name, m.Permission, now)
}

// setTyping tells the peer that the person here writes, from time to time.
func (p *chatPart) setTyping(active bool, now time.Time) {
	if active == p.typing && (!active || now.Sub(p.typingTold) < typingAgain) {
		return
	}
	p.typing, p.typingTold = active, now
	p.core.send(protocol.Typing{From: p.me, Active: active})
}

// receivedTyping notes that the peer writes.
func (p *chatPart) receivedTyping(m protocol.Typing, now time.Time) {
	p.peerUntil = time.Time{}
	if m.Active {
		p.peerUntil = now.Add(typingFor)
	}
}

// peerTyping reports whether the peer writes.
func (p *chatPart) peerTyping(now time.Time) bool { return now.Before(p.peerUntil) }
