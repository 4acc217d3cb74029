package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

// Cell is what stands in one cell.
type Cell struct {
	// Badge fills the cell if its word is set.
	Badge BadgeState
	// Icon stands before Text.
	Icon look.Icon
	Text string
	// Detail is a second line.
	Detail string
	// Bold and Muted are the text's weight and rank; Danger marks what wants attention, together with an icon.
	Bold, Muted, Danger bool
	// Action makes the cell a button that shows Icon; Text explains it. It does not take the focus: the table has a key
	// for what it does.
	Action func()
}

// TableRow is one row; its ID keeps the selection where it is when rows come and go.
type TableRow struct {
	ID    string
	Cells []Cell
}

// Rows are what a Table shows. It asks for those in view only, so that thousands cost no more than a windowful.
type Rows interface {
	// Len returns how many rows there are.
	Len() int
	// ID returns the ID of a row.
	ID(index int) string
	// Row returns a row as it looks now.
	Row(index int) TableRow
}

// rowList is rows that are all there.
type rowList []TableRow

var _ Rows = rowList(nil)

// Len implements Rows.
func (l rowList) Len() int { return len(l) }

// ID implements Rows.
func (l rowList) ID(index int) string { return l[index].ID }

// Row implements Rows.
func (l rowList) Row(index int) TableRow { return l[index] }

// SetRows replaces the rows. The selection stays on its row, and ends if that is gone.
func (t *Table) SetRows(rows []TableRow) {
	if shown, ok := t.rows.(rowList); ok && slices.EqualFunc(rows, shown, sameRow) {
		return // what the cells' actions do goes by the row
	}
	t.SetSource(rowList(rows))
}

// SetSource replaces the rows by those that a source has. The selection stays on its row, and ends if that is gone.
func (t *Table) SetSource(rows Rows) {
	t.rows = rows
	if t.index(t.selected) < 0 {
		t.selected = ""
	}
	t.list.reload(0)
}

// Update shows the rows in view anew, such as for times that go on. Which rows there are has not changed.
func (t *Table) Update() { t.list.body.refill(0) }

// sameRow reports whether two rows look the same.
func sameRow(a, b TableRow) bool { return a.ID == b.ID && slices.EqualFunc(a.Cells, b.Cells, sameCell) }

func sameCell(a, b Cell) bool {
	return a.Badge == b.Badge && a.Icon == b.Icon && a.Text == b.Text && a.Detail == b.Detail && a.Bold == b.Bold && a.Muted == b.Muted &&
		a.Danger == b.Danger && (a.Action == nil) == (b.Action == nil)
}

func (t *Table) index(id string) int {
	if id == "" {
		return -1
	}
	for i := range t.rows.Len() {
		if t.rows.ID(i) == id {
			return i
		}
	}
	return -1
}

// tableSource gives the rows to the list.
type tableSource Table

func (s *tableSource) count() int { return s.rows.Len() }

func (s *tableSource) height(index int, _ float32) float32 {
	if list, ok := s.rows.(rowList); ok { // other rows have one line: they are too many to look at each
		for _, cell := range list[index].Cells {
			if cell.Detail != "" {
				return tableRowDetail
			}
		}
	}
	return tableRow
}

func (s *tableSource) newItem() fyne.CanvasObject { return newTableLine((*Table)(s)) }

func (s *tableSource) fill(item fyne.CanvasObject, index int) {
	item.(*tableLine).set(s.rows.Row(index))
}
