package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
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
	// Rank says which columns go where there is no room for all: those of the highest rank first. 0 stays.
	Rank int
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
	// OnMenu is told the row whose menu is asked for, by the right button, the menu key or Shift F10, and where on the window
	// the menu goes.
	OnMenu func(id string, at fyne.Position)
	// OnSorted is told the column by which to sort; the table only shows the mark, the rows come sorted.
	OnSorted func(column int, descending bool)

	columns    []TableColumn
	rows       Rows
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
	t := &Table{columns: columns, rows: rowList(nil), sorted: notSorted, ring: newBox(0)}
	t.ring.Hide()
	t.head = newTableHead(t)
	t.list = newLongList((*tableSource)(t), false)
	t.ExtendBaseWidget(t)
	return t
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
	for i := range t.rows.Len() {
		height += (*tableSource)(t).height(i, 0)
	}
	return max(height, t.minSize().Height)
}

// Selected returns the selected row's ID, empty for none.
func (t *Table) Selected() string { return t.selected }

func (t *Table) choose(index int) {
	if t.rows.Len() == 0 {
		return
	}
	id := t.rows.ID(max(min(index, t.rows.Len()-1), 0))
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

// tappedSecondary selects a row and asks for its menu.
func (t *Table) tappedSecondary(id string, at fyne.Position) {
	setFocus(t)
	t.choose(t.index(id))
	if t.OnMenu != nil {
		t.OnMenu(id, at)
	}
}

// menu asks for the selected row's menu, by the keyboard.
func (t *Table) menu() {
	at := t.index(t.selected)
	if at < 0 || t.OnMenu == nil {
		return
	}
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.list)
	t.OnMenu(t.selected, place.AddXY(tableSide, t.list.below(at)))
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
		t.choose(t.rows.Len() - 1)
	case fyne.KeyPageUp:
		t.choose(at - t.page())
	case fyne.KeyPageDown:
		t.choose(at + t.page())
	case fyne.KeyReturn, fyne.KeyEnter:
		t.activate()
	case desktop.KeyMenu, fyne.KeyF10: // Shift does not show here
		t.menu()
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
	width, _ := t.needs(0)
	return fyne.NewSize(width, tableHeadHeight+tableLeastRows*tableRow)
}

// needs returns the least width of a table with the columns up to a rank, and the highest rank among them.
func (t *Table) needs(rank int) (width float32, highest int) {
	width = 2*tableSide - tableGap
	for _, c := range t.columns {
		if c.Rank <= rank {
			width += c.Width + tableGap
			highest = max(highest, c.Rank)
		}
	}
	return max(width, 2*tableSide), highest
}

// dropped is the width of a column for which there is no room.
const dropped = -1

// places returns where the columns begin and how wide they are, in a table of a width.
func (t *Table) places(width float32) (starts, widths []float32) {
	least, rank := t.needs(everything)
	for least > width && rank > 0 {
		least, rank = t.needs(rank - 1)
	}
	free := width - least
	growing := 0
	for _, c := range t.columns {
		if c.Grow && c.Rank <= rank {
			growing++
		}
	}
	x := float32(tableSide)
	for _, c := range t.columns {
		if c.Rank > rank {
			starts, widths = append(starts, x), append(widths, dropped)
			continue
		}
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
