package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var (
	_ fyne.Widget       = (*tableLine)(nil)
	_ fyne.Tappable     = (*tableLine)(nil)
	_ desktop.Hoverable = (*tableLine)(nil)

	_ fyne.SecondaryTappable = (*tableLine)(nil)
)

// tableLine shows one row of a table.
type tableLine struct {
	widget.BaseWidget

	table   *Table
	row     TableRow
	shown   lineState
	hovered bool

	ground, shade, rule, ring *canvas.Rectangle
	cells                     []*tableCell
}

// lineState is what a line looks like, besides its row.
type lineState struct{ filled, selected, focused bool }

// tableCell is the objects of one cell; which of them show depends on what stands in it.
type tableCell struct {
	badge        *Badge
	glyph        *canvas.Image
	text, detail *canvas.Text
	action       *cellAction
	dropped      bool // with its column
}

// show shows what stands in the cell.
func (c *tableCell) show(cell Cell) {
	c.badge.Hidden = c.dropped || cell.Badge.Word == ""
	c.action.Hidden = c.dropped || cell.Action == nil
	plain := !c.dropped && cell.Badge.Word == "" && cell.Action == nil
	c.glyph.Hidden = !plain || cell.Icon == ""
	c.text.Hidden = !plain || cell.Text == ""
	c.detail.Hidden = c.dropped || cell.Detail == ""
}

