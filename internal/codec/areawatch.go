package codec

import (
	"encoding/binary"
	"image"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// What makes blocks video, in moments: each grab that changed anything is one, and of the time in which nothing did there are Moments a
// second, as Hints tells. So slow machines and fast ones decide alike, and a button that somebody presses often does not become a film.
const (
	// warming is by how much a block grows warmer with each change that looks like a photograph, warmingPart if most of it stays, while
	// it cools by one with every moment; at hot it moves like video, and hottest bounds how long it stays so.
	warming, warmingPart, hot, hottest = 4, 3, 7, 16
	// fewHot is how many hot blocks are worth a video, about 100 × 100 pixels, and grownBy the part of a video, as 1/n, that must be hot
	// outside of its rectangle for another to begin.
	fewHot, grownBy = 24, 4
	// reach is how far apart hot blocks may stand and still be of one video, in blocks.
	reach = 2
	// restGrabs is after how many moments without a change a block of a video is taken back, restEvery at every how many grabs that is
	// looked at, and restBlocks how many at once, so that the update stays small.
	restGrabs, restEvery, restBlocks = 40, 16, 48
	// longIdle is more moments than anything here lasts.
	longIdle = 1000
)

// areaWatch finds out which blocks are video.
type areaWatch struct {
	columns int
	// looks counts the grabs that changed anything, grabs the moments.
	looks, grabs uint32
	// heat of each block, as it was at the grab changed, which is the last that changed it.
	heat    []uint8
	changed []uint32
	// scrolled is the grab in which something moved to the block or away from it: what appears there is new and no video.
	scrolled []uint32
	// news counts the blocks that became hot since the last look.
	news int
	// wanted is what the next change of the area asks for, group and stack are scratch for finding it.
	wanted []bool
	group  []int32
	stack  []int32
}

func (w *areaWatch) restart(columns, blocks int) {
	w.columns, w.news = columns, 0
	w.heat, w.changed, w.wanted = resized(w.heat, blocks), resized(w.changed, blocks), resized(w.wanted, blocks)
	w.scrolled = resized(w.scrolled, blocks)
	clear(w.scrolled)
	clear(w.heat)
	clear(w.changed)
	clear(w.wanted)
}

// pass lets time pass until a grab that changed something, before which nothing did for so many moments.
func (w *areaWatch) pass(idle int) {
	w.looks++
	w.grabs += 1 + uint32(min(max(idle, 0), longIdle))
}

// noteMoves takes note of what the copies of an update moved.
func (w *areaWatch) noteMoves(copies []damage.Copy) {
	for _, m := range copies {
		src := image.Rectangle{Min: m.Src, Max: m.Src.Add(m.Dst.Size())}
		for _, part := range [...]image.Rectangle{m.Dst, src} {
			span := blockSpan(part)
			for y := span.Min.Y; y < span.Max.Y; y++ {
				row := w.scrolled[y*w.columns:][:w.columns]
				for x := span.Min.X; x < span.Max.X; x++ {
					row[x] = w.grabs
				}
			}
		}
	}
}

// touch notes that a block changed, in a way that warms it so much.
func (w *areaWatch) touch(at, warming int) {
	heat := w.heatOf(at)
	if warming > 0 && (w.grabs == 0 || w.scrolled[at] != w.grabs) {
		warmer := min(hottest, heat+warming)
		if warmer >= hot && w.heat[at] < hot {
			w.news++
		}
		heat = warmer
	}
	w.heat[at], w.changed[at] = uint8(heat), w.grabs
}

// heatOf returns how warm a block is now.
func (w *areaWatch) heatOf(at int) int {
	cooled := int(w.heat[at]) - int(w.grabs-w.changed[at])
	return max(0, cooled)
}

// isHot reports whether a block moves like video.
func (w *areaWatch) isHot(at int) bool { return w.heatOf(at) >= hot/2 && w.heat[at] >= hot }

// find looks for groups of hot blocks that are worth a video, puts them into wanted and returns the rectangle around them.
func (w *areaWatch) find() (rect image.Rectangle) {
	w.news = 0
	clear(w.wanted)
	for at := range w.heat {
		if w.wanted[at] || !w.isHot(at) {
			continue
		}
		box := w.flood(int32(at))
		if len(w.group) < fewHot {
			continue // stays in wanted for now, so that it is not looked at again
		}
		rect = rect.Union(box)
	}
	if !rect.Empty() { // the blocks at its edges, of which only a part moves, need longer to become hot
		rect = rect.Inset(-1).Intersect(image.Rect(0, 0, w.columns, len(w.heat)/w.columns))
	}
	if rect.Dx()*rect.Dy() > maxVideoBlocks {
		return image.Rectangle{}
	}
	w.fillGaps(rect)
	return rect
}

// flood puts a hot block and all near it into wanted and into group, and returns the rectangle around them.
func (w *areaWatch) flood(start int32) (box image.Rectangle) {
	w.group, w.stack = w.group[:0], append(w.stack[:0], start)
	w.wanted[start] = true
	rows := len(w.heat) / w.columns
	for len(w.stack) > 0 {
		at := int(w.stack[len(w.stack)-1])
		w.stack = w.stack[:len(w.stack)-1]
		w.group = append(w.group, int32(at))
		x, y := at%w.columns, at/w.columns
		box = box.Union(image.Rect(x, y, x+1, y+1))
		for ny := max(0, y-reach); ny <= min(rows-1, y+reach); ny++ {
			for nx := max(0, x-reach); nx <= min(w.columns-1, x+reach); nx++ {
				if n := ny*w.columns + nx; !w.wanted[n] && w.isHot(n) {
					w.wanted[n] = true
					w.stack = append(w.stack, int32(n))
				}
			}
		}
	}
	return box
}

// fillGaps wants those blocks of a rectangle as well that changed lately and lie between hot ones, and nothing outside of it.
func (w *areaWatch) fillGaps(rect image.Rectangle) {
	const most, recent = 5, 3
	for at := range w.wanted {
		x, y := at%w.columns, at/w.columns
		if !image.Pt(x, y).In(rect) {
			w.wanted[at] = false
			continue
		}
		if w.wanted[at] || w.changed[at] == 0 || w.grabs-w.changed[at] > recent {
			continue
		}
		around := 0
		for ny := max(rect.Min.Y, y-1); ny <= min(rect.Max.Y-1, y+1); ny++ {
			for nx := max(rect.Min.X, x-1); nx <= min(rect.Max.X-1, x+1); nx++ {
				around += one(w.isHot(ny*w.columns + nx))
			}
		}
		w.wanted[at] = around >= most
	}
}

// cool makes the blocks of a rectangle cold.
func (w *areaWatch) cool(rect image.Rectangle) {
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		clear(w.heat[y*w.columns+rect.Min.X : y*w.columns+rect.Max.X])
	}
}

