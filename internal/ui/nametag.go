package ui

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"beside.example/internal/look"
)

// A name tag is the pointer of somebody else with the name beside it, as pixels: the glass needs it so, and Fyne shows the same.
type nameTag struct {
	image   *image.RGBA
	hotspot image.Point
}

// tagSide is where the name lies: towards the lower right of the point, unless there is no room.
type tagSide struct{ left, above bool }

// Measures of a tag in dp.
const (
	tagBeside, tagBelow = 11, 15 // the name's place from the point
	tagHeight           = 20
	tagPad              = 7
	tagText             = 12
	tagCorner           = 4
	tagEdge             = 1.25 // the white line around all, which keeps it apart from any picture
	tagLongest          = 24   // letters of a name; a tag must not hide what it points at
)

// tagColours are told apart by people's numbers; those of the light scheme, whatever is around the picture: nobody knows its colours.
func tagColours(who uint8) (ground, ink color.Color) {
	pairs := [...][2]look.Token{
		{look.Blue, look.OnBlue},
		{look.Orange, look.OnOrange},
		{look.Green, look.OnGreen},
		{look.Danger, look.OnDanger},
		{look.Yellow, look.OnYellow},
		{look.Accent, look.OnAccent},
		{look.Warning, look.OnDanger},
		{look.Ink, look.OnAccent},
	}
	pair := pairs[int(who)%len(pairs)]
	return pair[0].Colour(false), pair[1].Colour(false)
}

// newNameTag draws a tag; scale is how many pixels a dp has.
func newNameTag(who uint8, name string, side tagSide, scale float32) (nameTag, error) {
	letters, err := opentype.Parse(theme.DefaultTheme().Font(fyne.TextStyle{Bold: true}).Content())
	if err != nil {
		return nameTag{}, fmt.Errorf("read the font of name tags: %w", err)
	}
	face, err := opentype.NewFace(letters, &opentype.FaceOptions{Size: float64(tagText * scale), DPI: pointsPerInch, Hinting: font.HintingFull})
	if err != nil {
		return nameTag{}, fmt.Errorf("scale the font of name tags: %w", err)
	}
	defer func() { _ = face.Close() }() // it holds nothing but memory
	name = writable(letters, name, who)
	box := tagBox(float32(font.MeasureString(face, name).Ceil())/scale, side)
	arrow := tagArrow()
	all := bounds(append(box.path(), arrow...), scale)
	tag := nameTag{image: image.NewRGBA(image.Rectangle{Max: all.Size()}), hotspot: image.Point{}.Sub(all.Min)}
	ground, ink := tagColours(who)
	pen := tagPen{image: tag.image, at: tag.hotspot, scale: scale}
	pen.fill(grown(arrow), color.White)
	pen.fill(box.grown().path(), color.White)
	pen.fill(box.path(), ground)
	pen.fill(arrow, ground)
	metrics := face.Metrics()
	base := pen.y(box.y+tagHeight/2) + float32((metrics.CapHeight / 2).Round())
	text := font.Drawer{
		Dst: tag.image, Src: image.NewUniform(ink), Face: face,
		Dot: fixed.P(int(pen.x(box.x+tagPad)), int(base)),
	}
	text.DrawString(name)
	return tag, nil
}

const pointsPerInch = 72 // with which a font's size is in pixels

// writable returns what of a name the font has letters for, or the person's number.
func writable(letters *sfnt.Font, name string, who uint8) string {
	var buffer sfnt.Buffer
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if glyph, err := letters.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > tagLongest {
		name = strings.TrimSpace(string(runes[:tagLongest-1])) + "…"
	}
	if name == "" {
		return fmt.Sprint(who)
	}
	return name
}

// tagPoint is a place in dp, from the point that the pointer shows.
type tagPoint struct{ x, y float32 }

// tagArrow is the pointer's outline.
func tagArrow() []tagPoint {
	return []tagPoint{{0, 0}, {0, 15.5}, {3.6, 12.2}, {6.2, 17.8}, {8.7, 16.7}, {6.2, 11.2}, {11, 11}}
}

// grown returns the arrow with its edge.
func grown(arrow []tagPoint) []tagPoint {
	const centreX, centreY, more = 3.7, 9.4, 1.28
	out := make([]tagPoint, len(arrow))
	for i, p := range arrow {
		out[i] = tagPoint{centreX + (p.x-centreX)*more, centreY + (p.y-centreY)*more}
	}
	return out
}

// tagRect is the ground of a name.
type tagRect struct{ x, y, width, height, corner float32 }

func tagBox(text float32, side tagSide) tagRect {
	b := tagRect{x: tagBeside, y: tagBelow, width: text + 2*tagPad, height: tagHeight, corner: tagCorner}
	if side.left {
		b.x = -tagBeside - b.width
	}
	if side.above {
		b.y = -tagBelow/2 - b.height
	}
	return b
}

func (b tagRect) grown() tagRect {
	return tagRect{b.x - tagEdge, b.y - tagEdge, b.width + 2*tagEdge, b.height + 2*tagEdge, b.corner + tagEdge}
}

// path returns the outline, with corners cut in steps that nobody sees.
func (b tagRect) path() []tagPoint {
	const inner = 0.3 // of a corner, where a circle is nearest to it
	x, y, right, bottom, c := b.x, b.y, b.x+b.width, b.y+b.height, b.corner
	i := c * inner
	return []tagPoint{
		{x, y + c},
		{x + i, y + i},
		{x + c, y},
		{right - c, y},
		{right - i, y + i},
		{right, y + c},
		{right, bottom - c},
		{right - i, bottom - i},
		{right - c, bottom},
		{x + c, bottom},
		{x + i, bottom - i},
		{x, bottom - c},
	}
}

// bounds returns which pixels points fill with their edge.
func bounds(points []tagPoint, scale float32) image.Rectangle {
	const margin = 4 // the edge, and what the arrow grows by
	var r image.Rectangle
	for _, p := range points {
		at := image.Pt(int(p.x*scale), int(p.y*scale))
		r = r.Union(image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))})
	}
	return r.Inset(-int(margin*scale + 1))
}

// tagPen draws on a tag.
type tagPen struct {
	image *image.RGBA
	at    image.Point // of the point that the pointer shows
	scale float32
}

func (p tagPen) x(v float32) float32 { return float32(p.at.X) + v*p.scale }
func (p tagPen) y(v float32) float32 { return float32(p.at.Y) + v*p.scale }

// fill fills an outline.
func (p tagPen) fill(outline []tagPoint, c color.Color) {
	size := p.image.Bounds().Size()
	r := vector.NewRasterizer(size.X, size.Y)
	for i, point := range outline {
		if i == 0 {
			r.MoveTo(p.x(point.x), p.y(point.y))
			continue
		}
		r.LineTo(p.x(point.x), p.y(point.y))
	}
	r.ClosePath()
	r.Draw(p.image, p.image.Bounds(), image.NewUniform(c), image.Point{})
}
