package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

// TableColumn is a column of a Table.
type TableColumn struct {
	Title string
	// Width is in dp; a column that Grows shares what is left, and is at least so wide.
	Width float32
	Grow  bool
	// Right sets the column's words to the right, as numbers are.
	Right bool
	// Sortable lets people sort by the column.
	Sortable bool
}

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

var (
	_ fyne.Widget    = (*Table)(nil)
	_ fyne.Focusable = (*Table)(nil)
)

// Table is rows under a head: one row is selected, arrows move, Enter opens it.
type Table struct {
	widget.BaseWidget

	// OnSelected is told the row that the person selected.
	OnSelected func(id string)
	// OnActivated is told the row that Enter or a double click opens.
	OnActivated func(id string)
	// OnDeleted is told the row on which Delete was pressed.
	OnDeleted func(id string)
	// OnSorted is told the column by which to sort; the table only shows the mark, the rows come sorted.
	OnSorted func(column int, descending bool)

	columns    []TableColumn
	rows       []TableRow
	selected   string
	sorted     int
	descending bool
	focused    bool
	lastTap    time.Time
	lastTapped string

	head *tableHead
	list *longList
	ring *canvas.Rectangle
}

// notSorted is the sorted column of a table without one.
const notSorted = -1

// doubleTap is the longest time between the two clicks of a double click.
const doubleTap = 400 * time.Millisecond

// NewTable returns a table without rows.
func NewTable(columns []TableColumn) *Table {
	t := &Table{columns: columns, sorted: notSorted, ring: newBox(0)}
	t.ring.Hide()
	t.head = newTableHead(t)
	t.list = newLongList((*tableSource)(t), false)
	t.ExtendBaseWidget(t)
	return t
}

// SetRows replaces the rows. The selection stays on its row, and ends if that is gone.
func (t *Table) SetRows(rows []TableRow) {
	if slices.EqualFunc(rows, t.rows, sameRow) {
		return // what the cells' actions do goes by the row
	}
	t.rows = rows
	if t.index(t.selected) < 0 {
		t.selected = ""
	}
	t.list.reload(0)
}

// SetTitles changes the columns' titles, such as for another language.
func (t *Table) SetTitles(titles []string) {
	for i, title := range titles {
		t.columns[i].Title = title
	}
	t.head.Refresh()
}

// SetSort shows by which column the rows are sorted.
func (t *Table) SetSort(column int, descending bool) {
	t.sorted, t.descending = column, descending
	t.head.Refresh()
}

// Select selects a row without telling OnSelected; an empty ID selects none.
func (t *Table) Select(id string) {
	if t.selected == id {
		return
	}
	t.selected = id
	t.list.reload(0)
	if i := t.index(id); i >= 0 {
		t.list.reveal(i)
	}
}

// WholeHeight returns the height at which every row is in view.
func (t *Table) WholeHeight() float32 {
	height := float32(tableHeadHeight)
	for i := range t.rows {
		height += (*tableSource)(t).height(i, 0)
	}
	return max(height, t.minSize().Height)
}

// Selected returns the selected row's ID, empty for none.
func (t *Table) Selected() string { return t.selected }

// sameRow reports whether two rows look the same.
func sameRow(a, b TableRow) bool { return a.ID == b.ID && slices.EqualFunc(a.Cells, b.Cells, sameCell) }

func sameCell(a, b Cell) bool {
	return a.Badge == b.Badge && a.Icon == b.Icon && a.Text == b.Text && a.Detail == b.Detail && a.Bold == b.Bold && a.Muted == b.Muted &&
		a.Danger == b.Danger && (a.Action == nil) == (b.Action == nil)
}

func (t *Table) index(id string) int {
	for i, row := range t.rows {
		if row.ID == id {
			return i
		}
	}
	return -1
}

func (t *Table) choose(index int) {
	if len(t.rows) == 0 {
		return
	}
	id := t.rows[max(min(index, len(t.rows)-1), 0)].ID
	if id == t.selected {
		return
	}
	t.Select(id)
	if t.OnSelected != nil {
		t.OnSelected(id)
	}
}

func (t *Table) activate() {
	if t.selected != "" && t.OnActivated != nil {
		t.OnActivated(t.selected)
	}
}

