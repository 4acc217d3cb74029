package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
)

// Fold is a Row of tools that needs no more room than there is: those made with Folds go where it lacks, the ones of the
// highest rank first, and stand in a menu instead. Its button, which hint explains, takes the place before the first spacer;
// without a hint there is none, because what goes is to be found elsewhere.
func Fold(gap float32, hint string, objects ...fyne.CanvasObject) *fyne.Container {
	l := &foldLayout{row: rowLayout{gap: gap}}
	if hint != "" {
		l.more = NewMenuButton("", look.IconDots, Low, l.items)
		l.more.Hint = hint
		l.more.Hide()
	}
	at := 0
	for at < len(objects) && !isSpacer(objects[at]) {
		at++
	}
	all := append([]fyne.CanvasObject{}, objects[:at]...)
	if l.more != nil {
		all = append(all, l.more)
	}
	l.box = container.New(l, append(all, objects[at:]...)...)
	return l.box
}

// Folds makes an object of a Fold go where there is no room for it. Rank is at least 1; those that share one go together.
func Folds(rank int, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&foldedLayout{rank: rank}, o)
}

// foldedLayout marks what may fold. Its object says by itself whether it is to be seen at all; the container around it hides
// what is folded.
type foldedLayout struct {
	growLayout
	rank int
}

// menuItems is a tool that can stand in a menu.
type menuItems interface{ menuItems() []*fyne.MenuItem }

type foldLayout struct {
	row  rowLayout
	more *Button         // nil without a menu
	box  *fyne.Container // whose layout this is
}

// folds returns what may fold in an object, and its rank; 0 stays.
func folds(o fyne.CanvasObject) (inner *fyne.Container, rank int) {
	c, ok := o.(*fyne.Container)
	if !ok {
		return nil, 0
	}
	l, ok := c.Layout.(*foldedLayout)
	if !ok {
		return nil, 0
	}
	return c, l.rank
}

// show shows all but what has a rank above most, and the menu's button if something of use is not shown. It returns the
// highest rank that is shown.
func (l *foldLayout) show(most int) (highest int) {
	folded := false
	for _, o := range l.box.Objects {
		c, rank := folds(o)
		if c == nil {
			continue
		}
		wanted := c.Objects[0].Visible()
		c.Hidden = !wanted || rank > most
		if !c.Hidden {
			highest = max(highest, rank)
		}
		_, useful := c.Objects[0].(menuItems)
		folded = folded || wanted && c.Hidden && useful
	}
	if l.more != nil {
		l.more.Hidden = !folded
	}
	return highest
}

// everything is above all ranks.
const everything = 1 << 16

// MinSize implements fyne.Layout.
func (l *foldLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	least := l.fit(0)
	l.fit(l.row.width)
	return least
}

// fit folds what there is no room for, and returns how much room the rest needs; its height is that of all.
func (l *foldLayout) fit(width float32) fyne.Size {
	highest := l.show(everything)
	size := l.row.MinSize(l.box.Objects)
	height := size.Height
	for size.Width > width && highest > 0 {
		highest = l.show(highest - 1)
		size = l.row.MinSize(l.box.Objects)
	}
	return fyne.NewSize(size.Width, height)
}

// Layout implements fyne.Layout.
func (l *foldLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.row.width = size.Width
	l.fit(size.Width)
	l.row.Layout(l.box.Objects, size)
}

// items are those of the menu: what is folded.
func (l *foldLayout) items() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, o := range l.box.Objects {
		c, _ := folds(o)
		if c == nil || !c.Hidden || !c.Objects[0].Visible() {
			continue
		}
		if tool, ok := c.Objects[0].(menuItems); ok {
			items = append(items, tool.menuItems()...)
		}
	}
	return items
}

var (
	_ menuItems = (*Button)(nil)
	_ menuItems = (*ToolButton)(nil)
	_ menuItems = (*Segmented)(nil)
)

// menuItem returns what stands in a menu for a tool.
func menuItem(text string, icon look.Icon, on, enabled bool, tapped func()) *fyne.MenuItem {
	item := fyne.NewMenuItem(text, tapped)
	item.Checked, item.Disabled = on, !enabled
	if icon != "" {
		item.Icon = Icon(icon, look.Ink)
	}
	return item
}

func (b *Button) menuItems() []*fyne.MenuItem {
	text := b.Text
	if text == "" {
		text = b.Hint
	}
	item := menuItem(text, b.Icon, b.On, !b.Disabled(), b.OnTapped)
	if b.items != nil {
		item.Action, item.ChildMenu = nil, fyne.NewMenu("", b.items()...)
	}
	return []*fyne.MenuItem{item}
}

func (b *ToolButton) menuItems() []*fyne.MenuItem {
	text := b.Text
	if b.Disabled() && b.Hint != "" { // a menu shows no hints
		text += " · " + b.Hint
	}
	return []*fyne.MenuItem{menuItem(text, b.Icon, b.On, !b.Disabled(), b.OnTapped)}
}

func (s *Segmented) menuItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for i, segment := range s.segments {
		items = append(items, menuItem(segment.Text, segment.Icon, i == s.selected, !s.Disabled(), func() { s.choose(i) }))
	}
	return items
}
