package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var (
	_ fyne.Widget        = (*CodeEntry)(nil)
	_ fyne.Focusable     = (*CodeEntry)(nil)
	_ fyne.Tappable      = (*CodeEntry)(nil)
	_ fyne.Shortcutable  = (*CodeEntry)(nil)
	_ desktop.Cursorable = (*CodeEntry)(nil)
)

// CodeEntry is the one field of the customer's first page: nine large digits. It sets the space by itself, takes a paste
// with any separators and shows how many digits are missing. What is not a digit changes nothing.
type CodeEntry struct {
	widget.DisableableWidget

	// OnChanged is told the digits after every change, OnSubmitted when Enter is pressed on a whole code.
	OnChanged, OnSubmitted func(digits string)

	digits  string
	all     bool // all digits are selected: what is typed next replaces them
	focused bool

	ground *canvas.Rectangle
	words  *canvas.Text
	caret  *canvas.Rectangle
	dots   [codeDigits]*canvas.Circle
}

// NewCodeEntry returns an empty field.
func NewCodeEntry(changed, submitted func(digits string)) *CodeEntry {
	e := &CodeEntry{
		OnChanged: changed, OnSubmitted: submitted,
		ground: newBox(radiusCard), words: newLine(), caret: newBox(0),
	}
	for i := range e.dots {
		e.dots[i] = canvas.NewCircle(nil)
	}
	e.ExtendBaseWidget(e)
	return e
}

// Digits returns what stands in the field, without the space.
func (e *CodeEntry) Digits() string { return e.digits }

// Missing returns how many digits are still to come.
func (e *CodeEntry) Missing() int { return codeDigits - len(e.digits) }

// SetDigits replaces the content by the digits of a text, the first nine of them.
func (e *CodeEntry) SetDigits(text string) {
	e.set(onlyDigits(text))
}

func (e *CodeEntry) set(digits string) {
	e.selectAll(false)
	digits = digits[:min(len(digits), codeDigits)]
	if digits == e.digits {
		return
	}
	e.digits = digits
	e.Refresh()
	if e.OnChanged != nil {
		e.OnChanged(digits)
	}
}

// onlyDigits keeps a text's digits; those of other scripts become ours.
func onlyDigits(text string) string {
	var b strings.Builder
	for _, r := range text {
		if d, ok := digitOf(r); ok {
			b.WriteByte(d)
		}
	}
	return b.String()
}

// zeros are the zeros of the scripts that keyboards of our customers may type: ASCII, Arabic, Persian, Devanagari,
// Bengali, full width. The other digits follow them.
const zeros = "0٠۰०০０"

func digitOf(r rune) (byte, bool) {
	const ten = 10
	for _, zero := range zeros {
		if r >= zero && r < zero+ten {
			return byte('0' + r - zero), true
		}
	}
	return 0, false
}

// spacedCode writes digits as people read them, such as "1234 567".
func spacedCode(digits string) string {
	if len(digits) <= codeGroup {
		return digits
	}
	return digits[:codeGroup] + " " + digits[codeGroup:]
}

// Tapped implements fyne.Tappable.
func (e *CodeEntry) Tapped(*fyne.PointEvent) {
	if !e.Disabled() {
		setFocus(e)
	}
}

// FocusGained implements fyne.Focusable.
func (e *CodeEntry) FocusGained() {
	e.focused = true
	e.Refresh()
}

// FocusLost implements fyne.Focusable.
func (e *CodeEntry) FocusLost() {
	e.selectAll(false)
	e.focused = false
	e.Refresh()
}

func (e *CodeEntry) selectAll(all bool) {
	if all = all && e.digits != ""; all != e.all {
		e.all = all
		e.Refresh()
	}
}

// TypedRune implements fyne.Focusable.
func (e *CodeEntry) TypedRune(r rune) {
	d, ok := digitOf(r)
	switch {
	case !ok || e.Disabled():
	case e.all:
		e.set(string(rune(d)))
	default:
		e.set(e.digits + string(rune(d)))
	}
}

