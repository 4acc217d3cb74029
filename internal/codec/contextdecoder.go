package codec

import (
	"encoding/binary"
	"errors"
	"image"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// contextDecoder applies updates of protocol.EncodingContext.
type contextDecoder struct {
	succession

	canvas canvas
	copier copier
	copies []damage.Copy
	region framebuffer.Region
	// made is what it cost to make the picture anew for the update in work, and most what the update may cost besides.
	made, most int
}

var _ Decoder = (*contextDecoder)(nil)

func newContextDecoder() *contextDecoder { return &contextDecoder{} }

// Framebuffer implements Decoder.
func (d *contextDecoder) Framebuffer() *framebuffer.Framebuffer { return d.canvas.fb }

// Close implements Decoder.
func (d *contextDecoder) Close() {
	d.canvas = canvas{}
	d.complete = false
}

// Decode implements Decoder.
func (d *contextDecoder) Decode(update []byte) (framebuffer.Region, error) {
	d.canvas.work, d.made = 0, 0
	if err := d.next(maxRefusedWork, maxKeyframeWork+tileWork, func(following bool, left int) (int, error) {
		d.most = left
		err := d.decode(update, following)
		return d.canvas.work + d.made, err
	}); err != nil {
		return nil, err
	}
	return d.region, nil
}

// The heads of an update: flags, and the size in a keyframe.
const (
	contextHead         = 1
	contextKeyframeHead = contextHead + 8
)

// readEnd reads after how many frames a video ends, and returns what follows. The frames must have been decoded.
func (d *contextDecoder) readEnd(b []byte) (rest []byte, err error) {
	const size = 4
	if len(b) < size || !d.canvas.area.live {
		return nil, errors.New("end of no video")
	}
	frames := binary.BigEndian.Uint32(b)
	switch have := d.canvas.area.lane.frames; {
	case frames > have:
		return nil, ErrEarly
	case frames < have:
		return nil, errors.New("end of a video before its last frame")
	}
	return b[size:], nil
}

func (d *contextDecoder) decode(update []byte, following bool) error {
	if IsVideo(update) {
		return d.decodeVideo(update, following)
	}
	keyframe, err := readFlags(update, following, flagKeyframe|flagKept|flagEnds, contextHead, contextKeyframeHead, maxContextUpdate)
	if err != nil {
		return err
	}
	rest := update[contextHead:]
	ends := update[0]&flagEnds != 0
	if ends {
		if rest, err = d.readEnd(rest); err != nil {
			return err
		}
	}
	kept := update[0]&flagKept != 0
	if keyframe {
		width, height := int(binary.BigEndian.Uint16(rest)), int(binary.BigEndian.Uint16(rest[2:]))
		if kept && (width != d.canvas.fb.Width || height != d.canvas.fb.Height) {
			return errors.New("it keeps a picture of another size")
		}
		if err := d.restart(width, height); err != nil {
			return err
		}
		d.canvas.area.epoch = binary.BigEndian.Uint32(rest[4:])
		rest = rest[contextKeyframeHead-contextHead:]
	}
	c := &d.canvas
	d.region = d.region[:0]
	c.begin()
	d.most = min(d.most, c.mostWork())
	c.coder.StartDecoding(rest)
	if kept {
		c.codeKept(nil)
	}
	if ends {
		c.endArea()
		d.region = append(d.region, c.area.bounds(c.fb))
	}
	c.codeArea(&areaChange{})
	if c.err == nil {
		d.readMoves()
	}
	if c.err == nil {
		c.codeLoss(false, 0)
		d.readTiles()
	}
	if c.err == nil && (c.coder.Rest() > 0 || c.coder.Exhausted()) {
		c.fail("it does not end where its bytes do")
	}
	return c.err
}

// restart begins a keyframe.
func (d *contextDecoder) restart(width, height int) error {
	if err := framebuffer.CheckSize(width, height); err != nil {
		return err
	}
	if fb := d.canvas.fb; fb == nil || fb.Width != width || fb.Height != height {
		d.made = width * height / madePixels
		if d.most -= d.made; d.most < 0 {
			return errDear
		}
	}
	return d.canvas.restart(width, height)
}

// readMoves applies the copies at the head of an update.
func (d *contextDecoder) readMoves() {
	c := &d.canvas
	copies, ok := c.layout.moves.code(&c.coder, d.copies[:0], c.fb.Bounds().Max)
	switch {
	case !ok:
		c.fail("copy out of bounds")
		return
	case len(copies) > 0 && c.unknown > 0:
		c.fail("copy of what is unknown")
		return
	case tooManyHeld(copies):
		c.fail("copies in no order")
		return
	}
	for _, m := range copies {
		if c.area.left > 0 && c.touchesVideo(m) {
			c.fail("copy of video")
			return
		}
	}
	d.copies = copies
	c.replaceMoved(copies)
	d.copier.apply(c.fb, copies)
	for _, m := range copies {
		d.region = append(d.region, m.Dst)
	}
}

// readTiles paints the coded tiles.
func (d *contextDecoder) readTiles() {
	c := &d.canvas
	grid := c.fb.Grid()
	tiles := grid.Tiles()
	index, adjacent := tiles-1, 0
	for n := 0; c.err == nil; n++ {
		gap, more := c.layout.codeGap(&c.coder, false, 0, &adjacent)
		switch {
		case !more:
			c.end()
			return
		case gap >= tiles:
			c.fail("tile out of bounds")
		case n == tiles:
			c.fail("more tiles than the picture has")
		case c.coder.Exhausted():
			c.fail("update too short")
		case c.work > d.most:
			c.fail(errDear.Error())
		default:
			index = (index + 1 + gap) % tiles
			c.codeTile(index, nil)
			if !c.changed.Empty() {
				d.region = append(d.region, c.changed)
			}
		}
	}
}

// replaceMoved keeps the blocks that copies overwrite in the cache, as far as they are worth it.
func (c *canvas) replaceMoved(copies []damage.Copy) {
	for _, m := range copies {
		span := blockSpan(m.Dst)
		for y := span.Min.Y; y < span.Max.Y; y++ {
			for x := span.Min.X; x < span.Max.X; x++ {
				box := c.blockBox(x, y)
				c.replace(box, y*c.columns+x)
			}
		}
	}
}

// blockSpan returns the columns and rows of the blocks that a part of the picture touches.
func blockSpan(part image.Rectangle) image.Rectangle {
	return image.Rect(part.Min.X/blockSide, part.Min.Y/blockSide, blocksAlong(part.Max.X), blocksAlong(part.Max.Y))
}

// blockBox returns the pixels of a block.
func (c *canvas) blockBox(column, row int) image.Rectangle {
	at := image.Pt(column*blockSide, row*blockSide)
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(blockSide, blockSide))}.Intersect(c.fb.Bounds())
}
