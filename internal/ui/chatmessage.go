package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

// ChatKind says whose a message is.
type ChatKind uint8

// The kinds of messages.
const (
	ChatOther  ChatKind = iota // left, on surface
	ChatOwn                    // right, on soft
	ChatStatus                 // a line in the middle: what happened
)

// ChatMessage is one message of the log.
type ChatMessage struct {
	Kind ChatKind
	Text string
	// Meta stands below the text, such as "Hannah Berg · 14:08".
	Meta string
	// Tag marks a message that the customer never sees, such as "Agents only"; empty marks none.
	Tag string
}

var (
	_ fyne.Widget            = (*bubble)(nil)
	_ fyne.SecondaryTappable = (*bubble)(nil)
)

// bubble shows one message of the log.
type bubble struct {
	widget.BaseWidget

	message ChatMessage
	measure *chatMeasure

	ground, before, after *canvas.Rectangle
	glyph                 *canvas.Image
	tag, meta             *canvas.Text
	text                  *Text
}

func newBubble(measure *chatMeasure) *bubble {
	b := &bubble{
		measure: measure, ground: newBox(radiusCard), before: newBox(0), after: newBox(0),
		glyph: newGlyph("", look.Ink), tag: newLine(), meta: newLine(), text: NewText("", RoleReading),
	}
	b.ExtendBaseWidget(b)
	return b
}

// The log's measures, in dp.
const (
	bubbleGap       = 10 // between messages
	bubbleVertical  = 8
	bubbleSide      = 12
	bubbleMeta      = 17 // height of the line below the text, and of the tag above it
	logSide         = 16
	logNarrow       = 560 // below it bubbles are wider, and status lines have no rules
	bubbleShare     = 0.74
	bubbleNarrow    = 0.84
	bubbleLeast     = 140 // of text: a window on its way to its size is not worth breaking thousands of words for
	statusRuleLeast = 40
	statusRuleGap   = 8
)

// chatMeasure computes how large messages are; it remembers the widths of words for all of a log.
type chatMeasure struct {
	text, small *wrapper
	lineHeight  float32
	copyText    string // the menu item that copies a message
}

func newChatMeasure(w fyne.Widget) *chatMeasure {
	return &chatMeasure{
		text: newWrapper(sizeOf(RoleReading, w)), small: newWrapper(sizeOf(RoleTiny, w)),
		lineHeight: lineHeight(RoleReading, w),
	}
}

// bubbleSize returns how wide a message's text and bubble are, and how high the bubble is, in a log of a width.
func (m *chatMeasure) bubbleSize(message ChatMessage, width float32) (text float32, size fyne.Size) {
	share := float32(bubbleShare)
	if width < logNarrow {
		share = bubbleNarrow
	}
	limit := max((width-2*logSide)*share-2*bubbleSide, bubbleLeast)
	lines := m.text.wrap([]span{{text: message.Text}}, limit)
	for _, line := range lines {
		text = max(text, line.width)
	}
	inner := max(text, m.small.measure(message.Meta, false))
	height := float32(len(lines))*m.lineHeight + 2*bubbleVertical
	if message.Meta != "" {
		height += bubbleMeta
	}
	if message.Tag != "" {
		height += bubbleMeta
		inner = max(inner, m.small.measure(message.Tag, true)+iconSizeSmall+Space4)
	}
	// One dp more than measured, so that rounding never breaks the last word off.
	return min(text+1, limit), fyne.NewSize(inner+2*bubbleSide, height)
}

// height returns the height of a message with the gap that follows it.
func (m *chatMeasure) height(message ChatMessage, width float32) float32 {
	if message.Kind == ChatStatus {
		lines := m.small.wrap([]span{{text: message.Text}}, width-2*logSide)
		return float32(len(lines))*bubbleMeta + bubbleGap
	}
	_, size := m.bubbleSize(message, width)
	return size.Height + bubbleGap
}

// set shows a message.
func (b *bubble) set(message ChatMessage) {
	b.message = message
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *bubble) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *bubble) minSize() fyne.Size { return fyne.NewSize(0, 0) }

func (b *bubble) layout(size fyne.Size) {
	if b.message.Kind == ChatStatus {
		b.layoutStatus(size)
		return
	}
	text, box := b.measure.bubbleSize(b.message, size.Width)
	x := float32(logSide)
	if b.message.Kind == ChatOwn {
		x = size.Width - logSide - box.Width
	}
	place(b.ground, x, 0, box.Width, box.Height)
	x += bubbleSide
	y := float32(bubbleVertical)
	if b.message.Tag != "" {
		place(b.glyph, x, y+1, iconSizeSmall, iconSizeSmall)
		placeLine(b.tag, x+iconSizeSmall+Space4, y)
		y += bubbleMeta
	}
	height := box.Height - y - bubbleVertical
	if b.message.Meta != "" {
		height -= bubbleMeta
	}
	place(b.text, x, y, text, height)
	placeLine(b.meta, x, y+height)
}

func (b *bubble) layoutStatus(size fyne.Size) {
	place(b.text, logSide, 0, size.Width-2*logSide, size.Height-bubbleGap)
	rule := (size.Width-2*logSide-b.measure.small.measure(b.message.Text, false))/2 - statusRuleGap
	shown := size.Width >= logNarrow && rule >= statusRuleLeast
	b.before.Hidden, b.after.Hidden = !shown, !shown
	place(b.before, logSide, bubbleMeta/2, rule, edgeWidth)
	place(b.after, size.Width-logSide-rule, bubbleMeta/2, rule, edgeWidth)
}

func (b *bubble) paint() {
	status := b.message.Kind == ChatStatus
	private := b.message.Tag != ""
	fill, edge := tint(look.Surface, b), tint(look.Line, b)
	switch {
	case private:
		fill, edge = tint(look.WarningSoft, b), tint(look.Warning, b)
	case b.message.Kind == ChatOwn:
		fill, edge = tint(look.Soft, b), nil
	}
	setBox(b.ground, fill, edge, edgeWidth)
	b.ground.Hidden = status
	setBox(b.before, tint(look.Line, b), nil, 0)
	setBox(b.after, tint(look.Line, b), nil, 0)
	b.before.Hidden, b.after.Hidden = true, true

	b.text.Text, b.text.Role, b.text.Colour, b.text.Align = b.message.Text, RoleReading, look.Ink, fyne.TextAlignLeading
	if status {
		b.text.Role, b.text.Colour, b.text.Align = RoleTiny, look.Ink2, fyne.TextAlignCenter
	}
	b.text.Refresh()
	small := sizeOf(RoleTiny, b)
	setLine(b.meta, b.message.Meta, small, false, tint(look.Ink2, b))
	setLine(b.tag, b.message.Tag, small, true, tint(look.Warning, b))
	lock := look.Icon("")
	if private {
		lock = look.IconLock
	}
	setGlyph(b.glyph, lock, look.Warning)
}

func (b *bubble) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.ground, b.before, b.after, b.glyph, b.tag, b.text, b.meta}
}

// TappedSecondary implements fyne.SecondaryTappable: a message can be copied.
func (b *bubble) TappedSecondary(e *fyne.PointEvent) {
	c := canvasFor(b)
	if c == nil || b.message.Kind == ChatStatus || b.measure.copyText == "" {
		return
	}
	copied := fyne.NewMenuItem(b.measure.copyText, func() { fyne.CurrentApp().Clipboard().SetContent(b.message.Text) })
	copied.Icon = Icon(look.IconCopy, look.Ink)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", copied), c, e.AbsolutePosition)
}