func newTableLine(t *Table) *tableLine {
	l := &tableLine{table: t, ground: newBox(0), shade: newBox(0), rule: newBox(0), ring: newBox(radiusBadge)}
	for range t.columns {
		l.cells = append(l.cells, &tableCell{
			badge: NewBadge("", "", KindPlain), glyph: newGlyph("", look.Ink), text: newLine(), detail: newLine(),
			action: newCellAction(),
		})
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *tableLine) set(row TableRow) {
	state := lineState{filled: true, selected: row.ID == l.table.selected, focused: l.table.focused}
	if state == l.shown && sameRow(row, l.row) {
		return
	}
	l.row, l.shown = row, state
	for i, c := range l.cells {
		cell := l.cell(i)
		c.badge.Set(cell.Badge)
		c.action.set(cell)
	}
	l.Refresh()
}

// cell returns what stands in a column; a short row leaves its last cells empty.
func (l *tableLine) cell(i int) Cell {
	if i < len(l.row.Cells) {
		return l.row.Cells[i]
	}
	return Cell{}
}

// Tapped implements fyne.Tappable.
func (l *tableLine) Tapped(*fyne.PointEvent) { l.table.tapped(l.row.ID) }

// TappedSecondary implements fyne.SecondaryTappable.
func (l *tableLine) TappedSecondary(e *fyne.PointEvent) {
	l.table.tappedSecondary(l.row.ID, e.AbsolutePosition)
}

// MouseIn implements desktop.Hoverable.
func (l *tableLine) MouseIn(*desktop.MouseEvent) {
	l.hovered = true
	l.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (l *tableLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (l *tableLine) MouseOut() {
	l.hovered = false
	l.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *tableLine) CreateRenderer() fyne.WidgetRenderer { return draw(l) }

func (l *tableLine) minSize() fyne.Size { return fyne.NewSize(0, tableRow) }

const cellIconGap = 6

func (l *tableLine) layout(size fyne.Size) {
	place(l.ground, 0, 0, size.Width, size.Height)
	place(l.shade, 0, 0, size.Width, size.Height)
	place(l.rule, 0, size.Height-edgeWidth, size.Width, edgeWidth)
	place(l.ring, 0, 0, size.Width, size.Height-edgeWidth)
	starts, widths := l.table.places(size.Width)
	measure := newWrapper(sizeOf(RoleTable, l))
	for i, c := range l.cells {
		c.dropped = widths[i] == dropped
		c.show(l.cell(i))
		if c.dropped {
			continue
		}
		l.layoutCell(c, l.cell(i), fyne.NewPos(starts[i], 0), fyne.NewSize(widths[i], size.Height), l.table.columns[i].Right, measure)
	}
}

func (l *tableLine) layoutCell(c *tableCell, cell Cell, at fyne.Position, size fyne.Size, right bool, measure *wrapper) {
	place(c.badge, at.X, (size.Height-badgeHeight)/2, min(c.badge.MinSize().Width, size.Width), badgeHeight)
	place(c.action, at.X, (size.Height-smallHeight)/2, size.Width, smallHeight)
	x, width := at.X, size.Width
	hasIcon := cell.Icon != "" && cell.Action == nil
	if hasIcon {
		width -= iconSizeSmall + cellIconGap
	}
	c.text.Text = measure.ellipsis(cell.Text, cell.Bold, width)
	if c.detail.Text = ""; cell.Detail != "" { // few rows have one, and scrolling fills many
		c.detail.Text = newWrapper(sizeOf(RoleTiny, l)).ellipsis(cell.Detail, false, width)
	}
	text := c.text.MinSize()
	if right {
		x = at.X + width - min(text.Width, width)
	}
	if hasIcon {
		place(c.glyph, x, (size.Height-iconSizeSmall)/2, iconSizeSmall, iconSizeSmall)
		x += iconSizeSmall + cellIconGap
	}
	top := (size.Height - text.Height) / 2
	if cell.Detail != "" {
		detail := c.detail.MinSize()
		top = (size.Height - text.Height - detail.Height) / 2
		placeLine(c.detail, x, top+text.Height)
	}
	placeLine(c.text, x, top)
}

func (l *tableLine) paint() {
	selected := l.row.ID == l.table.selected
	fill := color.Color(color.Transparent)
	if selected {
		fill = tint(look.Soft, l)
	}
	setBox(l.ground, fill, nil, 0)
	setBox(l.shade, theme.ColorForWidget(theme.ColorNameHover, l), nil, 0)
	l.shade.Hidden = !l.hovered || selected
	setBox(l.rule, tint(look.Line, l), nil, 0)
	setBox(l.ring, nil, tint(look.Ink, l), ringWidth)
	l.ring.Hidden = !selected || !l.table.focused
	for i, c := range l.cells {
		cell := l.cell(i)
		words := cellColour(cell)
		icon := cell.Icon
		text := cell.Text
		if cell.Action != nil || cell.Badge.Word != "" {
			icon, text = "", ""
		}
		setGlyph(c.glyph, icon, words)
		setLine(c.text, text, sizeOf(RoleTable, l), cell.Bold, tint(words, l))
		setLine(c.detail, cell.Detail, sizeOf(RoleTiny, l), false, tint(look.Ink2, l))
		c.show(cell)
	}
}

func cellColour(cell Cell) look.Token {
	switch {
	case cell.Danger:
		return look.Danger
	case cell.Muted:
		return look.Ink2
	}
	return look.Ink
}

func (l *tableLine) children() []fyne.CanvasObject {
	list := []fyne.CanvasObject{l.ground, l.shade, l.rule}
	for _, c := range l.cells {
		list = append(list, c.badge, c.glyph, c.text, c.detail, c.action)
	}
	return append(list, l.ring)
}

var (
	_ fyne.Widget       = (*cellAction)(nil)
	_ fyne.Tappable     = (*cellAction)(nil)
	_ desktop.Hoverable = (*cellAction)(nil)
)

// cellAction is the button in a cell. It takes no focus, so that Tab leaves a table after one step.
type cellAction struct {
	widget.BaseWidget

	cell  Cell
	shade *canvas.Rectangle
	glyph *canvas.Image
	hint  hintHandle
}

func newCellAction() *cellAction {
	a := &cellAction{shade: newBox(radiusControl), glyph: newGlyph("", look.Ink)}
	a.shade.Hide()
	a.ExtendBaseWidget(a)
	return a
}

func (a *cellAction) set(cell Cell) {
	a.cell = cell
	a.Refresh()
}

// Tapped implements fyne.Tappable.
func (a *cellAction) Tapped(*fyne.PointEvent) {
	a.hint.hide()
	if a.cell.Action != nil {
		a.cell.Action()
	}
}

// MouseIn implements desktop.Hoverable.
func (a *cellAction) MouseIn(*desktop.MouseEvent) {
	a.shade.Show()
	a.hint.showSoon(a, a.cell.Text)
	a.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (a *cellAction) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (a *cellAction) MouseOut() {
	a.shade.Hide()
	a.hint.hide()
	a.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (a *cellAction) CreateRenderer() fyne.WidgetRenderer { return draw(a) }

func (a *cellAction) minSize() fyne.Size { return fyne.NewSquareSize(smallHeight) }

func (a *cellAction) layout(size fyne.Size) {
	x := (size.Width - smallHeight) / 2
	place(a.shade, x, 0, smallHeight, size.Height)
	place(a.glyph, (size.Width-iconSize)/2, (size.Height-iconSize)/2, iconSize, iconSize)
}

func (a *cellAction) paint() {
	setBox(a.shade, theme.ColorForWidget(theme.ColorNameHover, a), nil, 0)
	icon := look.Icon("")
	if a.cell.Action != nil {
		icon = a.cell.Icon
	}
	setGlyph(a.glyph, icon, look.Ink)
}

func (a *cellAction) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{a.shade, a.glyph}
}
