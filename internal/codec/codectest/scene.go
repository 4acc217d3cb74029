// Package codectest draws small synthetic desktops that move, for tests of whoever codes, sends or shows pictures.
//
// Every scene is the same on every machine and at every run. The package knows nothing of codecs.
package codectest

import (
	"encoding/binary"
	"image"
	"math/rand/v2"

	"beside.example/internal/framebuffer"
)

// The size of every scene, in pixels: not a multiple of a tile's side.
const (
	Width  = 500
	Height = 330
)

// Scene is a desktop that moves.
type Scene struct {
	// Name says what happens.
	Name string
	// Grabs is how many pictures there are.
	Grabs int
	// Draw turns picture n−1 into picture n and returns what may have changed. It is called for 0 first, with a black framebuffer.
	Draw func(fb *framebuffer.Framebuffer, n int) framebuffer.Region
}

// Scenes returns all scenes.
func Scenes() []Scene {
	return []Scene{typing(), scrolling(), dragging(), photo(), undefined()}
}

// New returns the black framebuffer that a scene begins with.
func New() *framebuffer.Framebuffer {
	return &framebuffer.Framebuffer{Width: Width, Height: Height, Pix: make([]byte, Width*Height*framebuffer.BytesPerPixel)}
}

// The size of a glyph, in pixels.
const (
	glyphWidth  = 8
	glyphHeight = 14
)

// Colours as they stand in a pixel.
const (
	white = 0xffffff
	grey  = 0xc8c8c8
	blue  = 0xd08030
)

func set(fb *framebuffer.Framebuffer, x, y int, c uint32) {
	binary.LittleEndian.PutUint32(fb.Row(y, x, x+1), c)
}

func fill(fb *framebuffer.Framebuffer, r image.Rectangle, c uint32) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			set(fb, x, y, c)
		}
	}
}

// glyph draws one of 64 letters that look like none, with soft edges, on white.
func glyph(fb *framebuffer.Framebuffer, at image.Point, letter int) {
	shape := rand.New(rand.NewPCG(uint64(letter), 1))
	for y := 2; y < glyphHeight-2; y++ {
		for x := 1; x < glyphWidth-1; x++ {
			c := uint32(white)
			if shape.IntN(3) == 0 {
				c = uint32(shape.IntN(4)) * 0x404040
			}
			set(fb, at.X+x, at.Y+y, c)
		}
	}
}

// line draws a line of text between two columns.
func line(fb *framebuffer.Framebuffer, x0, x1, y, number int) {
	letters := rand.New(rand.NewPCG(uint64(number), 2))
	for x := x0; x+glyphWidth <= x1; x += glyphWidth {
		if letters.IntN(6) > 0 {
			glyph(fb, image.Pt(x, y), letters.IntN(64))
		}
	}
}

// typing is an editor into which a letter is typed at each grab.
func typing() Scene {
	return Scene{Name: "typing", Grabs: 60, Draw: func(fb *framebuffer.Framebuffer, n int) framebuffer.Region {
		if n == 0 {
			fill(fb, fb.Bounds(), white)
			for row := 1; row < 12; row++ {
				line(fb, 20, Width-20, row*glyphHeight, row)
			}
			return framebuffer.Region{fb.Bounds()}
		}
		at := image.Pt(20+n%50*glyphWidth, (13+n/50)*glyphHeight)
		glyph(fb, at, n*7%64)
		return framebuffer.Region{image.Rect(at.X, at.Y, at.X+glyphWidth, at.Y+glyphHeight)}
	}}
}

// scrolling is a page between a bar and an edge that scrolls by another distance each time.
func scrolling() Scene {
	page := image.Rect(60, 41, Width-15, Height-9)
	return Scene{Name: "scrolling", Grabs: 20, Draw: func(fb *framebuffer.Framebuffer, n int) framebuffer.Region {
		if n == 0 {
			fill(fb, fb.Bounds(), grey)
			line(fb, 70, 300, 10, 1000)
		}
		fill(fb, page, white)
		top := n * (n + 17)
		for row := top / glyphHeight; ; row++ {
			y := page.Min.Y + row*glyphHeight - top
			if y+glyphHeight > page.Max.Y {
				break
			}
			if y >= page.Min.Y {
				line(fb, page.Min.X+9, page.Max.X-30, y, row)
			}
		}
		if n == 0 {
			return framebuffer.Region{fb.Bounds()}
		}
		return framebuffer.Region{page}
	}}
}

// dragging is a window with text that is dragged over a shaded desktop.
func dragging() Scene {
	return Scene{Name: "dragging", Grabs: 20, Draw: func(fb *framebuffer.Framebuffer, n int) framebuffer.Region {
		for y := range Height {
			for x := range Width {
				set(fb, x, y, uint32(x/3)<<16|uint32(y/2)<<8|uint32((x+y)/5))
			}
		}
		window := image.Rect(0, 0, 230, 160).Add(image.Pt(20+n*9, 30+n*5))
		fill(fb, window, white)
		fill(fb, image.Rect(window.Min.X, window.Min.Y, window.Max.X, window.Min.Y+20), blue)
		for row := range 9 {
			line(fb, window.Min.X+6, window.Max.X-6, window.Min.Y+24+row*glyphHeight, 50+row)
		}
		return framebuffer.Region{window.Union(window.Sub(image.Pt(9, 5))).Intersect(fb.Bounds()), fb.Bounds()}
	}}
}

// photo is a noisy picture of which a part changes.
func photo() Scene {
	return Scene{Name: "photo", Grabs: 5, Draw: func(fb *framebuffer.Framebuffer, n int) framebuffer.Region {
		noise := rand.New(rand.NewPCG(uint64(n), 3))
		part := image.Rect(100, 70, 220, 160)
		if n == 0 {
			part = fb.Bounds()
		}
		for y := part.Min.Y; y < part.Max.Y; y++ {
			for x := part.Min.X; x < part.Max.X; x++ {
				set(fb, x, y, uint32(x/2+noise.IntN(4))<<16|uint32(y/2+noise.IntN(4))<<8|uint32(n*20+noise.IntN(4)))
			}
		}
		return framebuffer.Region{part}
	}}
}

// undefined changes nothing but the byte without meaning, and one pixel in the middle of that.
func undefined() Scene {
	return Scene{Name: "undefined byte", Grabs: 4, Draw: func(fb *framebuffer.Framebuffer, n int) framebuffer.Region {
		for i := 3; i < len(fb.Pix); i += framebuffer.BytesPerPixel {
			fb.Pix[i] = byte(n*31 + i)
		}
		if n == 2 {
			fb.Pix[(100*Width+77)*framebuffer.BytesPerPixel] = 1
		}
		return framebuffer.Region{fb.Bounds()}
	}}
}

// Clouds draws picture n of something that moves like video into a part of a picture, and returns that part.
func Clouds(fb *framebuffer.Framebuffer, part image.Rectangle, n int) framebuffer.Region {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := fb.Row(y, part.Min.X, part.Max.X)
		for x := range part.Dx() {
			v := (x+3*n)*(y-part.Min.Y+n)/37 + (x-2*n)*(x-2*n)/61
			grain := uint32(x*7919+y*104729+n*31) * 2654435761 >> 30
			for i := range 3 {
				w := v*(i+2)/3%256 - 128
				row[x*framebuffer.BytesPerPixel+i] = byte(60 + max(w, -w) + int(grain))
			}
		}
	}
	return framebuffer.Region{part}
}
