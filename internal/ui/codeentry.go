package ui

import (
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

// CodeEntry is the one field of the customer's first page, for a code of either kind: nine digits, or the eight letters and digits of
// a portal, the first of which tells them apart. It sets the space by itself, takes a paste with any separators and shows how
// many characters are missing. What cannot stand in the code changes nothing.
type CodeEntry struct {
	widget.DisableableWidget

	// OnChanged is told the code after every change, OnSubmitted when Enter is pressed on a whole one.
	OnChanged, OnSubmitted func(code string)

	code    string
	all     bool // all of it is selected: what is typed next replaces it
	focused bool

	ground *canvas.Rectangle
	words  *canvas.Text
	caret  *canvas.Rectangle
	dots   [codeDigits]*canvas.Circle
}

// NewCodeEntry returns an empty field.
func NewCodeEntry(changed, submitted func(code string)) *CodeEntry {
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

// Code returns what stands in the field, without the space.
func (e *CodeEntry) Code() string { return e.code }

// Missing returns how many characters are still to come; those of an empty field are digits.
func (e *CodeEntry) Missing() int { return lengthOf(e.code) - len(e.code) }

// IsPortal reports whether what stands in the field is a portal's code, or the beginning of one.
func (e *CodeEntry) IsPortal() bool { return isPortal(e.code) }

// SetCode replaces the content by the code in a text, or by the beginning of one.
func (e *CodeEntry) SetCode(text string) {
	e.set(codeIn(text))
}

func (e *CodeEntry) set(code string) {
	e.selectAll(false)
	code = code[:min(len(code), lengthOf(code))]
	if code == e.code {
		return
	}
	e.code = code
	e.Refresh()
	if e.OnChanged != nil {
		e.OnChanged(code)
	}
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
	if all = all && e.code != ""; all != e.all {
		e.all = all
		e.Refresh()
	}
}

// TypedRune implements fyne.Focusable.
func (e *CodeEntry) TypedRune(r rune) {
	before := e.code
	if e.all {
		before = ""
	}
	if c, ok := nextIn(before, r); ok && !e.Disabled() {
		e.set(before + string(rune(c)))
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
		e.set(e.code[:max(len(e.code)-1, 0)])
	case fyne.KeyDelete, fyne.KeyEscape:
		e.set("")
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.Missing() == 0 && e.OnSubmitted != nil {
			e.OnSubmitted(e.code)
		}
	}
}

// TypedShortcut implements fyne.Shortcutable: a paste replaces the content, copy and cut take it.
func (e *CodeEntry) TypedShortcut(shortcut fyne.Shortcut) {
	switch s := shortcut.(type) {
	case *fyne.ShortcutSelectAll:
		e.selectAll(true)
	case *fyne.ShortcutPaste:
		if pasted := codeIn(s.Clipboard.Content()); pasted != "" && !e.Disabled() {
			e.set(pasted)
		}
	case *fyne.ShortcutCopy:
		s.Clipboard.SetContent(spacedCode(e.code))
	case *fyne.ShortcutCut:
		s.Clipboard.SetContent(spacedCode(e.code))
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
	var widest float32
	for _, wide := range []string{"0000 00000", "WWWW WWWW"} {
		widest = max(widest, fyne.MeasureText(wide, sizeOf(RoleCode, e), fyne.TextStyle{Bold: true}).Width)
	}
	return fyne.NewSize(widest+2*codeEntrySide, codeEntryHeight)
}

func (e *CodeEntry) layout(size fyne.Size) {
	place(e.ground, 0, 0, size.Width, size.Height)
	words := e.words.MinSize()
	if e.code == "" {
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
	setLine(e.words, spacedCode(e.code), sizeOf(RoleCode, e), true, tint(words, e))
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
