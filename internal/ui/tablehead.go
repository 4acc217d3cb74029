package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*tableHead)(nil)

// tableHead is the titles of a table's columns.
type tableHead struct {
	widget.BaseWidget

	table  *Table
	titles []*headTitle
	rule   *canvas.Rectangle
}

func newTableHead(t *Table) *tableHead {
	h := &tableHead{table: t, rule: newBox(0)}
	for i := range t.columns {
		h.titles = append(h.titles, newHeadTitle(t, i))
	}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *tableHead) CreateRenderer() fyne.WidgetRenderer { return draw(h) }

func (h *tableHead) minSize() fyne.Size { return fyne.NewSize(0, tableHeadHeight) }

func (h *tableHead) layout(size fyne.Size) {
	place(h.rule, 0, size.Height-edgeWidth, size.Width, edgeWidth)
	starts, widths := h.table.places(size.Width)
	for i, t := range h.titles {
		t.Hidden = widths[i] == dropped
		place(t, starts[i], 0, max(widths[i], 0), size.Height-edgeWidth)
	}
}

func (h *tableHead) paint() {
	setBox(h.rule, tint(look.Line, h), nil, 0)
	for _, t := range h.titles {
		t.Refresh()
	}
}

func (h *tableHead) children() []fyne.CanvasObject {
	list := []fyne.CanvasObject{h.rule}
	for _, t := range h.titles {
		list = append(list, t)
	}
	return list
}

var _ fyne.Widget = (*headTitle)(nil)

// headTitle is one title. One that sorts can be pressed; the others are disabled, which takes them out of the Tab order.
type headTitle struct {
	pressable

	table  *Table
	column int
	words  *canvas.Text
	mark   *canvas.Image
	ring   *canvas.Rectangle
}

func newHeadTitle(t *Table, column int) *headTitle {
	h := &headTitle{table: t, column: column, words: newLine(), mark: newGlyph("", look.Ink2), ring: newBox(radiusBadge)}
	h.OnTapped = func() { t.sort(column) }
	h.extend(h)
	if !t.columns[column].Sortable {
		h.Disable()
	}
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *headTitle) CreateRenderer() fyne.WidgetRenderer { return draw(h) }

func (h *headTitle) minSize() fyne.Size { return fyne.NewSize(0, tableHeadHeight-edgeWidth) }

const sortMark = 12

func (h *headTitle) layout(size fyne.Size) {
	words := h.words.MinSize()
	x := float32(0)
	if h.table.columns[h.column].Right {
		x = size.Width - words.Width
		if !h.mark.Hidden {
			x -= sortMark
		}
	}
	placeMiddle(h.words, x, words.Width, size.Height)
	place(h.mark, x+words.Width, (size.Height-sortMark)/2, sortMark, sortMark)
	place(h.ring, -ringReach, ringReach, size.Width+2*ringReach, size.Height-2*ringReach)
}

func (h *headTitle) paint() {
	colour := look.Ink2
	if h.hovered && !h.Disabled() {
		colour = look.Ink
	}
	setLine(h.words, h.table.columns[h.column].Title, sizeOf(RoleTiny, h), true, tint(colour, h))
	mark := look.Icon("")
	if h.table.sorted == h.column {
		mark = look.IconUp
		if h.table.descending {
			mark = look.IconDown
		}
	}
	setGlyph(h.mark, mark, colour)
	setBox(h.ring, nil, tint(look.Ink, h), ringWidth)
	h.ring.Hidden = !h.focused
}

func (h *headTitle) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.words, h.mark, h.ring}
}
