package input

import (
	"fmt"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

const (
	// settle is how long programs get to look a lent key up before it means something else: they fetch the layout when they
	// come to handle the press, and say so to nobody.
	settle = 150 * time.Millisecond

	// loan is how long a key stays lent after the last Text, so that text that comes letter by letter needs no new loan for
	// each.
	loan = 2 * time.Second
)

// lent are the spare keys that mean characters for a while, the one used longest ago first.
type lent []loanedKey

type loanedKey struct {
	lower   rune
	keycode byte
	used    time.Time
}

// Text implements Injector.
func (i *xInjector) Text(s string) error {
	if n := utf8.RuneCountInString(s); n > MaxText {
		return fmt.Errorf("type %d characters: at most %d at once", n, MaxText)
	}
	i.typing.Lock()
	defer i.typing.Unlock()
	begun := i.releases.Load()
	modifiers, err := i.liftModifiers()
	if err != nil {
		return err
	}
	capsLock, err := i.liftCapsLock()
	if err != nil {
		return err
	}
	if capsLock {
		defer i.conn.SetCapsLock(true)
	}
	for _, r := range s {
		if r = typed(r); r == 0 {
			continue
		}
		if err := i.typeRune(r, begun); err != nil {
			return err
		}
	}
	return i.lowerModifiers(modifiers, begun)
}

// liftCapsLock turns Caps Lock off and tells whether it was on.
func (i *xInjector) liftCapsLock() (bool, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed {
		return false, ErrClosed
	}
	state, err := xproto.QueryPointer(i.conn.Conn, i.conn.Root()).Reply()
	if err != nil {
		return false, closedOr(err, "ask for the keyboard's state")
	}
	on := state.Mask&xproto.ModMaskLock != 0
	if on {
		i.conn.SetCapsLock(false)
	}
	return on, nil
}

// typed returns the character to type: a carriage return is a line feed, and what no key can mean is 0.
func typed(r rune) rune {
	switch {
	case r == '\r' || r == '\n':
		return '\n'
	case r == '\t' || r == '\b':
		return r
	case r == utf8.RuneError || unicode.IsControl(r):
		return 0
	}
	return r
}

// liftModifiers lets our own modifiers go, so that they do not change what is typed. ReleaseAll has no more to do with them.
func (i *xInjector) liftModifiers() ([]Held, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	var lifted []Held
	for _, held := range i.held {
		if held.Kind == HeldKey && isModifier(held.Code) {
			lifted = append(lifted, held)
		}
	}
	for _, held := range lifted {
		i.held = slices.DeleteFunc(i.held, func(h Held) bool { return h == held })
		if err := i.press(held, false); err != nil {
			return nil, err
		}
	}
	return lifted, nil
}

// lowerModifiers presses them again, unless everything was released meanwhile.
func (i *xInjector) lowerModifiers(lifted []Held, begun int64) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.releases.Load() != begun {
		return nil
	}
	for _, held := range lifted {
		i.held = append(i.held, held)
		if err := i.press(held, true); err != nil {
			return err
		}
	}
	return nil
}

// typeRune types one character. It waits without a lock while all spare keys are lent.
func (i *xInjector) typeRune(r rune, begun int64) error {
	for {
		wait, err := i.tryRune(r, begun)
		if err != nil || wait <= 0 {
			return err
		}
		time.Sleep(wait)
	}
}

// tryRune types one character, or returns how long to wait for a key that can mean it.
func (i *xInjector) tryRune(r rune, begun int64) (wait time.Duration, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.releases.Load() != begun {
		return 0, ErrReleased
	}
	if i.closed {
		return 0, ErrClosed
	}
	if i.remapped.Swap(false) || i.keymap == nil {
		if i.keymap, err = readKeymap(i.conn); err != nil {
			return 0, err
		}
		for _, key := range i.lent {
			i.keymap.blank(key.keycode)
		}
	}
	state, err := xproto.QueryPointer(i.conn.Conn, i.conn.Root()).Reply()
	if err != nil {
		return 0, closedOr(err, "ask for the keyboard's state")
	}
	group := int(state.Mask >> groupShift & groupMask)
	how, ok := i.keymap.find(r, group)
	if !ok {
		how, wait, err = i.borrow(r)
		if err != nil || wait > 0 {
			return wait, err
		}
	}
	return 0, i.strike(how)
}

