package codec

import (
	"errors"
	"fmt"

	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// ErrCorrupt is what every error of Decode wraps: the update is malformed, beyond a limit, or not the successor of the
// one before. The decoder takes nothing but a keyframe afterwards.
var ErrCorrupt = errors.New("corrupt screen update")

// Loss says how near a picture must be at first. What was coded with loss becomes exact in quiet moments.
type Loss uint8

// The values of Loss.
const (
	// LossNone codes everything exactly.
	LossNone Loss = iota
	// LossSome lets photographs and videos differ by what is hardly seen.
	LossSome
	// LossMuch saves bytes: photographs and videos become coarse.
	LossMuch
)

// Hints tells an Encoder what the caller knows and the pixels do not.
type Hints struct {
	// Keyframe asks for an update that a fresh decoder understands.
	Keyframe bool
	// MaxBytes is about how long the update may become; tiles that do not fit stay pending. Zero sets no limit but the
	// codec's own. An update always makes some progress, however small the limit.
	MaxBytes int
	// Loss is what photographs and videos may lose at first. Text and drawings never lose anything.
	Loss Loss
	// Quiet tells that nothing has changed for a while, which is the time to make up for what was coded with loss.
	Quiet bool
}

// Encoder turns the successive pictures of one display into updates. It is not safe for concurrent use.
type Encoder interface {
	// Encoding returns the number under which a viewer finds the decoder.
	Encoding() protocol.Encoding
	// Encode appends to dst one update, which brings a decoder that has applied all earlier ones nearer to fb, and
	// returns the result; a result of the length of dst means that the decoder has everything already. Damaged must hold
	// every pixel that differs from the picture given before; it may hold more. A picture of another size makes a
	// keyframe, and so does the first. Encode keeps no reference to fb. After an error the next update is a keyframe.
	Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints Hints) ([]byte, error)
	// Pending reports whether the decoder still lacks something of the last picture, so that Encode is worth calling
	// again although no pixel changed.
	Pending() bool
	// Lossy reports whether part of the decoder's picture is only nearly right, so that Encode is worth calling with Quiet.
	Lossy() bool
	// Close releases what the encoder holds.
	Close()
}

// Decoder applies updates to a framebuffer. It is not safe for concurrent use.
type Decoder interface {
	// Decode applies one update and returns what it changed, valid until the next call. Every error wraps ErrCorrupt; the
	// picture may be partly changed then, and every update until the next keyframe fails as well.
	Decode(update []byte) (framebuffer.Region, error)
	// Framebuffer returns the picture, which changes with every Decode, or nil before the first keyframe. Its fourth
	// byte of each pixel is without meaning.
	Framebuffer() *framebuffer.Framebuffer
	// Close releases what the decoder holds.
	Close()
}

// NewContextEncoder returns an encoder of protocol.EncodingContext, the best there is.
func NewContextEncoder() Encoder { return newContextEncoder() }

// NewTileEncoder returns an encoder of protocol.EncodingTiles, which every viewer decodes.
func NewTileEncoder() Encoder { return newTileEncoder() }

// NewDecoder returns a decoder of the encoding that an update names, or an error for one that this version does not know.
func NewDecoder(encoding protocol.Encoding) (Decoder, error) {
	switch encoding {
	case protocol.EncodingTiles:
		return newTileDecoder(), nil
	case protocol.EncodingContext:
		return newContextDecoder(), nil
	default:
		return nil, fmt.Errorf("unknown encoding %d of a screen update", encoding)
	}
}
