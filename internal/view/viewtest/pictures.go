package viewtest

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// spoilt makes the check at an update's end wrong.
func spoilt(coded []byte) []byte {
	const check = 4 // bytes
	coded = slices.Clone(coded)
	for i := range min(check, len(coded)) {
		coded[len(coded)-1-i] ^= 0xff
	}
	return coded
}

// painted is a display as paint makes it, wrong in the end.
func painted(side int, paint func(fb *framebuffer.Framebuffer)) (Script, error) {
	fb, err := framebuffer.New(side, side)
	if err != nil {
		return Script{}, err
	}
	paint(fb)
	coded, err := first(fb)
	return wrong(keyframe(side, side, protocol.EncodingContext, spoilt(coded))), err
}

// first is the first update of a picture.
func first(fb *framebuffer.Framebuffer) ([]byte, error) {
	encoder := codec.NewEncoder(protocol.EncodingContext)
	defer encoder.Close()
	return encoder.Encode(nil, fb, nil, codec.Hints{})
}

// noise is a display of noise, wrong in the end.
func noise() (Script, error) { return painted(dearSide, scatter) }

// noiseLater is a display on which noise comes, which is wrong in the end, and a keyframe of that.
func noiseLater() (Script, error) {
	fb, err := framebuffer.New(dearSide, dearSide)
	if err != nil {
		return Script{}, err
	}
	encoder := codec.NewEncoder(protocol.EncodingContext)
	defer encoder.Close()
	right, err := encoder.Encode(nil, fb, nil, codec.Hints{})
	if err != nil {
		return Script{}, err
	}
	scatter(fb)
	later, err := encoder.Encode(nil, fb, framebuffer.Region{fb.Bounds()}, codec.Hints{})
	if err != nil {
		return Script{}, err
	}
	coded, err := first(fb)
	return Script{
		Before: []Part{keyframe(dearSide, dearSide, protocol.EncodingContext, right)},
		Wrong:  []Part{next(dearSide, spoilt(later)), keyframe(dearSide, dearSide, protocol.EncodingContext, spoilt(coded))},
	}, err
}

// lossyNoise is a display of noise of which only the coarse is told, wrong in the end.
func lossyNoise() (Script, error) {
	const side = largeSide / 2
	fb, err := framebuffer.New(side, side)
	if err != nil {
		return Script{}, err
	}
	scatter(fb)
	encoder := codec.NewEncoder(protocol.EncodingContext)
	defer encoder.Close()
	coded, err := encoder.Encode(nil, fb, nil, codec.Hints{Loss: codec.LossSome})
	return wrong(keyframe(side, side, protocol.EncodingContext, spoilt(coded))), err
}

func scatter(fb *framebuffer.Framebuffer) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range fb.Pix {
		fb.Pix[i] = byte(random.Uint32())
	}
}

// empty is a display without anything on it, wrong in the end.
func empty() (Script, error) { return painted(largeSide, func(*framebuffer.Framebuffer) {}) }

// dots are pixels that have nothing to do with those around them.
func dots() (Script, error) {
	return painted(dearSide, func(fb *framebuffer.Framebuffer) {
		random := rand.New(rand.NewPCG(3, 4))
		const apart = 3
		for y := 0; y < fb.Height; y += apart {
			for x := 0; x < fb.Width; x += apart {
				binary.LittleEndian.PutUint32(fb.Row(y, x, x+1), random.Uint32())
			}
		}
	})
}

// emptyThenWrong is a display without anything on it, and then a wrong one.
func emptyThenWrong() (Script, error) {
	fb, err := framebuffer.New(largeSide, largeSide)
	if err != nil {
		return Script{}, err
	}
	coded, err := first(fb)
	return Script{
		Before: []Part{keyframe(largeSide, largeSide, protocol.EncodingContext, coded)},
		Wrong:  []Part{keyframe(largeSide, largeSide, protocol.EncodingContext, spoilt(coded))},
	}, err
}

// The layout of a keyframe: what is behind the flag and the size does not matter to who sends what is wrong.
const flagKeyframe = 1

// claim is the head of a keyframe.
func claim(width, height int) []byte {
	coded := []byte{flagKeyframe}
	coded = binary.BigEndian.AppendUint16(coded, uint16(width))
	return binary.BigEndian.AppendUint16(coded, uint16(height))
}

// sizes are large displays with nothing in them, each of other sides than the one before.
func sizes() (Script, error) {
	const many = 20
	var all []Part
	for n := range many {
		coded := append(claim(largeSide-n%2, largeSide), make([]byte, 9)...)
		coded[len(coded)-1] = 1
		all = append(all, keyframe(largeSide-n%2, largeSide, protocol.EncodingContext, coded))
	}
	return wrong(all...), nil
}

// mislabelled is a right display of noise, whose header speaks of a smaller one.
func mislabelled() (Script, error) {
	fb, err := framebuffer.New(dearSide, dearSide)
	if err != nil {
		return Script{}, err
	}
	scatter(fb)
	coded, err := first(fb)
	return wrong(keyframe(dearSide-1, dearSide, protocol.EncodingContext, coded)), err
}

// boundless is a display larger than any may be.
func boundless() (Script, error) {
	const side = 0xffff
	return wrong(keyframe(side, side, protocol.EncodingContext, append(claim(side, side), 0, 0, 0, 0, 1, 2, 3, 4))), nil
}

// rubbish is as much as an update may have of what is none.
func rubbish(encoding protocol.Encoding) Script {
	coded := random(codec.MaxUpdate(encoding))
	copy(coded, claim(1, 1))
	return wrong(keyframe(1, 1, encoding, coded))
}

// continued is rubbish, and more of it that continues that.
func continued() (Script, error) {
	coded := random(codec.MaxUpdate(protocol.EncodingContext))
	coded[0] = 0
	return wrong(append(rubbish(protocol.EncodingContext).Wrong, next(1, coded))...), nil
}

// random returns so many random bytes.
func random(n int) []byte {
	source := rand.New(rand.NewPCG(5, 6))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(source.Uint32())
	}
	return b
}
