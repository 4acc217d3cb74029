package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
)

func TestTextWraps(t *testing.T) {
	newApp(t, ForAgent)
	w := newWrapper(14)
	for _, c := range []struct {
		text  string
		width float32
		want  []string
	}{
		{"", 100, []string{""}},
		{"one", 1000, []string{"one"}},
		{"one two", w.measure("one", false) + 1, []string{"one ", "two"}},
		{"one\n\ntwo", 1000, []string{"one", "", "two"}},
		{"of 40\u00a0Mo", w.measure("40\u00a0Mo", false) + 1, []string{"of ", "40\u00a0Mo"}},
	} {
		lines := w.wrap([]span{{text: c.text}}, c.width)
		var got []string
		for _, line := range lines {
			text := ""
			for _, s := range line.spans {
				text += s.text
			}
			got = append(got, text)
		}
		if len(got) != len(c.want) {
			t.Errorf("%q breaks into %q, want %q", c.text, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q breaks into %q, want %q", c.text, got, c.want)
			}
		}
	}
	for _, line := range w.wrap([]span{{text: "https://help.northfield.example/a/very/long/address/without/a/space"}}, 80) {
		if line.width > 80 {
			t.Errorf("a long word gives a line of %v", line.width)
		}
	}
}

func TestMarks(t *testing.T) {
	for text, want := range map[string]int{"plain": 1, "**bold**": 1, "a **b** c": 3, "2 ** 3": 1} {
		if got := parseMarks(text, false); len(got) != want {
			t.Errorf("%q has %d parts, want %d", text, len(got), want)
		}
	}
}

func TestColumnGivesTextItsHeight(t *testing.T) {
	newApp(t, ForAgent)
	text := NewText("A sentence that needs more than one line in a narrow column of a page.", RoleBody)
	below := NewText("Below", RoleBody)
	show(t, Column(Space8, text, below), 120, 300)
	if got, want := below.Position().Y, text.HeightFor(120)+Space8; got != want || text.HeightFor(120) < 60 {
		t.Errorf("the next text begins at %v, want %v", got, want)
	}
}

func TestRowSharesWhatIsLeft(t *testing.T) {
	newApp(t, ForAgent)
	a, b := blank(50, 10), blank(10, 20)
	grown := blank(0, 10)
	Row(Space8, a, Grow(grown), b).Resize(fyne.NewSize(200, 40))
	if grown.Size().Width != 200-60-2*Space8 || b.Position() != fyne.NewPos(190, 10) {
		t.Errorf("grown to %v, the last at %v", grown.Size(), b.Position())
	}
	c, d := blank(10, 10), blank(10, 10)
	Column(0, c, layout.NewSpacer(), d).Resize(fyne.NewSize(50, 100))
	if d.Position().Y != 90 {
		t.Errorf("a spacer leaves the last at %v", d.Position())
	}
}

func TestSidesStackWhenNarrow(t *testing.T) {
	newApp(t, ForAgent)
	side, rest := blank(100, 50), blank(100, 50)
	c := SideBySide(side, rest, 276, false)
	c.Resize(fyne.NewSize(1000, 500))
	if side.Position().X != 724 || rest.Size().Width != 724 {
		t.Errorf("side by side: %v, %v", side.Position(), rest.Size())
	}
	c.Resize(fyne.NewSize(600, 500))
	if side.Position().X != 0 || side.Position().Y == 0 || side.Size().Width != 600 {
		t.Errorf("stacked: %v, %v", side.Position(), side.Size())
	}
	c.Resize(fyne.NewSize(600, 300))
	if rest.Size().Height < stackedLeast || side.Position().Y < stackedLeast || side.Size().Height < stackedLeast {
		t.Errorf("stacked in a low window: %v, %v, %v", rest.Size(), side.Position(), side.Size())
	}
	c.Resize(fyne.NewSize(1000, 500))
	if side.Position().X != 724 || side.Size().Height != 500 {
		t.Errorf("side by side again: %v, %v", side.Position(), side.Size())
	}
}

func TestAListOfPagesStaysBesideItsPage(t *testing.T) {
	newApp(t, ForAgent)
	pages, page := blank(100, 50), blank(100, 50)
	SideBySide(pages, page, 180, true).Resize(fyne.NewSize(683, 350))
	if page.Position() != fyne.NewPos(180, 0) || page.Size() != fyne.NewSize(503, 350) {
		t.Errorf("the page stands at %v, %v", page.Position(), page.Size())
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"": "", "Émile": "É", "Claire Moreau": "CM", " ada  king lovelace ": "AL"} {
		if got := Initials(name); got != want {
			t.Errorf("initials of %q are %q, want %q", name, got, want)
		}
	}
}
