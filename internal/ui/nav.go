package ui

import (
	"image/color"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var (
	_ fyne.Widget       = (*Nav)(nil)
	_ fyne.Focusable    = (*Nav)(nil)
	_ fyne.Tappable     = (*Nav)(nil)
	_ desktop.Hoverable = (*Nav)(nil)
)

// NavItem is a page that a Nav leads to.
type NavItem struct {
	Icon look.Icon
	Text string
	// Count stands behind the text if it is not 0; Hot marks one that waits for somebody.
	Count int
	Hot   bool
}

// Nav is the list of a window's pages. It takes the focus once; arrows move inside.
type Nav struct {
	widget.BaseWidget
	choice

	// OnSelected is told the page that the person chose.
	OnSelected func(index int)

	items []NavItem
	lines []*navLine
}

// navLine is the objects of one page in the list.
type navLine struct {
	ground, pill, ring *canvas.Rectangle
	glyph              *canvas.Image
	words, count       *canvas.Text
}

// NewNav returns the list with one page chosen.
func NewNav(items []NavItem, selected int, chosen func(index int)) *Nav {
	n := &Nav{OnSelected: chosen}
	n.parts = newParts(n, func(place fyne.Position) int { return int(place.Y / navStep) }, n.choose)
	n.ExtendBaseWidget(n)
	n.SetItems(items, selected)
	return n
}

// SetItems changes the pages and the choice, without telling OnSelected.
func (n *Nav) SetItems(items []NavItem, selected int) {
	if selected == n.selected && slices.Equal(items, n.items) {
		return
	}
	n.items, n.selected = items, selected
	for len(n.lines) < len(items) {
		n.lines = append(n.lines, &navLine{
			ground: newBox(radiusControl), pill: newBox(countHeight / 2), ring: newBox(radiusControl),
			glyph: newGlyph("", look.Ink), words: newLine(), count: newLine(),
		})
	}
	n.lines = n.lines[:len(items)]
	n.Refresh()
}

// Select chooses a page without telling OnSelected.
func (n *Nav) Select(index int) { n.SetItems(n.items, index) }

func (n *Nav) choose(index int) {
	if index < 0 || index >= len(n.items) || index == n.selected {
		return
	}
	n.Select(index)
	if n.OnSelected != nil {
		n.OnSelected(index)
	}
}

// TypedKey implements fyne.Focusable.
func (n *Nav) TypedKey(key *fyne.KeyEvent) {
	const sideways = false
	if !n.move(key.Name, len(n.items), sideways) {
		passKey(n, key)
	}
}

// CreateRenderer implements fyne.Widget.
func (n *Nav) CreateRenderer() fyne.WidgetRenderer {
	n.ExtendBaseWidget(n)
	return draw(n)
}

// The list's measures, in dp.
const (
	navHeight   = 36
	navStep     = navHeight + 2
	navSide     = 11
	navText     = 38
	countHeight = 20
	countSide   = 6
)

func (n *Nav) minSize() fyne.Size {
	var width float32
	for i, l := range n.lines {
		width = max(width, navText+l.words.MinSize().Width+navSide+n.countWidth(i)+Space8)
	}
	return fyne.NewSize(width, navStep*float32(len(n.items)))
}

func (n *Nav) countWidth(i int) float32 {
	if n.items[i].Count == 0 {
		return 0
	}
	return max(n.lines[i].count.MinSize().Width+2*countSide, countHeight)
}

func (n *Nav) layout(size fyne.Size) {
	for i, l := range n.lines {
		y := navStep * float32(i)
		place(l.ground, 0, y, size.Width, navHeight)
		place(l.ring, 0, y, size.Width, navHeight)
		place(l.glyph, navSide, y+(navHeight-iconSize)/2, iconSize, iconSize)
		words, count := l.words.MinSize(), l.count.MinSize()
		placeLine(l.words, navText, y+(navHeight-words.Height)/2)
		pill := n.countWidth(i)
		x := size.Width - navSide - pill
		place(l.pill, x, y+(navHeight-countHeight)/2, pill, countHeight)
		placeLine(l.count, x+(pill-count.Width)/2, y+(navHeight-count.Height)/2)
	}
}

func (n *Nav) paint() {
	for i, l := range n.lines {
		item, chosen := n.items[i], i == n.selected
		fill, words := color.Color(color.Transparent), look.Ink
		switch {
		case chosen:
			fill, words = tint(look.Soft, n), look.Accent
		case i == n.hovered:
			fill = theme.ColorForWidget(theme.ColorNameHover, n)
		}
		setBox(l.ground, fill, nil, 0)
		setBox(l.ring, nil, tint(look.Ink, n), ringWidth)
		l.ring.Hidden = !n.focused || !chosen
		setGlyph(l.glyph, item.Icon, words)
		setLine(l.words, item.Text, sizeOf(RoleBody, n), chosen, tint(words, n))
		pill, count := look.Raised, look.Ink
		if item.Hot {
			pill, count = look.Yellow, look.OnYellow
		}
		setBox(l.pill, tint(pill, n), nil, 0)
		setLine(l.count, strconv.Itoa(item.Count), sizeOf(RoleTiny, n), true, tint(count, n))
		l.pill.Hidden, l.count.Hidden = item.Count == 0, item.Count == 0
	}
}

func (n *Nav) children() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, l := range n.lines {
		list = append(list, l.ground, l.glyph, l.words, l.pill, l.count, l.ring)
	}
	return list
}
