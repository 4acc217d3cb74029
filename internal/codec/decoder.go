package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// tileDecoder applies updates of protocol.EncodingTiles.
type tileDecoder struct {
	succession

	fb     *framebuffer.Framebuffer
	window *inflater
	copier copier
	copies []damage.Copy
	region framebuffer.Region
	// work is what the update in work has cost so far, painted how many pixels its tiles have, and most what it may cost.
	work, painted, most int
}

var _ Decoder = (*tileDecoder)(nil)

func newTileDecoder() *tileDecoder { return &tileDecoder{} }

// Framebuffer implements Decoder.
func (d *tileDecoder) Framebuffer() *framebuffer.Framebuffer { return d.fb }

// Close implements Decoder.
func (d *tileDecoder) Close() {
	if d.window != nil {
		d.window.close()
		d.window = nil
	}
	d.complete = false
}

// Decode implements Decoder.
func (d *tileDecoder) Decode(update []byte) (framebuffer.Region, error) {
	d.work, d.painted = 0, 0
	if err := d.next(maxRefusedTiles, maxTilesWork, func(following bool, left int) (int, error) {
		d.most = left
		err := d.decode(update, following)
		return d.work, err
	}); err != nil {
		return nil, err
	}
	return d.region, nil
}

// The heads of an update: flags and length, and between them the size in a keyframe.
const (
	headSize         = 5
	keyframeHeadSize = headSize + 4
)

func (d *tileDecoder) decode(update []byte, following bool) error {
	keyframe, err := readFlags(update, following, flagKeyframe, headSize, keyframeHeadSize, maxTileUpdate)
	if err != nil {
		return err
	}
	rest := update[1:]
	size := image.Point{}
	if keyframe {
		size = image.Pt(int(binary.BigEndian.Uint16(rest)), int(binary.BigEndian.Uint16(rest[2:])))
		if err := framebuffer.CheckSize(size.X, size.Y); err != nil {
			return err
		}
		rest = rest[4:]
	} else {
		size = image.Pt(d.fb.Width, d.fb.Height)
	}
	body, err := d.inflate(rest, keyframe)
	if err != nil {
		return err
	}
	d.copies = readCopies(d.copies[:0], image.Rectangle{Max: size}, body)
	if keyframe && len(d.copies) > 0 {
		body.fail("copy of what is unknown")
	}
	if body.err != nil {
		return body.err
	}
	d.region = d.region[:0]
	// Memory for the picture is taken last, so that little of what is refused has cost it.
	if err := d.resize(size.X, size.Y); err != nil {
		return err
	}
	d.work += pixelsOf(d.copies)
	d.copier.apply(d.fb, d.copies)
	for _, c := range d.copies {
		d.region = append(d.region, c.Dst)
	}
	return d.readTiles(body)
}

// errDear refuses an update that costs more than it may.
var errDear = errors.New("update too dear")

// inflate returns the body behind its length.
func (d *tileDecoder) inflate(b []byte, begin bool) (*bodyReader, error) {
	n := binary.BigEndian.Uint32(b)
	if n == 0 || n > MaxBody {
		return nil, fmt.Errorf("body of %d bytes", n)
	}
	d.work = int(n)
	if d.work > d.most {
		return nil, errDear
	}
	if d.window == nil {
		window, err := newInflater()
		if err != nil {
			return nil, err
		}
		d.window = window
	}
	body, err := d.window.inflate(b[4:], int(n), begin)
	if err != nil {
		return nil, err
	}
	return &bodyReader{rest: body}, nil
}

// resize gives the framebuffer its size, black if that is a new one.
func (d *tileDecoder) resize(width, height int) error {
	if d.fb != nil && d.fb.Width == width && d.fb.Height == height {
		return nil
	}
	if d.work += width * height / madeTiles; d.work > d.most {
		return errDear
	}
	if d.fb == nil {
		fb, err := framebuffer.New(width, height)
		if err != nil {
			return err
		}
		d.fb = fb
	} else if err := d.fb.Resize(width, height); err != nil {
		return err
	}
	d.region = append(d.region, d.fb.Bounds())
	return nil
}

// readTiles paints the tiles that the rest of body holds.
func (d *tileDecoder) readTiles(body *bodyReader) error {
	grid := d.fb.Grid()
	tiles := grid.Tiles()
	index := -1
	for count := 0; len(body.rest) > 0; count++ {
		if count == tiles {
			return errors.New("more tiles than the picture has")
		}
		head := body.take(1)[0]
		index = (index + 1 + body.uvarint(tiles)) % tiles
		box := readBox(grid.Tile(index), head&wholeTile != 0, body)
		d.painted += box.Dx() * box.Dy()
		d.work += paintWork * box.Dx() * box.Dy()
		if d.painted > MaxPainted || d.work > d.most {
			return errDear
		}
		if body.err == nil {
			d.readTile(tileEncoding(head&^wholeTile), box, body)
		}
		if body.err != nil {
			return fmt.Errorf("tile %d: %w", index, body.err)
		}
		d.region = append(d.region, box)
	}
	return nil
}

// readBox returns the coded part of a tile.
func readBox(tile image.Rectangle, whole bool, body *bodyReader) image.Rectangle {
	if whole {
		return tile
	}
	b := body.take(4)
	if b == nil {
		return image.Rectangle{}
	}
	at := tile.Min.Add(image.Pt(int(b[0]), int(b[1])))
	box := image.Rectangle{Min: at, Max: at.Add(image.Pt(int(b[2])+1, int(b[3])+1))}
	if !box.In(tile) {
		body.fail("box outside its tile")
	}
	return box
}

func (d *tileDecoder) readTile(encoding tileEncoding, box image.Rectangle, body *bodyReader) {
	switch encoding {
	case tileSolid:
		readSolid(d.fb, box, body)
	case tilePalette:
		readPalette(d.fb, box, body)
	case tileRaw:
		readRaw(d.fb, box, body)
	default:
		body.fail("unknown encoding of a tile")
	}
}
