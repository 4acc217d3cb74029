package codec

import (
	"encoding/binary"
	"errors"
	"image"

	"beside.example/internal/codec/rangecoder"
	"beside.example/internal/codec/video"
	"beside.example/internal/framebuffer"
)

// # Layout of an update of the video lane
//
//	u8       flags: 4
//	uvarint  epoch: the video's number, counting on from [Hints].Videos of the encoder's keyframes, at first from zero; in keyframes stands
//	         how many there were
//	uvarint  the frame's number in it, from 1
//	uvarint  after how many updates of Encode since the keyframe it was coded
//	uvarint  length of the mask, at most maxVideoBlocks bytes
//	…        the mask: decisions, coded as package rangecoder says: [same] whether it is that of the frame before; else for each block of
//	         the video's rectangle, row by row, [coded] whether it is in the frame, by that of the one to the left, of the one above, and by
//	         whether it was in the frame before
//	…        a frame, as package video says, of the pixels in the rectangle; the first continues what stood there when the video began
//
// A decoder paints of the frame what has been video since the update that it was coded after, or before.

// videoLane is what both ends hold of a video.
type videoLane struct {
	// epoch is the video's number, rect where it lies in pixels, and columns how many blocks it has side by side.
	epoch   uint32
	rect    image.Rectangle
	columns int
	// frames counts those that were coded.
	frames uint32
	// mask has the blocks that the last frame held.
	mask  []bool
	model maskModel
	coder rangecoder.Coder
	// half tells that it has half the resolution.
	half bool
	// encoder or decoder hold the video's picture; the other is nil.
	encoder *video.Encoder
	decoder *video.Decoder
}

// maskModel is what is learned of the blocks in frames.
type maskModel struct {
	same  rangecoder.Prob
	coded [8]rangecoder.Prob
}

// frameHead is what stands at the head of an update of the video lane.
type frameHead struct{ epoch, frame, after, mask uint32 }

// newVideoLane returns the lane of a video that begins on a canvas, and continues what is there.
func newVideoLane(c *canvas, half bool) *videoLane {
	rect := c.area.rect
	l := &videoLane{
		epoch: c.area.epoch, columns: rect.Dx(), mask: make([]bool, rect.Dx()*rect.Dy()), half: half,
		rect: c.area.bounds(c.fb),
	}
	var picture interface{ Load(video.Picture) }
	var err error
	width, height := l.rect.Dx(), l.rect.Dy()
	switch decoding := c.coder.Decoding(); {
	case decoding && half:
		l.decoder, err = video.NewHalfDecoder(width, height)
		picture = l.decoder
	case decoding:
		l.decoder, err = video.NewDecoder(width, height)
		picture = l.decoder
	case half:
		l.encoder, err = video.NewHalfEncoder(width, height)
		picture = l.encoder
	default:
		l.encoder, err = video.NewEncoder(width, height)
		picture = l.encoder
	}
	if err != nil { // a part of a picture is no larger than the picture
		c.fail(err.Error())
		return l
	}
	picture.Load(l.part(c.fb))
	return l
}

// append writes the head.
func (h frameHead) append(dst []byte) []byte {
	dst = append(dst, flagVideo)
	for _, v := range [...]uint32{h.epoch, h.frame, h.after, h.mask} {
		dst = binary.AppendUvarint(dst, uint64(v))
	}
	return dst
}

// parseFrameHead reads the head of an update, and returns the mask and the frame behind it.
func parseFrameHead(update []byte) (h frameHead, mask, frame []byte, err error) {
	if len(update) > maxContextUpdate || update[0] != flagVideo {
		return h, nil, nil, errors.New("video with other flags, or too long")
	}
	rest := update[1:]
	for _, v := range [...]*uint32{&h.epoch, &h.frame, &h.after, &h.mask} {
		value, n := binary.Uvarint(rest)
		if n <= 0 || value > 1<<32-1 {
			return h, nil, nil, errors.New("bad number at the head of a frame")
		}
		*v = uint32(value)
		rest = rest[n:]
	}
	if h.mask > maxVideoBlocks || int(h.mask) > len(rest) {
		return h, nil, nil, errors.New("mask out of bounds")
	}
	return h, rest[:h.mask], rest[h.mask:], nil
}

// codeMask codes which blocks a frame holds. Wanted is nil when reading.
func (l *videoLane) codeMask(wanted []bool) {
	same := wanted != nil
	for i, w := range wanted {
		same = same && w == l.mask[i]
	}
	if l.coder.Bit(&l.model.same, same) {
		return
	}
	for i := range l.mask {
		context := 4 * one(l.mask[i])
		if i%l.columns > 0 {
			context |= one(l.mask[i-1])
		}
		if i >= l.columns {
			context |= 2 * one(l.mask[i-l.columns])
		}
		l.mask[i] = l.coder.Bit(&l.model.coded[context], wanted != nil && wanted[i])
	}
}

// part returns the rectangle of the video in a picture of the display.
func (l *videoLane) part(fb *framebuffer.Framebuffer) video.Picture {
	at := l.rect.Min.Y*fb.Stride() + l.rect.Min.X*framebuffer.BytesPerPixel
	return video.Picture{Pix: fb.Pix[at:], Stride: fb.Stride()}
}

// paint writes blocks of the video's picture, as it is after the last frame, into a picture of the display.
func (l *videoLane) paint(fb *framebuffer.Framebuffer, mask []bool) {
	switch {
	case l.frames == 0: // what was there is nearer
	case l.encoder != nil:
		l.encoder.Paint(l.part(fb), mask)
	default:
		l.decoder.Paint(l.part(fb), mask)
	}
}
