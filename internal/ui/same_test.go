package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

// TestTheSameIsLeftAlone: what is set again as it is makes nothing anew.
func TestTheSameIsLeftAlone(t *testing.T) {
	newApp(t, ForAgent)
	status, details, table := NewStatusLine(), NewDetails(nil), NewTable(testColumns())
	show(t, Column(0, status, details, table), 640, 400)
	items := func() []StatusItem { return []StatusItem{{look.IconDot, look.Success, "Connected"}} }
	facts := func() []Detail { return []Detail{{"Name", "NH-RAD-0217"}} }
	status.Set(items())
	details.Set(facts())
	table.SetRows(testRows(func() {}))
	before := []fyne.CanvasObject{status.row.Objects[0], details.rows.Objects[0]}
	status.Set(items())
	details.Set(facts())
	if status.row.Objects[0] != before[0] || details.rows.Objects[0] != before[1] {
		t.Error("facts were made anew")
	}
	if !details.Shows(facts()) || details.Shows(nil) {
		t.Error("the details do not know what they show")
	}
	status.Set([]StatusItem{{Text: "Connecting"}})
	if status.row.Objects[0] == before[0] {
		t.Error("another fact is not shown")
	}
	rows := testRows(func() {})
	rows[0].Cells[1].Text = "Another name"
	table.SetRows(rows)
	if got := table.list.body.live[0].(*tableLine).row.Cells[1].Text; got != "Another name" {
		t.Errorf("the first row has %q", got)
	}
	if got, want := table.WholeHeight(), float32(tableHeadHeight+2*tableRowDetail+tableRow); got != want {
		t.Errorf("the whole table is %v high, want %v", got, want)
	}
}

func TestSelectIcon(t *testing.T) {
	newApp(t, ForAgent)
	s := NewSelect([]string{"Available", "Busy"}, 0, nil)
	plain := s.MinSize().Width
	s.SetIcon(look.IconAvailable, look.Success)
	golden(t, "select/icon", show(t, Row(0, s), 300, 60))
	if s.MinSize().Width <= plain {
		t.Error("the icon has no room")
	}
}

// TestRowOrTwo: the last object has the rest of the line, or a line of its own.
func TestRowOrTwo(t *testing.T) {
	newApp(t, ForAgent)
	first, hidden, last := blank(100, 28), blank(100, 28), blank(20, 36)
	hidden.Hide()
	row := RowOrTwo(8, 60, first, hidden, last)
	for _, c := range []struct{ width, height, x, y, least float32 }{{200, 36, 108, 0, 92}, {150, 72, 0, 36, 150}} {
		if got := heightOf(row, c.width); got != c.height {
			t.Errorf("at %v it is %v high, want %v", c.width, got, c.height)
		}
		row.Resize(fyne.NewSize(c.width, c.height))
		if last.Position() != fyne.NewPos(c.x, c.y) || last.Size().Width != c.least {
			t.Errorf("at %v the last one is at %v, %v wide", c.width, last.Position(), last.Size().Width)
		}
	}
	first.Hide()
	row.Refresh()
	row.Resize(fyne.NewSize(50, 36))
	if last.Position() != fyne.NewPos(0, 0) || last.Size().Width != 50 {
		t.Errorf("alone it is at %v, %v wide", last.Position(), last.Size().Width)
	}
}
