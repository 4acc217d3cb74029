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
	switch m := m.(type) {
	case protocol.Pointer:
		if in.buttons == m.Buttons {
			in.pointer(m)
			return nil // a mere move is not what anybody waits for
		}
		in.pointer(m)
	case protocol.Wheel:
		in.wheel(m)
	case protocol.Key:
		in.key(m)
	case protocol.Text:
		in.text(m)
	case protocol.ReleaseAll:
		in.releaseLocked()
		in.buttons = 0
	default:
		return fmt.Errorf("unexpected %s from the viewer", m.Type())
	}
	if in.open() {
		in.cfg.Acted(in.at.Sub(in.bounds.Min))
	}
	return nil
}

// open reports whether the gate lets new input through now.
func (in *Input) open() bool {
	return in.allowed && !in.barred.Load() && !time.Now().Before(in.yielded)
}

// pointer moves the pointer and presses and releases what changed. Releases count whatever the gate says: they only undo.
func (in *Input) pointer(m protocol.Pointer) {
	pressed, released := m.Buttons&^in.buttons, in.ledger.buttons&^m.Buttons
	in.buttons = m.Buttons
	at := in.bounds.Min.Add(image.Pt(int(m.X), int(m.Y)))
	reach := in.open() && m.Display == in.display && at.In(in.bounds) && !in.cfg.Shield(at.X, at.Y)
	if reach {
		in.cfg.check("move", in.cfg.Injector.Move(at.X, at.Y))
	}
	for b := uint8(1); b <= protocol.ButtonCount; b++ {
		switch {
		case released&bit(b) != 0:
			in.ledger.buttons &^= bit(b)
			in.cfg.check("release a button", in.cfg.Injector.Button(b, false))
		case reach && pressed&bit(b) != 0:
			in.ledger.buttons |= bit(b)
			in.cfg.check("press a button", in.cfg.Injector.Button(b, true))
		}
	}
	in.at, in.reached = at, reach
}

// wheel turns the wheel where the viewer's pointer was put last.
func (in *Input) wheel(m protocol.Wheel) {
	if !in.open() || !in.reached || in.cfg.Shield(in.at.X, in.at.Y) {
		return
	}
	in.cfg.check("turn the wheel", in.cfg.Injector.Wheel(int(m.DX), -int(m.DY)))
}

// key presses or releases a key. Releases count whatever the gate says: they only undo.
func (in *Input) key(m protocol.Key) {
	switch {
	case !m.Down:
		if in.ledger.release(m.Usage) {
			in.cfg.check("release a key", in.cfg.Injector.Key(m.Usage, false))
		}
	case in.open() && !in.cfg.FocusShield() && in.ledger.press(m.Usage):
		in.cfg.check("press a key", in.cfg.Injector.Key(m.Usage, true))
	}
}

// text types a text.
func (in *Input) text(m protocol.Text) {
	if m.Text == "" || !in.open() || in.cfg.FocusShield() {
		return
	}
	in.typing.Store(true)
	defer in.typing.Store(false)
	if in.barred.Load() {
		return // revoked between open and typing, when nobody saw a text to cut
	}
	in.cfg.check("type", in.cfg.Injector.Text(m.Text))
}
