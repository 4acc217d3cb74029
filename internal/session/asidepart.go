package session

import (
	"time"

	"beside.example/internal/aside"
	"beside.example/internal/chat"
	"beside.example/protocol"
	"beside.example/protocol/text"
)

// asidePart brings private messages from agent to agent, by way of the customer's app, which cannot read them. It belongs to the loop.
type asidePart struct {
	core *core
	cfg  *Aside // nil: this side has none
	chat *chatPart

	keys   *aside.Keys
	number uint32
	others map[protocol.AttendeeID]colleague
}

// colleague is another agent whose key holds.
type colleague struct {
	key   [protocol.AgentKeyLength]byte
	name  string
	heard uint32
}

func newAsidePart(c *core, cfg *Aside, log *chatPart) *asidePart {
	p := &asidePart{core: c, chat: log, others: map[protocol.AttendeeID]colleague{}}
	if c.role != protocol.RoleAgent || cfg == nil {
		return p
	}
	keys, err := aside.New()
	if err != nil {
		c.log.Error("no private messages in this session", "error", err)
		return p
	}
	p.cfg, p.keys = cfg, &keys
	return p
}

// introduce tells the other agents this one's key, on every new conn.
func (p *asidePart) introduce() {
	if p.cfg == nil {
		return
	}
	m := protocol.AgentKey{From: p.chat.me, Key: p.keys.Public()}
	m.Credential, m.Statement = p.cfg.Vouch(m.Key)
	p.core.send(m)
}

// write seals a text for every other agent.
func (p *asidePart) write(message string, connected bool) {
	message = text.CleanLines(message, protocol.MaxChatRunes)
	if p.cfg == nil {
		return
	}
	p.number++
	for id, other := range p.others {
		p.chat.keep(p.keys.Seal(protocol.Private{From: p.chat.me, To: id, Number: p.number}, other.key, message), connected)
	}
}

// receivedKey takes another agent's key on an agent's side; the customer's passes it on. It reports false where the agent may not speak
// in that name.
func (p *asidePart) receivedKey(m protocol.AgentKey) bool {
	if p.core.role == protocol.RoleCustomer {
		m.From = p.core.agent
		p.core.told(m)
		return true
	}
	if m.From == p.chat.me || m.From == protocol.CustomerID {
		return false
	}
	if p.cfg == nil {
		return true
	}
	name, err := p.cfg.Verify(m)
	if err != nil {
		// Whoever made this up reads nothing: nobody seals anything to it.
		p.core.log.Warn("another agent's key does not hold", "error", err)
		return true
	}
	p.others[m.From] = colleague{key: m.Key, name: text.Clean(name, protocol.MaxName), heard: p.others[m.From].heard}
	return true
}

// received takes a private message, or passes it on. It reports false where the agent may not speak in that name.
func (p *asidePart) received(m protocol.Private, now time.Time) bool {
	if p.core.role == protocol.RoleCustomer {
		if m.From != p.core.agent || m.To == m.From || m.To == protocol.CustomerID {
			return false
		}
		p.core.told(m)
		return true
	}
	other, known := p.others[m.From]
	if !known || m.To != p.chat.me || m.Number <= other.heard {
		return true // for a reader that was here before, or sent again
	}
	said, err := p.keys.Open(m, other.key)
	if err != nil {
		p.core.log.Warn("a private message does not open", "error", err)
		return true
	}
	other.heard = m.Number
	p.others[m.From] = other
	p.chat.log.Add(chat.Entry{At: now, From: m.From, Name: other.name, Private: true, Text: said})
	p.chat.note.said(m.From, other.name, said, true, now)
	return true
}

// here forgets the keys of agents who are gone.
func (p *asidePart) here(people []protocol.Attendee) {
	gone := p.others
	p.others = map[protocol.AttendeeID]colleague{}
	for _, person := range people {
		if other, ok := gone[person.ID]; ok {
			p.others[person.ID] = other
		}
	}
}
