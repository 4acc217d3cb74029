package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestTableByKeyboard(t *testing.T) {
	newApp(t, ForAgent)
	var log []string
	table := NewTable(testColumns())
	table.SetRows(testRows(func() {}))
	table.OnSelected = func(id string) { log = append(log, "select "+id) }
	table.OnActivated = func(id string) { log = append(log, "open "+id) }
	table.OnDeleted = func(id string) { log = append(log, "delete "+id) }
	w := show(t, table, 640, 240)
	w.Canvas().Focus(table)
	press(w, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyDown, fyne.KeyUp, fyne.KeyDelete, fyne.KeyHome)
	want := "[select a select b open b select c select b delete b select a]"
	if got := fmt.Sprint(log); got != want {
		t.Errorf("did %s, want %s", got, want)
	}
	golden(t, "table/focused", w)
}

func TestTableKeepsItsSelection(t *testing.T) {
	newApp(t, ForAgent)
	table := NewTable(testColumns())
	rows := testRows(nil)
	table.SetRows(rows)
	show(t, table, 640, 240)
	table.Select("b")
	table.SetRows(rows[1:])
	if table.Selected() != "b" {
		t.Errorf("selected %q after another row went", table.Selected())
	}
	table.SetRows(rows[2:])
	if table.Selected() != "" {
		t.Errorf("selected %q after its row went", table.Selected())
	}
}

func TestTableByPointer(t *testing.T) {
	newApp(t, ForAgent)
	opened, withdrawn := "", 0
	table := NewTable(testColumns())
	table.SetRows(testRows(func() { withdrawn++ }))
	table.OnActivated = func(id string) { opened = id }
	show(t, table, 640, 240)
	line := table.list.body.live[1].(*tableLine)
	test.Tap(line)
	if table.Selected() != "b" || opened != "" {
		t.Fatalf("a click selects %q and opens %q", table.Selected(), opened)
	}
	test.Tap(line)
	if opened != "b" {
		t.Error("a double click opens nothing")
	}
	test.Tap(line.cells[4].action)
	if withdrawn != 1 {
		t.Error("the cell's button does nothing")
	}
}

func TestTableSorts(t *testing.T) {
	newApp(t, ForAgent)
	var log []string
	table := NewTable(testColumns())
	table.OnSorted = func(column int, descending bool) { log = append(log, fmt.Sprint(column, descending)) }
	show(t, table, 640, 240)
	test.Tap(table.head.titles[1])
	test.Tap(table.head.titles[1])
	test.Tap(table.head.titles[3])
	test.Tap(table.head.titles[2]) // not sortable
	if got, want := fmt.Sprint(log), "[1 false 1 true 3 false]"; got != want {
		t.Errorf("sorted %s, want %s", got, want)
	}
}

// thousands is rows of which a table asks only for those in view.
type thousands struct{ asked int }

func (r *thousands) Len() int        { return 10_000 }
func (r *thousands) ID(i int) string { return fmt.Sprint("row ", i) }
func (r *thousands) Row(i int) TableRow {
	r.asked++
	return TableRow{ID: r.ID(i), Cells: []Cell{{Badge: BadgeState{Word: "Waiting"}}, {Text: r.ID(i)}, {Text: "1:05"}}}
}

// TestTableOfThousands: a table of ten thousand rows asks for a windowful.
func TestTableOfThousands(t *testing.T) {
	newApp(t, ForAgent)
	rows := &thousands{}
	table := NewTable(testColumns())
	table.SetSource(rows)
	w := show(t, table, 640, 690)
	w.Canvas().Focus(table)
	press(w, fyne.KeyEnd)
	if table.Selected() != "row 9999" {
		t.Errorf("End leads to %q", table.Selected())
	}
	const windowful = 20
	rows.asked = 0
	table.Update()
	if rows.asked > windowful {
		t.Errorf("asks for %d rows to show a windowful", rows.asked)
	}
}

func TestTableMenu(t *testing.T) {
	newApp(t, ForAgent)
	table := NewTable(testColumns())
	table.SetRows(testRows(nil))
	var menus []string
	table.OnMenu = func(id string, _ fyne.Position) { menus = append(menus, id) }
	w := show(t, table, 640, 240)
	test.TapSecondary(table.list.body.live[1].(*tableLine))
	if table.Selected() != "b" || w.Canvas().Focused() != fyne.Focusable(table) {
		t.Errorf("%q is selected, the focus is on %T", table.Selected(), w.Canvas().Focused())
	}
	press(w, fyne.KeyDown, desktop.KeyMenu)
	if got := fmt.Sprint(menus); got != "[b c]" {
		t.Errorf("asked for the menus of %s", got)
	}
}

// BenchmarkTableScrolls measures a step of the wheel in ten thousand rows, without painting.
func BenchmarkTableScrolls(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(NewTheme(ForAgent).Fixed(theme.VariantLight))
	table := NewTable(testColumns())
	table.SetSource(&thousands{})
	w := test.NewTempWindow(b, NewRoot(table))
	w.Resize(fyne.NewSize(1000, 690))
	const step = 25
	for i := 0; b.Loop(); i++ {
		table.list.scroll.ScrollToOffset(fyne.NewPos(0, float32(i*step%(9000*tableRow))))
		table.list.body.arrange(table.list.scroll)
	}
}

// TestTableDropsColumns: where there is no room for all columns, those of the highest rank go first.
func TestTableDropsColumns(t *testing.T) {
	newApp(t, ForAgent)
	table := NewTable([]TableColumn{{Width: 100}, {Width: 100, Rank: 2}, {Width: 100, Grow: true, Rank: 1}})
	const sides, gap, each = 2 * tableSide, tableGap, 100
	for _, c := range []struct {
		width float32
		want  string
	}{
		{sides + 3*each + 2*gap, "[100 100 100]"},
		{sides + 3*each + 2*gap - 1, fmt.Sprintf("[100 -1 %d]", 2*each+gap-1)},
		{sides + 2*each + gap - 1, "[100 -1 -1]"},
	} {
		if _, widths := table.places(c.width); fmt.Sprint(widths) != c.want {
			t.Errorf("%v dp wide, the columns are %v, want %s", c.width, widths, c.want)
		}
	}
	if got := table.minSize().Width; got != sides+each {
		t.Errorf("the table needs %v", got)
	}
	table.SetRows([]TableRow{{ID: "a", Cells: []Cell{{Text: "a"}, {Text: "b", Detail: "c"}, {Badge: BadgeState{Word: "d"}}}}})
	show(t, table, sides+each, 240)
	line := table.list.body.live[0].(*tableLine)
	if line.cells[0].text.Hidden || !line.cells[1].text.Hidden || !line.cells[1].detail.Hidden || !line.cells[2].badge.Hidden || !table.head.titles[1].Hidden {
		t.Error("a column that has no room still shows")
	}
}
