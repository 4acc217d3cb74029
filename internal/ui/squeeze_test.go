package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestSqueeze: what is between top and bottom scrolls where there is no room for it, and they stay.
func TestSqueeze(t *testing.T) {
	newApp(t, ForCustomer)
	top, bottom := blank(100, 20), blank(100, 30)
	s := Squeeze(top, bottom, blank(100, 400))
	if got := heightOf(s, 100); got != 450 {
		t.Errorf("it asks for %v, want 450", got)
	}
	least := s.MinSize()
	if want := fyne.NewSize(100, 50+squeezedLeast); least != want {
		t.Errorf("it needs %v, want %v", least, want)
	}
	s.Resize(least)
	if bottom.Position().Y != least.Height-30 || top.Position().Y != 0 {
		t.Errorf("top is at %v, bottom at %v", top.Position(), bottom.Position())
	}
	page := Centred(80, s)
	page.Resize(fyne.NewSize(300, 600))
	if s.Size() != fyne.NewSize(80, 450) || s.Position() != fyne.NewPos(110, 75) {
		t.Errorf("in the middle it is %v at %v", s.Size(), s.Position())
	}
	page.Resize(fyne.NewSize(300, 200))
	if s.Size().Height != 200 {
		t.Errorf("in a low page it is %v", s.Size())
	}
}

// TestAskCardKeepsAnswers: a question with less room than it asks for scrolls; No and Yes stay in it.
func TestAskCardKeepsAnswers(t *testing.T) {
	newApp(t, ForCustomer)
	c := NewAskCard(AskText{Question: "May I open this page in your browser?", Address: "https://help.northfield.example/", Explanation: "It opens there.", No: "No", Yes: "Yes"}, nil)
	least := c.MinSize()
	if whole := c.HeightFor(300); least.Height >= whole {
		t.Fatalf("the card needs %v of %v", least.Height, whole)
	}
	show(t, c, 300, least.Height)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.No())
	if end := at.Y + c.No().Size().Height; c.No().Size().Height == 0 || end > least.Height {
		t.Errorf("No ends at %v of %v", end, least.Height)
	}
}

// TestFlow: what has no room in a line begins the next one.
func TestFlow(t *testing.T) {
	newApp(t, ForAgent)
	first, second, third := blank(60, 20), blank(60, 30), blank(60, 20)
	f := Flow(10, first, second, third)
	if got := heightOf(f, 200); got != 30 {
		t.Errorf("in one line it is %v high", got)
	}
	if got := heightOf(f, 199); got != 60 {
		t.Errorf("in two lines it is %v high", got)
	}
	f.Resize(fyne.NewSize(130, 60))
	if second.Position() != fyne.NewPos(70, 0) || third.Position() != fyne.NewPos(0, 40) {
		t.Errorf("the objects are at %v and %v", second.Position(), third.Position())
	}
}
