package codec

import (
	"errors"
	"fmt"
	"image"

	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// ErrCorrupt is what every error of Decode wraps: the update is malformed, beyond a limit, or not the successor of the
// one before. The decoder takes nothing but a keyframe afterwards.
var ErrCorrupt = errors.New("corrupt screen update")

// ErrDear is an ErrCorrupt after which there is no use in going on: the updates that were refused in a row have cost so much that somebody
// means it.
var ErrDear = fmt.Errorf("%w, once too often", ErrCorrupt)

// ErrEarly tells that an update belongs after one of the other lane that has not come yet, see Decoder. It is no fault: nothing has
// changed, and the same update is to be given to Decode again when the other lane has got on.
var ErrEarly = errors.New("screen update before what it continues")

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
	// Videos is how many videos other encoders have begun, whose frames may yet come to a decoder that gets this keyframe: what it begins with
	// counts on from there, so that they are known for what they are.
	Videos uint32
	// Restart asks for an update that is understood by every decoder which has the encoder's picture of now, whatever stream it has that
	// from: all that was learned is forgotten and the pixels are kept. Where there is no such picture, it is a keyframe.
	Restart bool
	// MaxBytes is about how long the update may become; tiles that do not fit stay pending. Zero sets no limit but the
	// codec's own. An update always makes some progress, however small the limit.
	MaxBytes int
	// First is a part of the picture whose tiles go before all others, those in its middle at once, since somebody waits for them.
	First image.Rectangle
	// Loss is what photographs and videos may lose at first. Text and drawings never lose anything.
	Loss Loss
	// Idle is for how long nothing had changed before this picture, in Moments: what moves like video hardly rests between two pictures.
	Idle int
	// Quiet tells that nothing has changed for a while, which is the time to make up for what was coded with loss.
	Quiet bool
	// Refine is how many bytes of the update may make exact what was coded with loss and has rested for a while, although it is not
	// quiet: while a video plays it never is. Zero leaves all of that to quiet moments.
	Refine int
}

// Moments is how many moments a second has.
const Moments = 30

// Debt is what an Encoder owes: what it will have to make exact.
type Debt struct {
	// Pixels is how many pixels of the decoder's picture are only nearly right.
	Pixels int
	// Made moves on whenever something is coded with loss.
	Made uint32
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
	// Debt returns how much that is.
	Debt() Debt
	// Close releases what the encoder holds.
	Close()
}

// VideoHints tells an encoder of video what only the caller knows.
type VideoHints struct {
	// MaxBytes is about how long the update may become; the picture becomes coarser for it. Zero leaves that to the Loss.
	MaxBytes int
	// Half codes at half the resolution in both directions, which takes a third of the time.
	Half bool
}

// VideoEncoder is an Encoder that codes what moves like video apart, in updates of a lane of their own, where loss is allowed. Each lane's
// updates are to be decoded in order; between the lanes, those of Encode may overtake those of EncodeVideo.
//
// Encode decides which blocks are video. Their pixels are then not in its updates; Encode may return nothing although they have changed,
// and VideoDue tells that EncodeVideo has something to say. When they come to rest, Encode takes them back.
//
// EncodeVideo, VideoDue and Encode may be called from two goroutines at once, one for each lane. EncodeVideo codes the pixels that the
// last Encode was given, and holds up Encode for no longer than it takes to copy them.
type VideoEncoder interface {
	Encoder
	// VideoDue reports whether EncodeVideo has something new.
	VideoDue() bool
	// Videos returns how many videos have begun, those of Hints.Videos included. Encode's goroutine may ask.
	Videos() uint32
	// EncodeVideo appends to dst one update of the video lane, or nothing.
	EncodeVideo(dst []byte, hints VideoHints) []byte
}

// Checker is an Encoder or a Decoder whose pictures can be compared without sending them.
type Checker interface {
	// Checksum returns a number that is made of the pixels in a row of tiles of the decoder's picture, which an encoder knows as well. It is
	// the same at both ends after the same update of Encode and differs for nearly all different pictures; blocks that are video do not
	// count. Rows outside of the picture have zero.
	Checksum(row int) uint32
	// Model returns the decoder's picture, or nil before the first update; blocks that are video are not up to date in an encoder's.
	Model() *framebuffer.Framebuffer
}

// Decoder applies updates to a framebuffer. It is not safe for concurrent use.
type Decoder interface {
	// Decode applies one update of either lane and returns what it changed, valid until the next call. ErrEarly asks to give it again
	// later: an update of Encode waits only for the last of a video that ends, one of EncodeVideo for all of Encode before it. Every
	// other error wraps ErrCorrupt; the picture may be partly changed then, and every update until the next keyframe fails as well.
	Decode(update []byte) (framebuffer.Region, error)
	// Framebuffer returns the picture, which changes with every Decode, or nil before the first keyframe. Its fourth
	// byte of each pixel is without meaning.
	Framebuffer() *framebuffer.Framebuffer
	// Close releases what the decoder holds.
	Close()
}

// IsVideo reports whether an update is one of EncodeVideo.
func IsVideo(update []byte) bool { return len(update) > 0 && update[0]&flagVideo != 0 }

// NewEncoder returns an encoder of protocol.EncodingTiles, which every viewer decodes, or else of protocol.EncodingContext, the best there
// is: a VideoEncoder and a Checker. Its decoder is a Checker as well.
func NewEncoder(encoding protocol.Encoding) Encoder {
	if encoding == protocol.EncodingTiles {
		return newTileEncoder()
	}
	return newContextEncoder()
}

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
