package session

import (
	"time"

	"beside.example/internal/chat"
	"beside.example/protocol"
)

// tellEarlier hands over what was said before, once, as the first thing on the first conn.
func (p *chatPart) tellEarlier(now time.Time) {
	var lines []protocol.EarlierLine
	for _, e := range p.earlier {
		if !e.IsStatus() && !e.Private {
			lines = append(lines, protocol.EarlierLine{From: e.From, Age: now.Sub(e.At), Name: e.Name, Text: e.Text})
		}
	}
	p.earlier = nil
	for _, m := range protocol.PackEarlier(lines) {
		p.core.send(m)
	}
}

// receivedEarlier puts what the peer says was said before in front of the log: as much as may be handed over at all. An introduced agent
// has nothing to hand over, who was not there.
func (p *chatPart) receivedEarlier(m protocol.Earlier, introduced bool, now time.Time) {
	if introduced {
		return
	}
	lines := m.Lines[:min(len(m.Lines), protocol.MaxEarlierLines-p.taken)]
	p.taken += len(lines)
	var entries []chat.Entry
	for _, l := range lines {
		entries = append(entries, chat.Entry{
			At: now.Add(-l.Age), From: l.From, Name: l.Name, Text: l.Text, Earlier: true, Mine: l.From == p.me && p.core.role == protocol.RoleCustomer,
		})
	}
	p.log.AddBefore(entries)
}