// keepOwned makes all blocks of the video hot, so that the one which follows it has them as well.
func (w *areaWatch) keepOwned(c *canvas) {
	for at := range c.blocks {
		if c.blocks[at].video != 0 {
			w.heat[at], w.changed[at] = hottest, w.grabs
		}
	}
}

// hotAround counts the hot blocks that are not video, inside of a rectangle and outside; those inside become wanted.
func (w *areaWatch) hotAround(c *canvas, rect image.Rectangle) (inside, outside int) {
	w.news = 0
	for at := range w.heat {
		w.wanted[at] = false
		if c.blocks[at].video != 0 || !w.isHot(at) {
			continue
		}
		if image.Pt(at%w.columns, at/w.columns).In(rect) {
			inside++
			w.wanted[at] = true
		} else {
			outside++
		}
	}
	return inside, outside
}

// drawingContrast is the least difference in green between pixels of a drawing over a video: dark scenes are plain, and no text.
const drawingContrast = 64

// overdrawn reports whether a block of a video holds a drawing now. It looks at a quarter of the rows first.
func overdrawn(prev, next *framebuffer.Framebuffer, box image.Rectangle) bool {
	const some = 4
	return changeOf(prev, next, box, some) == changedDrawing && changeOf(prev, next, box, 1) == changedDrawing
}

// changeKind tells what the pixels of a block look like that changed.
type changeKind uint8

const (
	// changedNothing is no change at all.
	changedNothing changeKind = iota
	// changedDrawing is text, a control, a menu.
	changedDrawing
	// changedPlain has little contrast.
	changedPlain
	// changedPhoto moves on like video.
	changedPhoto
)

// changeOf looks at the pixels of a block that changed, as drawn looks at all: at the edge of a video most of a block is something else.
// Of every so many rows it looks at one.
func changeOf(prev, next *framebuffer.Framebuffer, box image.Rectangle, every int) changeKind {
	changed, alike, smooth, low, high := 0, 0, 0, 255, 0
	// ground is the commonest colour of the changed pixels if half of them have it, and lead by how many more they are then.
	ground, lead := uint32(0), 0
	most := (box.Dy() + every - 1) / every * box.Dx()
	for y := box.Min.Y + every/2; y < box.Max.Y; y += every {
		was, is := prev.Row(y, box.Min.X, box.Max.X), next.Row(y, box.Min.X, box.Max.X)
		above := is
		if y > box.Min.Y {
			above = next.Row(y-1, box.Min.X, box.Max.X)
		}
		w := binary.LittleEndian.Uint32(is) & colourMask
		for i := framebuffer.BytesPerPixel; i < len(is); i += framebuffer.BytesPerPixel {
			v := binary.LittleEndian.Uint32(is[i:]) & colourMask
			if v == binary.LittleEndian.Uint32(was[i:])&colourMask {
				w = v
				continue
			}
			changed++
			if lead == 0 {
				ground = v
			}
			lead += 2*one(v == ground) - 1
			green := int(v >> 8 & 0xff)
			low, high = min(low, green), max(high, green)
			if v == w || y > box.Min.Y && v == binary.LittleEndian.Uint32(above[i:])&colourMask {
				alike++
			} else if abs(green-int(w>>8&0xff)) <= smoothStep {
				smooth++
			}
			w = v
		}
		if smooth*100 >= most*mostSmooth { // enough, whatever the rest is like
			return changedPhoto
		}
	}
	switch {
	case changed == 0:
		return changedNothing
	case alike*100 < changed*enoughAlike || smooth*100 >= changed*mostSmooth || lead == 0:
		return changedPhoto
	case high-low < drawingContrast:
		return changedPlain
	default:
		return changedDrawing
	}
}
