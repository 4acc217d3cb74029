package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keyboard is what is known of the keys while they go to the other side.
type keyboard struct {
	// held are the usages that are down, by the name and code under which they went down.
	held map[fyne.KeyEvent]uint16
	// explained tells that a key just went down which the other side types itself; the character that our system makes
	// of it must not be sent as text as well.
	explained bool
}

// FocusGained implements fyne.Focusable.
func (d *RemoteDisplay) FocusGained() {
	d.focused = true
	d.setCaptured(d.input != nil)
	d.Refresh()
}

// FocusLost implements fyne.Focusable: nothing stays held on the other side.
func (d *RemoteDisplay) FocusLost() {
	d.focused = false
	d.release()
	d.setCaptured(false)
	d.Refresh()
}

// release tells the other side that nothing is held any more.
func (d *RemoteDisplay) release() {
	d.keys = keyboard{}
	d.picture.pointer.held = nil
	if d.input != nil {
		d.input.ReleaseAll()
	}
}

func (d *RemoteDisplay) setCaptured(captured bool) {
	if d.captured == captured {
		return
	}
	d.captured = captured
	d.Refresh()
	if d.OnCaptured != nil {
		d.OnCaptured(captured)
	}
}

// KeyDown implements desktop.Keyable.
func (d *RemoteDisplay) KeyDown(key *fyne.KeyEvent) {
	if d.input == nil {
		return
	}
	if key.Name == desktop.KeyControlRight {
		d.release()
		d.setCaptured(!d.captured)
		return
	}
	if !d.captured {
		return
	}
	usage := usageOf(key)
	if usage == 0 {
		d.keys.explained = false
		return
	}
	if typesText(usage) {
		d.keys.explained = true
	}
	if d.keys.held == nil {
		d.keys.held = map[fyne.KeyEvent]uint16{}
	}
	d.keys.held[*key] = usage
	d.input.Key(usage, true)
}

// KeyUp implements desktop.Keyable.
func (d *RemoteDisplay) KeyUp(key *fyne.KeyEvent) {
	usage, held := d.keys.held[*key]
	if !held || d.input == nil {
		return
	}
	delete(d.keys.held, *key)
	d.input.Key(usage, false)
}

// TypedRune implements fyne.Focusable: only what no physical key stands for is sent as text, such as what an input
// method or an on-screen keyboard made. A key that is held repeats on the other side, so its repetitions are not text.
func (d *RemoteDisplay) TypedRune(r rune) {
	if !d.captured || d.input == nil {
		return
	}
	explained := d.keys.explained || d.typingHeld()
	d.keys.explained = false
	if !explained {
		d.input.Text(string(r))
	}
}

// typingHeld reports whether a key that types is down.
func (d *RemoteDisplay) typingHeld() bool {
	for _, usage := range d.keys.held {
		if typesText(usage) {
			return true
		}
	}
	return false
}

// TypedKey implements fyne.Focusable: with free keys the page may use them.
func (d *RemoteDisplay) TypedKey(key *fyne.KeyEvent) {
	if d.captured || key.Name == desktop.KeyControlRight {
		return
	}
	if d.OnFreeKey != nil {
		d.OnFreeKey(key.Name)
	}
	passKey(d, key)
}

// TypedShortcut implements fyne.Shortcutable: shortcuts go to the other side as the keys that they are.
func (d *RemoteDisplay) TypedShortcut(shortcut fyne.Shortcut) {
	if d.captured {
		return
	}
	passShortcut(d, shortcut)
}

// AcceptsTab implements fyne.Tabbable.
func (d *RemoteDisplay) AcceptsTab() bool { return d.captured }
