package session

import (
	"context"
	"image"
	"maps"
	"slices"
	"sync"

	"beside.example/internal/framebuffer"
	"beside.example/internal/pointing"
	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// pointingPart brings where the agents point from one to the others, by way of the customer's app. Its tasks and its state belong to the
// loop.
type pointingPart struct {
	core    *core
	sender  *pointing.Sender
	pointed func(protocol.Pointing)     // tells the other agents' sessions, from any goroutine
	display func() uint32               // which display this side sees
	shown   func([]framebuffer.Pointer) // shows on the picture where the others point

	sending, receiving *task
	on                 Conn // where it is sent, or nil
	active             bool // the agent points at the customer's screen

	mu     sync.Mutex                                // guards the following
	told   bool                                      // that the agent points
	names  map[protocol.AttendeeID]string            // of the others
	others map[protocol.AttendeeID]protocol.Pointing // who point
}

func newPointingPart(c *core, cfg Config, v *viewing) *pointingPart {
	p := &pointingPart{
		core: c, sender: pointing.NewSender(), pointed: cfg.Part.Pointed, display: v.screen.Display, shown: v.relay.Pointed,
		names: map[protocol.AttendeeID]string{}, others: map[protocol.AttendeeID]protocol.Pointing{},
	}
	if p.pointed == nil {
		p.pointed = func(protocol.Pointing) {}
	}
	return p
}

// update sends where people point while that is of use; conn is nil while it is not.
func (p *pointingPart) update(conn Conn) {
	if conn == p.on {
		return
	}
	p.on = conn
	if conn == nil {
		p.sending.stop()
		return
	}
	p.sending = p.core.spawn(p.sending, func(ctx context.Context) {
		stream, err := conn.OpenUniStream(ctx, protocol.StreamPointing)
		if err != nil {
			return // the conn's end tells itself
		}
		defer dropWriting(stream)
		if err := p.sender.Serve(ctx, stream); err != nil && ctx.Err() == nil {
			p.core.log.Debug("where people point is no longer sent", "error", err)
		}
	})
}

// resend begins anew on a new conn.
func (p *pointingPart) resend() { p.on = nil }

// stream takes the peer's stream, if this side has a screen that somebody sees. A new one replaces the last.
func (p *pointingPart) stream(stream transport.ReceiveStream, wanted bool) {
	if !wanted {
		dropReading(stream)
		return
	}
	heard := p.heardOther
	if p.core.role == protocol.RoleCustomer {
		heard = p.heardAgent
	}
	p.receiving = p.core.spawn(p.receiving, func(ctx context.Context) {
		defer dropReading(stream)
		err := pointing.Receive(ctx, stream, heard)
		p.core.judge(ctx, protocol.StreamPointing, err)
	})
}

// end stops listening to the peer's stream.
func (p *pointingPart) end() { p.receiving.stop() }

// heardAgent takes, on the customer's side, where the agent points.
func (p *pointingPart) heardAgent(m protocol.Pointing) {
	m.From = p.core.agent
	p.pointed(m)
	p.mu.Lock()
	changed := p.told != m.Shown
	p.told = m.Shown
	p.mu.Unlock()
	if changed {
		p.core.post(func() { p.active = m.Shown })
	}
}

// heardOther takes, on an agent's side, where another agent points.
func (p *pointingPart) heardOther(m protocol.Pointing) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.others, m.From)
	if _, known := p.names[m.From]; known && m.Shown {
		p.others[m.From] = m
	}
	p.show()
}

// forget hides the pointers on a picture that is about to be another display's, until they move.
func (p *pointingPart) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.others)
	p.show()
}

// here notes who the others are.
func (p *pointingPart) here(people []protocol.Attendee, me protocol.AttendeeID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.names)
	for _, person := range people {
		if person.ID != me && person.Role == protocol.RoleAgent {
			p.names[person.ID] = person.Name
		}
	}
	maps.DeleteFunc(p.others, func(id protocol.AttendeeID, _ protocol.Pointing) bool {
		_, known := p.names[id]
		return !known
	})
	p.show()
}

// show shows who point at the display in the picture, with mu held.
func (p *pointingPart) show() {
	display := p.display()
	var list []framebuffer.Pointer
	for _, id := range slices.Sorted(maps.Keys(p.others)) {
		if m := p.others[id]; m.Display == display {
			list = append(list, framebuffer.Pointer{Who: uint8(id), Name: p.names[id], At: image.Pt(int(m.X), int(m.Y))})
		}
	}
	p.shown(list)
}

// PassPointing tells this session's agent where another one points. Unlike Pass it may be called often, and waits for nothing.
func (s *Session) PassPointing(m protocol.Pointing) { s.pointing.sender.Put(m) }

// Point tells the other agents where the one here points on the picture, while there are any; shown is false once the pointer has left
// it. It may be called at every move.
func (v *View) Point(at image.Point, shown bool) {
	display := v.part.screen.Display()
	v.pointing.sender.Put(protocol.Pointing{Display: display, X: inPicture(at.X), Y: inPicture(at.Y), Shown: shown})
}

// inPicture returns a coordinate as messages carry it.
func inPicture(v int) uint16 { return uint16(min(max(v, 0), framebuffer.MaxSide)) }
