package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// TestWindowKeys: keys of the window work wherever the focus is, and an entry keeps its own.
func TestWindowKeys(t *testing.T) {
	newApp(t, ForAgent)
	entry, area, box, find := NewEntry("Name"), NewTextArea("Notes"), NewSendBox("Write", nil), NewSearchField("Find", nil)
	button := NewButton("Press", "", Medium, nil)
	nav := NewNav([]NavItem{{Text: "One"}}, 0, nil)
	choice := NewSegmented([]Segment{{Text: "A"}, {Text: "B"}}, 0, nil)
	table := NewTable(testColumns())
	display := NewRemoteDisplay(&still{})
	w := show(t, Column(0, entry, area, box, find, button, nav, choice, table, display), 600, 900)
	var keys []fyne.KeyName
	w.Canvas().Content().(*Root).OnKey = func(key fyne.KeyName) { keys = append(keys, key) }
	shortcuts := 0
	ours := &desktop.CustomShortcut{KeyName: fyne.KeyN, Modifier: fyne.KeyModifierControl}
	w.Canvas().AddShortcut(ours, func(fyne.Shortcut) { shortcuts++ })
	all := []fyne.Focusable{entry, area, box, find, button, nav, choice, table, display}
	for i, f := range all {
		w.Canvas().Focus(f)
		press(w, fyne.KeyF2)
		if len(keys) != i+1 {
			t.Fatalf("%T keeps F2 for itself", f)
		}
	}
	for i, f := range []fyne.Shortcutable{entry, area, box, find, display} {
		f.TypedShortcut(ours)
		if shortcuts != i+1 {
			t.Fatalf("%T keeps Ctrl N for itself", f)
		}
	}
	w.Canvas().Focus(area)
	test.Type(area, "ab")
	press(w, fyne.KeyReturn, fyne.KeyBackspace, fyne.KeyBackspace)
	if area.Text != "a" || len(keys) != len(all) {
		t.Errorf("the text is %q, the window got %v", area.Text, keys)
	}
	if area.AcceptsTab() || entry.AcceptsTab() {
		t.Error("Tab does not leave a field")
	}
}

func TestIsFunctionKey(t *testing.T) {
	for name, want := range map[fyne.KeyName]bool{fyne.KeyF1: true, fyne.KeyF12: true, fyne.KeyF: false, "": false, fyne.KeyUp: false} {
		if isFunctionKey(name) != want {
			t.Errorf("%q: want %v", name, want)
		}
	}
}

func TestSendBoxTellsTyping(t *testing.T) {
	newApp(t, ForAgent)
	b := NewSendBox("Write", nil)
	show(t, b, 300, 60)
	var told []bool
	b.OnTyping = func(something bool) { told = append(told, something) }
	test.Type(b, "a")
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(told) != 2 || !told[0] || told[1] {
		t.Errorf("told %v", told)
	}
}
