package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*KeyCap)(nil)

// KeyCap is a key of the keyboard, as text in a frame.
type KeyCap struct {
	widget.BaseWidget

	key   string
	frame *canvas.Rectangle
	words *canvas.Text
}

// NewKeyCap returns a key, such as "Ctrl N".
func NewKeyCap(key string) *KeyCap {
	k := &KeyCap{key: key, frame: newBox(radiusBadge), words: newLine()}
	k.ExtendBaseWidget(k)
	return k
}

// KeyHint is a key and what it does.
type KeyHint struct{ Key, Does string }

// NewKeyHints returns a line of keys, each with what it does, points between them.
func NewKeyHints(hints ...KeyHint) *fyne.Container {
	row := Row(Space4)
	for i, hint := range hints {
		if i > 0 {
			row.Add(muteLine("·", RoleTiny))
		}
		row.Add(NewKeyCap(hint.Key))
		row.Add(muteLine(hint.Does, RoleTiny))
	}
	return row
}

// CreateRenderer implements fyne.Widget.
func (k *KeyCap) CreateRenderer() fyne.WidgetRenderer {
	k.ExtendBaseWidget(k)
	return draw(k)
}

const (
	keyHeight = 18
	keySide   = 5
)

func (k *KeyCap) minSize() fyne.Size {
	return fyne.NewSize(k.words.MinSize().Width+2*keySide, keyHeight)
}

func (k *KeyCap) layout(size fyne.Size) {
	place(k.frame, 0, (size.Height-keyHeight)/2, size.Width, keyHeight)
	placeMiddle(k.words, keySide, k.words.MinSize().Width, size.Height)
}

func (k *KeyCap) paint() {
	setBox(k.frame, tint(look.Surface, k), tint(look.Border, k), edgeWidth)
	setLine(k.words, k.key, sizeOf(RoleTiny, k), false, tint(look.Ink, k))
}

func (k *KeyCap) children() []fyne.CanvasObject { return []fyne.CanvasObject{k.frame, k.words} }
