package share

import (
	"fmt"
	"image"
	"time"

	"beside.example/protocol"
)

// inject lets one message through the gate, or refuses it. The error is the protocol's: refusals are none.
func (in *Input) inject(m protocol.Message) error {
	in.gate.Lock()
	defer in.gate.Unlock()
	acted := false
	switch m := m.(type) {
	case protocol.Pointer:
		acted = in.pointer(m)
	case protocol.Wheel:
		acted = in.wheel(m)
	case protocol.Key:
		acted = in.key(m)
	case protocol.Text:
		acted = in.text(m)
	case protocol.ReleaseAll:
		in.releaseLocked()
		in.buttons = 0
	default:
		return fmt.Errorf("unexpected %s from the viewer", m.Type())
	}
	if acted {
		in.cfg.Acted(in.at.Sub(in.bounds.Min))
	}
	return nil
}

// open reports whether the gate lets new input through now.
func (in *Input) open() bool {
	return in.allowed && !in.barred.Load() && !time.Now().Before(in.yielded)
}

// pointer moves the pointer and presses and releases what changed, and reports whether anything was: a mere move is not what anybody waits
// for. Releases count whatever the gate says: they only undo.
func (in *Input) pointer(m protocol.Pointer) (acted bool) {
	pressed, released := m.Buttons&^in.buttons, in.ledger.buttons&^m.Buttons
	in.buttons = m.Buttons
	at := in.bounds.Min.Add(image.Pt(int(m.X), int(m.Y)))
	reach := in.open() && m.Display == in.display && at.In(in.bounds) && !in.cfg.Shield(at.X, at.Y)
	if reach {
		in.cfg.check("move", in.cfg.Injector.Move(at.X, at.Y))
	}
	in.at, in.reached = at, reach
	for b := uint8(1); b <= protocol.ButtonCount; b++ {
		switch {
		case released&bit(b) != 0:
			in.ledger.buttons &^= bit(b)
			in.cfg.check("release a button", in.cfg.Injector.Button(b, false))
			acted = true
		case reach && pressed&bit(b) != 0:
			in.ledger.buttons |= bit(b)
			in.cfg.check("press a button", in.cfg.Injector.Button(b, true))
			acted = true
		}
	}
	return acted
}

// wheel turns the wheel where the viewer's pointer was put last, unless it must not.
func (in *Input) wheel(m protocol.Wheel) (acted bool) {
	if !in.open() || !in.reached || in.cfg.Shield(in.at.X, in.at.Y) {
		return false
	}
	in.cfg.check("turn the wheel", in.cfg.Injector.Wheel(int(m.DX), -int(m.DY)))
	return true
}

// key presses or releases a key, and reports whether it did. Releases count whatever the gate says: they only undo.
func (in *Input) key(m protocol.Key) (acted bool) {
	switch {
	case !m.Down:
		if acted = in.ledger.release(m.Usage); acted {
			in.cfg.check("release a key", in.cfg.Injector.Key(m.Usage, false))
		}
	case in.open() && !in.cfg.FocusShield() && in.ledger.press(m.Usage):
		in.cfg.check("press a key", in.cfg.Injector.Key(m.Usage, true))
		acted = true
	}
	return acted
}

// text types a text, unless it must not.
func (in *Input) text(m protocol.Text) (acted bool) {
	if m.Text == "" || !in.open() || in.cfg.FocusShield() {
		return false
	}
	in.typing.Store(true)
	defer in.typing.Store(false)
	if in.barred.Load() {
		return false // revoked between open and typing, when nobody saw a text to cut
	}
	in.cfg.check("type", in.cfg.Injector.Text(m.Text))
	return true
}