// strike presses and releases the keys of a stroke. Its caller holds mu.
func (i *xInjector) strike(how stroke) error {
	keys := make([]byte, 0, levels)
	if how.level&levelThird != 0 {
		keys = append(keys, i.keymap.third)
	}
	if how.level&levelShift != 0 {
		keys = append(keys, i.keymap.shift)
	}
	keys = append(keys, how.keycode)
	for _, keycode := range keys {
		if err := i.press(Held{Kind: HeldCode, Code: uint16(keycode)}, true); err != nil {
			return err
		}
	}
	for _, keycode := range slices.Backward(keys) {
		if err := i.press(Held{Kind: HeldCode, Code: uint16(keycode)}, false); err != nil {
			return err
		}
	}
	return nil
}

// borrow makes a spare key mean a character, in both cases where it has two, or returns how long to wait for one. Its caller
// holds mu.
func (i *xInjector) borrow(r rune) (stroke, time.Duration, error) {
	now := time.Now()
	key := loanedKey{lower: r, used: now}
	how := stroke{}
	if cased(r) {
		key.lower = unicode.ToLower(r)
		if r != key.lower && i.keymap.shift != 0 {
			how.level = levelShift
		}
	}
	at := slices.IndexFunc(i.lent, func(l loanedKey) bool { return l.lower == key.lower })
	switch {
	case at >= 0:
		key.keycode = i.lent[at].keycode
		i.lent = slices.Delete(i.lent, at, at+1)
	case i.freeKey() != 0:
		key.keycode = i.freeKey()
	case len(i.lent) == 0:
		return how, 0, fmt.Errorf("type a character that the layout lacks: %w", ErrNoKey)
	default:
		oldest := i.lent[0]
		if wait := settle - now.Sub(oldest.used); wait > 0 {
			return how, wait, nil
		}
		key.keycode = oldest.keycode
		i.lent = i.lent[1:]
	}
	if at < 0 {
		if err := i.lend(key); err != nil {
			return how, 0, err
		}
	}
	i.lent = append(i.lent, key)
	how.keycode = key.keycode
	i.scheduleReturn()
	return how, 0, nil
}

// freeKey returns a spare key that is not lent, 0 if there is none. Its caller holds mu.
func (i *xInjector) freeKey() byte {
	for _, keycode := range i.keymap.spare {
		if !slices.ContainsFunc(i.lent, func(l loanedKey) bool { return l.keycode == keycode }) {
			return keycode
		}
	}
	return 0
}

// lend tells the server what a key means. Its caller holds mu.
func (i *xInjector) lend(key loanedKey) error {
	i.note(Held{Kind: HeldMapping, Code: uint16(key.keycode)}, true)
	upper := key.lower
	if cased(key.lower) {
		upper = unicode.ToUpper(key.lower)
	}
	syms := []xproto.Keysym{keysymOf(key.lower), keysymOf(upper)}
	err := xproto.ChangeKeyboardMappingChecked(i.conn.Conn, 1, xproto.Keycode(key.keycode), byte(len(syms)), syms).Check()
	if err != nil {
		return closedOr(err, "lend a key to a character")
	}
	return nil
}

// scheduleReturn puts the end of the loans off. Its caller holds mu.
func (i *xInjector) scheduleReturn() {
	if i.giveBack != nil {
		i.giveBack.Reset(loan)
		return
	}
	i.giveBack = time.AfterFunc(loan, func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		if !i.closed {
			// What fails here fails because the server has gone, and the loans with it.
			_ = i.returnKeys()
		}
	})
}

// returnKeys ends all loans, once programs have had the time to look the last one up. Its caller holds mu.
func (i *xInjector) returnKeys() error {
	if len(i.lent) == 0 {
		return nil
	}
	time.Sleep(settle - time.Since(i.lent[len(i.lent)-1].used))
	for _, key := range i.lent {
		unmap(i.conn, key.keycode)
	}
	if _, err := xproto.GetInputFocus(i.conn.Conn).Reply(); err != nil {
		return closedOr(err, "return lent keys")
	}
	for _, key := range i.lent {
		i.note(Held{Kind: HeldMapping, Code: uint16(key.keycode)}, false)
	}
	i.lent = nil
	return nil
}

// unmap takes a key's meaning away.
func unmap(conn *x11.Conn, keycode byte) {
	xproto.ChangeKeyboardMapping(conn.Conn, 1, xproto.Keycode(keycode), 1, []xproto.Keysym{0})
}