// tapped selects a row at once; a second click soon after opens it. Fyne's own double click would delay the first.
func (t *Table) tapped(id string) {
	setFocus(t)
	now := time.Now()
	double := id == t.lastTapped && now.Sub(t.lastTap) < doubleTap
	t.lastTap, t.lastTapped = now, id
	t.choose(t.index(id))
	if double {
		t.lastTapped = ""
		t.activate()
	}
}

func (t *Table) sort(column int) {
	if !t.columns[column].Sortable || t.OnSorted == nil {
		return
	}
	descending := t.sorted == column && !t.descending
	t.SetSort(column, descending)
	t.OnSorted(column, descending)
}

// FocusGained implements fyne.Focusable.
func (t *Table) FocusGained() {
	t.focused = true
	if t.selected == "" {
		t.choose(0)
	}
	t.list.reload(0)
	t.Refresh()
}

// FocusLost implements fyne.Focusable.
func (t *Table) FocusLost() {
	t.focused = false
	t.list.reload(0)
	t.Refresh()
}

// TypedRune implements fyne.Focusable.
func (t *Table) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (t *Table) TypedKey(key *fyne.KeyEvent) {
	at := t.index(t.selected)
	switch key.Name {
	case fyne.KeyUp:
		t.choose(at - 1)
	case fyne.KeyDown:
		t.choose(at + 1)
	case fyne.KeyHome:
		t.choose(0)
	case fyne.KeyEnd:
		t.choose(len(t.rows) - 1)
	case fyne.KeyPageUp:
		t.choose(at - t.page())
	case fyne.KeyPageDown:
		t.choose(at + t.page())
	case fyne.KeyReturn, fyne.KeyEnter:
		t.activate()
	case fyne.KeyDelete:
		if t.selected != "" && t.OnDeleted != nil {
			t.OnDeleted(t.selected)
		}
	default:
		passKey(t, key)
	}
}

func (t *Table) page() int { return max(int(t.list.Size().Height/tableRow)-1, 1) }

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return draw(t)
}

// The table's measures, in dp.
const (
	tableHeadHeight = 33
	tableRow        = 36
	tableRowDetail  = 42
	tableSide       = 12 // before the first and behind the last column
	tableGap        = 12 // between columns
	tableLeastRows  = 3
)

func (t *Table) minSize() fyne.Size {
	width := float32(2*tableSide) + tableGap*float32(max(len(t.columns)-1, 0))
	for _, c := range t.columns {
		width += c.Width
	}
	return fyne.NewSize(width, tableHeadHeight+tableLeastRows*tableRow)
}

// places returns where the columns begin and how wide they are, in a table of a width.
func (t *Table) places(width float32) (starts, widths []float32) {
	free := width - t.minSize().Width
	growing := 0
	for _, c := range t.columns {
		if c.Grow {
			growing++
		}
	}
	x := float32(tableSide)
	for _, c := range t.columns {
		w := c.Width
		if c.Grow && free > 0 {
			w += free / float32(growing)
		}
		starts, widths = append(starts, x), append(widths, w)
		x += w + tableGap
	}
	return starts, widths
}

func (t *Table) layout(size fyne.Size) {
	place(t.head, 0, 0, size.Width, tableHeadHeight)
	place(t.list, 0, tableHeadHeight, size.Width, max(size.Height-tableHeadHeight, 0))
	place(t.ring, 0, 0, size.Width, size.Height)
}

func (t *Table) paint() {
	setBox(t.ring, nil, tint(look.Ink, t), ringWidth)
	t.ring.CornerRadius = radiusControl
	t.ring.Hidden = !t.focused || t.selected != "" // else the selected row has the ring
}

func (t *Table) children() []fyne.CanvasObject { return []fyne.CanvasObject{t.list, t.head, t.ring} }

// tableSource gives the rows to the list.
type tableSource Table

func (s *tableSource) count() int { return len(s.rows) }

func (s *tableSource) height(index int, _ float32) float32 {
	for _, cell := range s.rows[index].Cells {
		if cell.Detail != "" {
			return tableRowDetail
		}
	}
	return tableRow
}

func (s *tableSource) newItem() fyne.CanvasObject { return newTableLine((*Table)(s)) }

func (s *tableSource) fill(item fyne.CanvasObject, index int) {
	item.(*tableLine).set(s.rows[index])
}