// TypedKey implements fyne.Focusable.
func (e *CodeEntry) TypedKey(key *fyne.KeyEvent) {
	if e.Disabled() {
		return
	}
	switch key.Name {
	case fyne.KeyBackspace:
		if e.all {
			e.set("")
			return
		}
		e.set(e.digits[:max(len(e.digits)-1, 0)])
	case fyne.KeyDelete, fyne.KeyEscape:
		e.set("")
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.Missing() == 0 && e.OnSubmitted != nil {
			e.OnSubmitted(e.digits)
		}
	}
}

// TypedShortcut implements fyne.Shortcutable: a paste replaces the content, copy and cut take it.
func (e *CodeEntry) TypedShortcut(shortcut fyne.Shortcut) {
	switch s := shortcut.(type) {
	case *fyne.ShortcutSelectAll:
		e.selectAll(true)
	case *fyne.ShortcutPaste:
		if digits := onlyDigits(s.Clipboard.Content()); digits != "" && !e.Disabled() {
			e.set(digits)
		}
	case *fyne.ShortcutCopy:
		s.Clipboard.SetContent(spacedCode(e.digits))
	case *fyne.ShortcutCut:
		s.Clipboard.SetContent(spacedCode(e.digits))
		e.set("")
	}
}

// Cursor implements desktop.Cursorable.
func (e *CodeEntry) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer implements fyne.Widget.
func (e *CodeEntry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	return draw(e)
}

// The field's measures, in dp.
const (
	codeEntryHeight  = 84
	codeEntrySide    = 24
	caretWidth       = 3
	caretHeight      = 48
	caretGap         = 6
	dotSide          = 8
	dotStep          = 13
	codeEntryEdge    = 1
	codeEntryFocused = 2
)

func (e *CodeEntry) minSize() fyne.Size {
	widest := fyne.MeasureText("0000 00000", sizeOf(RoleCode, e), fyne.TextStyle{Bold: true}).Width
	return fyne.NewSize(widest+2*codeEntrySide, codeEntryHeight)
}

func (e *CodeEntry) layout(size fyne.Size) {
	place(e.ground, 0, 0, size.Width, size.Height)
	words := e.words.MinSize()
	if e.digits == "" {
		words.Width = 0
	}
	content := words.Width + 2*caretGap + caretWidth + dotStep*float32(e.Missing())
	x := (size.Width - content) / 2
	placeLine(e.words, x, (size.Height-words.Height)/2)
	x += words.Width + caretGap
	place(e.caret, x, (size.Height-caretHeight)/2, caretWidth, caretHeight)
	x += caretWidth + caretGap
	for i, dot := range e.dots {
		place(dot, x+float32(i)*dotStep, (size.Height-dotSide)/2, dotSide, dotSide)
	}
}

func (e *CodeEntry) paint() {
	edge, width, words := look.Border, float32(codeEntryEdge), look.Ink
	if e.focused {
		edge, width = look.Accent, codeEntryFocused
	}
	if e.Disabled() {
		words = look.Disabled
	}
	ground := theme.ColorForWidget(theme.ColorNameInputBackground, e)
	if e.all {
		ground = tint(look.Soft, e)
	}
	setBox(e.ground, ground, tint(edge, e), width)
	setLine(e.words, spacedCode(e.digits), sizeOf(RoleCode, e), true, tint(words, e))
	setBox(e.caret, tint(look.Accent, e), nil, 0)
	e.caret.Hidden = !e.focused || e.all || e.Missing() == 0
	for i, dot := range e.dots {
		dot.FillColor = tint(look.Border, e)
		dot.Hidden = i >= e.Missing()
		dot.Refresh()
	}
}

func (e *CodeEntry) children() []fyne.CanvasObject {
	list := []fyne.CanvasObject{e.ground, e.words, e.caret}
	for _, dot := range e.dots {
		list = append(list, dot)
	}
	return list
}
