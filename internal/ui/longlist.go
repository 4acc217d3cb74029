package ui

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// listSource is what a longList shows.
type listSource interface {
	count() int
	// height returns the height of an item at a width.
	height(index int, width float32) float32
	// newItem makes an object that can show any item; fill makes it show one.
	newItem() fyne.CanvasObject
	fill(item fyne.CanvasObject, index int)
}

// longList is a column of items that scrolls and has objects only for those in view, so that thousands cost no more
// than a windowful.
type longList struct {
	widget.BaseWidget

	scroll *container.Scroll
	body   *longBody
}

// newLongList returns a list; one that hangs stands at the bottom while it is short, and stays there when it grows.
func newLongList(source listSource, hangs bool) *longList {
	l := &longList{body: &longBody{source: source, hangs: hangs, live: map[int]fyne.CanvasObject{}}}
	l.body.ExtendBaseWidget(l.body)
	l.scroll = container.NewVScroll(l.body)
	l.scroll.OnScrolled = func(fyne.Position) { l.body.arrange(l.scroll) }
	l.ExtendBaseWidget(l)
	return l
}

// reload shows the source anew, after items from an index on have changed or were added.
func (l *longList) reload(from int) {
	atEnd := l.atEnd()
	l.body.measure(from, l.scroll.Size().Width)
	l.body.refill(from)
	l.body.Refresh()
	l.scroll.Refresh()
	if l.body.hangs && atEnd {
		l.scroll.ScrollToBottom()
	}
	l.body.arrange(l.scroll)
}

// atEnd reports whether the last item is in view.
func (l *longList) atEnd() bool {
	const nearly = 8 // of a scroll by hand that meant the end
	return l.scroll.Offset.Y+l.scroll.Size().Height >= l.body.total()-nearly
}

// reveal scrolls until an item is in view.
func (l *longList) reveal(index int) {
	if index >= len(l.body.ends) { // not laid out yet
		return
	}
	top, bottom := l.body.ends[index]-l.body.heightAt(index), l.body.ends[index]
	switch {
	case top < l.scroll.Offset.Y:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > l.scroll.Offset.Y+l.scroll.Size().Height:
		l.scroll.ScrollToOffset(fyne.NewPos(0, bottom-l.scroll.Size().Height))
	}
	l.body.arrange(l.scroll)
}

// below returns where an item ends, from the top of the list.
func (l *longList) below(index int) float32 {
	if index >= len(l.body.ends) {
		return 0
	}
	return min(l.body.ends[index]-l.scroll.Offset.Y, l.scroll.Size().Height)
}

// CreateRenderer implements fyne.Widget.
func (l *longList) CreateRenderer() fyne.WidgetRenderer { return draw(l) }

func (l *longList) minSize() fyne.Size { return l.scroll.MinSize() }

func (l *longList) layout(size fyne.Size) {
	atEnd := l.atEnd()
	if l.body.width != size.Width {
		l.body.measure(0, size.Width)
		l.body.refill(0)
	}
	place(l.scroll, 0, 0, size.Width, size.Height)
	if l.body.hangs && atEnd {
		l.scroll.ScrollToBottom()
	}
	l.body.arrange(l.scroll)
}

func (l *longList) paint() {}

func (l *longList) children() []fyne.CanvasObject { return []fyne.CanvasObject{l.scroll} }

// longBody is what scrolls in a longList.
type longBody struct {
	widget.BaseWidget

	source listSource
	hangs  bool
	width  float32
	ends   []float32 // ends[i] is where item i ends, from the top
	live   map[int]fyne.CanvasObject
	spare  []fyne.CanvasObject
}

func (b *longBody) total() float32 {
	if len(b.ends) == 0 {
		return 0
	}
	return b.ends[len(b.ends)-1]
}

func (b *longBody) heightAt(index int) float32 {
	if index == 0 {
		return b.ends[0]
	}
	return b.ends[index] - b.ends[index-1]
}

// measure computes where items end, from an index on.
func (b *longBody) measure(from int, width float32) {
	if width != b.width {
		from = 0
	}
	b.width = width
	b.ends = b.ends[:min(from, len(b.ends))]
	if width <= 0 { // not laid out yet
		return
	}
	for i := len(b.ends); i < b.source.count(); i++ {
		b.ends = append(b.ends, b.total()+b.source.height(i, width))
	}
}

// refill shows items anew from an index on, each in the object that it has: what the pointer is on stays there.
func (b *longBody) refill(from int) {
	for i, o := range b.live {
		switch {
		case i >= len(b.ends):
			delete(b.live, i)
			b.spare = append(b.spare, o)
		case i >= from:
			b.source.fill(o, i)
		}
	}
}

// arrange gives objects to the items in view and takes them from all others.
func (b *longBody) arrange(scroll *container.Scroll) {
	top := scroll.Offset.Y
	bottom := top + scroll.Size().Height
	shift := float32(0)
	if b.hangs {
		shift = max(scroll.Size().Height-b.total(), 0)
	}
	first := sort.Search(len(b.ends), func(i int) bool { return b.ends[i]+shift > top })
	last := first
	for last < len(b.ends) && b.ends[last]-b.heightAt(last)+shift < bottom {
		last++
	}
	changed := false
	for i, o := range b.live {
		if i < first || i >= last {
			delete(b.live, i)
			b.spare = append(b.spare, o)
			changed = true
		}
	}
	for i := first; i < last; i++ {
		o := b.live[i]
		if o == nil {
			o = b.take()
			b.source.fill(o, i)
			b.live[i] = o
			changed = true
		}
		height := b.heightAt(i)
		place(o, 0, b.ends[i]-height+shift, b.width, height)
	}
	if changed {
		b.Refresh()
	}
}

func (b *longBody) take() fyne.CanvasObject {
	if n := len(b.spare); n > 0 {
		o := b.spare[n-1]
		b.spare = b.spare[:n-1]
		return o
	}
	return b.source.newItem()
}

// CreateRenderer implements fyne.Widget.
func (b *longBody) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *longBody) minSize() fyne.Size { return fyne.NewSize(0, b.total()) }

func (b *longBody) layout(fyne.Size) {}

func (b *longBody) paint() {}

func (b *longBody) children() []fyne.CanvasObject {
	indexes := make([]int, 0, len(b.live))
	for i := range b.live {
		indexes = append(indexes, i)
	}
	sort.Ints(indexes)
	list := make([]fyne.CanvasObject, len(indexes))
	for n, i := range indexes {
		list[n] = b.live[i]
	}
	return list
}
