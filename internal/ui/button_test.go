package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"beside.example/internal/look"
)

func TestButtonIsPressed(t *testing.T) {
	newApp(t, ForAgent)
	pressed := 0
	b := NewButton("Accept", look.IconCheck, High, func() { pressed++ })
	w := show(t, Row(0, b), 200, 60)
	test.Tap(b)
	w.Canvas().Focus(b)
	press(w, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyA)
	if pressed != 4 {
		t.Errorf("pressed %d times, want 4", pressed)
	}
	b.SetEnabled(false)
	test.Tap(b)
	press(w, fyne.KeySpace)
	if pressed != 4 {
		t.Error("a disabled button was pressed")
	}
}

func TestButtonShowsItsFocus(t *testing.T) {
	newApp(t, ForAgent)
	b := NewButton("Accept", "", High, nil)
	w := show(t, Pad(Space8, Space8, b), 200, 60)
	if b.ring.Visible() {
		t.Error("a ring without the focus")
	}
	w.Canvas().Focus(b)
	if !b.ring.Visible() {
		t.Error("no ring with the focus")
	}
	if got, want := b.ring.Size(), b.Size().AddWidthHeight(2*ringReach, 2*ringReach); got != want {
		t.Errorf("the ring is %v, want %v: outside, with a gap", got, want)
	}
	golden(t, "button/focused", w)
}

func TestHintExplainsAnIcon(t *testing.T) {
	newApp(t, ForAgent)
	b := NewIconButton(look.IconClipboard, "Clipboard", Medium, nil)
	w := show(t, Column(0, Row(0, b)), 200, 120)
	root := w.Content().(*Root)
	b.MouseIn(&desktop.MouseEvent{})
	if !root.shown || root.words.Text != "Clipboard" {
		t.Fatal("no hint under the pointer")
	}
	golden(t, "hint/shown", w)
	b.MouseOut()
	if root.shown {
		t.Error("the hint stays")
	}
	w.Canvas().Focus(b)
	if !root.shown {
		t.Error("no hint with the focus")
	}
	press(w, fyne.KeyEscape)
	if root.shown {
		t.Error("Esc leaves the hint")
	}
}

func TestSegmentedMovesByArrows(t *testing.T) {
	newApp(t, ForAgent)
	var chosen []int
	s := NewSegmented([]Segment{{"All", ""}, {"Waiting", ""}, {"Mine", ""}}, 0, func(i int) { chosen = append(chosen, i) })
	w := show(t, Row(0, s), 300, 60)
	w.Canvas().Focus(s)
	press(w, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyHome)
	test.TapAt(s, fyne.NewPos(s.Size().Width-4, 10))
	want := []int{1, 2, 1, 0, 2}
	if len(chosen) != len(want) {
		t.Fatalf("chose %v, want %v", chosen, want)
	}
	for i := range want {
		if chosen[i] != want[i] {
			t.Fatalf("chose %v, want %v", chosen, want)
		}
	}
}

func TestAnswerIsNoUntilChanged(t *testing.T) {
	newApp(t, ForCustomer)
	var answers []bool
	row := NewPermissionRow(PermissionText{Title: "See", No: "No", Yes: "Yes"}, func(yes bool) { answers = append(answers, yes) })
	w := show(t, row, 400, 60)
	if row.Allowed() {
		t.Fatal("the default is Yes")
	}
	w.Canvas().Focus(row.Answer())
	press(w, fyne.KeyReturn) // Enter answers nothing: it may belong to the page before
	press(w, fyne.KeySpace, fyne.KeyLeft)
	if len(answers) != 2 || !answers[0] || answers[1] || row.Allowed() {
		t.Errorf("answers %v, allowed %v", answers, row.Allowed())
	}
}

func TestSelectChangesByKeys(t *testing.T) {
	newApp(t, ForAgent)
	chosen := -1
	s := NewSelect([]string{"Phone", "Web", "Queue"}, 0, func(i int) { chosen = i })
	w := show(t, Row(0, s), 300, 200)
	w.Canvas().Focus(s)
	press(w, fyne.KeyUp)
	if chosen != -1 {
		t.Error("up from the first changed the choice")
	}
	press(w, fyne.KeyDown)
	if chosen != 1 || s.Selected() != 1 || s.Text != "Web" {
		t.Errorf("chose %d, shows %q", chosen, s.Text)
	}
	press(w, fyne.KeySpace)
	if w.Canvas().Overlays().Top() == nil {
		t.Error("Space opens no list")
	}
}

func TestNavMovesByArrows(t *testing.T) {
	newApp(t, ForAgent)
	chosen := -1
	n := NewNav([]NavItem{{Text: "Requests"}, {Text: "Sessions"}}, 0, func(i int) { chosen = i })
	w := show(t, n, 180, 100)
	w.Canvas().Focus(n)
	press(w, fyne.KeyUp, fyne.KeyDown, fyne.KeyDown)
	if chosen != 1 {
		t.Errorf("chose %d, want 1", chosen)
	}
	test.TapAt(n, fyne.NewPos(10, 5))
	if chosen != 0 {
		t.Errorf("a click chose %d, want 0", chosen)
	}
}

// TestFocusOrder walks through a page by Tab: in reading order, past what is disabled, one step for each group.
func TestFocusOrder(t *testing.T) {
	newApp(t, ForCustomer)
	segmented := NewSegmented([]Segment{{"English", ""}, {"Français", ""}}, 0, nil)
	code := NewCodeEntry(nil, nil)
	off := NewButton("Continue", "", High, nil)
	off.Disable()
	table := NewTable(testColumns())
	table.SetRows(testRows(func() {}))
	ask := NewAskCard(AskText{Question: "May I?", Explanation: "Now.", No: "No", Yes: "Yes"}, nil)
	link := NewLink("I have no code", RoleCaption, nil)
	w := show(t, Column(Space8, segmented, code, off, table, ask, link), 700, 700)
	want := []fyne.Focusable{
		segmented, code, table.head.titles[1], table.head.titles[3], table, ask.No(), ask.Yes(), link, segmented,
	}
	// A table is found before its head, which is a part of it.
	want[2], want[3], want[4] = table, table.head.titles[1], table.head.titles[3]
	for i, f := range want {
		w.Canvas().FocusNext()
		if got := w.Canvas().Focused(); got != f {
			t.Fatalf("step %d: the focus is on %T, want %T", i, got, f)
		}
	}
}
