package e2e

import (
	"fmt"
	"image"
	"time"
	"unicode/utf8"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// Keysyms of the keys that have no character (from X11's keysymdef.h).
const (
	KeyTab          = 0xff09
	KeyReturn       = 0xff0d
	KeyEscape       = 0xff1b
	KeyShift        = 0xffe1
	KeyControl      = 0xffe3
	KeyRightControl = 0xffe4
	KeyAlt          = 0xffe9
	KeyF2           = 0xffbf
	KeyF11          = 0xffc8
	KeySpace        = 0x20
	KeyDelete       = 0xffff
)

// A Hand moves, clicks and types on a display as a person's hand does, by XTEST. It speaks X on its own and shares no code
// with what injects input in the apps, so that it can bear witness against it.
type Hand struct {
	conn     *xgb.Conn
	root     xproto.Window
	keycodes map[xproto.Keysym]stroke
}

// stroke is a key and whether Shift goes with it.
type stroke struct {
	code  xproto.Keycode
	shift bool
}

func newHand(conn *xgb.Conn) (*Hand, error) {
	if err := xtest.Init(conn); err != nil {
		return nil, fmt.Errorf("start XTEST: %w", err)
	}
	setup := xproto.Setup(conn)
	first, count := setup.MinKeycode, byte(setup.MaxKeycode-setup.MinKeycode+1)
	mapping, err := xproto.GetKeyboardMapping(conn, first, count).Reply()
	if err != nil {
		return nil, fmt.Errorf("read the keyboard's layout: %w", err)
	}
	h := &Hand{conn: conn, root: setup.DefaultScreen(conn).Root, keycodes: map[xproto.Keysym]stroke{}}
	per := int(mapping.KeysymsPerKeycode)
	for level := min(per, 2) - 1; level >= 0; level-- { // the level without Shift last: it wins
		for i := range int(count) {
			if sym := mapping.Keysyms[i*per+level]; sym != 0 {
				h.keycodes[sym] = stroke{code: first + xproto.Keycode(i), shift: level == 1}
			}
		}
	}
	return h, nil
}

// fake sends one event and waits until the server has taken it.
func (h *Hand) fake(kind, detail byte, x, y int) error {
	err := xtest.FakeInputChecked(h.conn, kind, detail, 0, h.root, int16(x), int16(y), 0).Check()
	if err != nil {
		return fmt.Errorf("inject an event: %w", err)
	}
	return nil
}

// Move puts the pointer at a place of the display.
func (h *Hand) Move(at image.Point) error { return h.fake(xproto.MotionNotify, 0, at.X, at.Y) }

// Press presses or releases a button of the pointer.
func (h *Hand) Press(button byte, down bool) error {
	if down {
		return h.fake(xproto.ButtonPress, button, 0, 0)
	}
	return h.fake(xproto.ButtonRelease, button, 0, 0)
}

// Click moves to a place and clicks the left button there.
func (h *Hand) Click(at image.Point) error { return h.ClickButton(at, 1) }

// ClickButton moves to a place and clicks a button there; 4 and 5 turn the wheel up and down.
func (h *Hand) ClickButton(at image.Point, button byte) error {
	if err := h.Move(at); err != nil {
		return err
	}
	if err := h.Press(button, true); err != nil {
		return err
	}
	return h.Press(button, false)
}

// Hold presses or releases the key with a keysym.
func (h *Hand) Hold(sym xproto.Keysym, down bool) error {
	s, ok := h.keycodes[sym]
	if !ok {
		return fmt.Errorf("this keyboard has no key for the keysym %#x", sym)
	}
	kind := byte(xproto.KeyRelease)
	if down {
		kind = xproto.KeyPress
	}
	return h.fake(kind, byte(s.code), 0, 0)
}

// Chord presses keys in order and releases them in reverse.
func (h *Hand) Chord(syms ...xproto.Keysym) error {
	for _, sym := range syms {
		if err := h.Hold(sym, true); err != nil {
			return err
		}
	}
	for i := len(syms) - 1; i >= 0; i-- {
		if err := h.Hold(syms[i], false); err != nil {
			return err
		}
	}
	return nil
}

// keyGap is the time between two characters: no hand is faster, and GLFW takes two presses of a key in the same
// millisecond for one.
const keyGap = 5 * time.Millisecond

// Type types characters that the layout has, on up to two levels.
func (h *Hand) Type(text string) error {
	for _, r := range text {
		sym := keysymOf(r)
		s, ok := h.keycodes[sym]
		if !ok {
			return fmt.Errorf("this keyboard has no key for %q", r)
		}
		chord := []xproto.Keysym{sym}
		if s.shift {
			chord = []xproto.Keysym{KeyShift, sym}
		}
		if err := h.Chord(chord...); err != nil {
			return err
		}
		time.Sleep(keyGap)
	}
	return nil
}

// keysymOf returns the keysym of a character: Latin-1 is its own, others follow X11's rule for Unicode.
func keysymOf(r rune) xproto.Keysym {
	const unicodeKeysyms = 0x01000000
	switch {
	case r == '\n':
		return KeyReturn
	case r == '\t':
		return KeyTab
	case r < utf8.RuneSelf || r >= 0xa0 && r <= 0xff:
		return xproto.Keysym(r)
	}
	return xproto.Keysym(unicodeKeysyms + r)
}
