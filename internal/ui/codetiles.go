package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*CodeTiles)(nil)

// A code has nine digits; people read them as four and five.
const (
	codeDigits = 9
	codeGroup  = 4
)

// CodeTiles shows a code to be read aloud: a tile for each digit, four and five.
type CodeTiles struct {
	widget.BaseWidget

	code  string
	dim   bool
	tiles [codeDigits]*canvas.Rectangle
	words [codeDigits]*canvas.Text
}

// NewCodeTiles returns tiles for a code of nine digits; an empty code shows empty tiles.
func NewCodeTiles(code string) *CodeTiles {
	c := &CodeTiles{code: onlyDigits(code)}
	for i := range c.tiles {
		c.tiles[i], c.words[i] = newBox(radiusControl), newLine()
	}
	c.ExtendBaseWidget(c)
	return c
}

// SetCode shows another code; what is not a digit in it does not count.
func (c *CodeTiles) SetCode(code string) {
	if code = onlyDigits(code); c.code != code {
		c.code = code
		c.Refresh()
	}
}

// SetDim shows that the code works no more.
func (c *CodeTiles) SetDim(dim bool) {
	if c.dim != dim {
		c.dim = dim
		c.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (c *CodeTiles) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	return draw(c)
}

// The tiles' measures, in dp.
const (
	tileHeight   = 60
	tileMinWidth = 32
	tileGap      = 5
	tileGroupGap = 27
)

func (c *CodeTiles) minSize() fyne.Size {
	return fyne.NewSize(tileMinWidth*codeDigits+tileGap*(codeDigits-2)+tileGroupGap, tileHeight)
}

func (c *CodeTiles) layout(size fyne.Size) {
	width := (size.Width - tileGap*(codeDigits-2) - tileGroupGap) / codeDigits
	x := float32(0)
	for i := range c.tiles {
		place(c.tiles[i], x, 0, width, tileHeight)
		words := c.words[i].MinSize()
		placeLine(c.words[i], x+(width-words.Width)/2, (tileHeight-words.Height)/2)
		x += width + tileGap
		if i == codeGroup-1 {
			x += tileGroupGap - tileGap
		}
	}
}

func (c *CodeTiles) paint() {
	ground, words := look.Soft, look.Accent
	if c.dim {
		ground, words = look.Raised, look.Disabled
	}
	for i := range c.tiles {
		setBox(c.tiles[i], tint(ground, c), nil, 0)
		digit := ""
		if i < len(c.code) {
			digit = c.code[i : i+1]
		}
		setLine(c.words[i], digit, sizeOf(RoleCode, c), true, tint(words, c))
	}
}

func (c *CodeTiles) children() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for i := range c.tiles {
		list = append(list, c.tiles[i], c.words[i])
	}
	return list
}
