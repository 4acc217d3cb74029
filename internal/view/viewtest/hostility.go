// Package viewtest holds what a hostile sharer writes, for the tests of a view.Screen by itself and of the apps. It knows nothing of how
// that gets to the viewer, nor of what the viewer does about it.
package viewtest

import (
	"image"

	"beside.example/internal/codec"
	"beside.example/protocol"
)

// Hostility is a way in which a sharer may be hostile.
type Hostility struct {
	// Name says what it is.
	Name string
	// Size is that of the display that is claimed, of which two pictures may be held.
	Size image.Point
	// Make makes what is written.
	Make func() (Script, error)
}

// Script is what a hostile sharer writes, in order.
type Script struct {
	// Before is what a viewer takes as right.
	Before []Part
	// Wrong is what follows, which is wrong, or of which something is. The last of it is to be written again and again, until nobody takes any.
	Wrong []Part
}

// Part is a message with all that follows it, on one of a session's streams.
type Part struct {
	Stream protocol.StreamKind
	Bytes  []byte
}

// Hostilities returns the ways that there are.
func Hostilities() []Hostility {
	square := func(side int) image.Point { return image.Pt(side, side) }
	return []Hostility{
		{"a display of noise that is wrong in the end", square(dearSide), noise},
		{"noise on a display, and both wrong in the end", square(dearSide), noiseLater},
		{"a display of noise, coded with loss, wrong in the end", square(largeSide / 2), lossyNoise},
		{"the largest display, which is wrong in the end", square(largeSide), empty},
		{"the largest display, and then a wrong one", square(largeSide), emptyThenWrong},
		{"the largest display, each time of other sides", square(largeSide), sizes},
		{"a display of noise under a header of another", square(dearSide), mislabelled},
		{"a display that is larger", image.Point{}, boundless},
		{"a display of dots", square(dearSide), dots},
		{"no picture at all", square(1), func() (Script, error) { return rubbish(protocol.EncodingContext), nil }},
		{"no tiles at all", square(1), func() (Script, error) { return rubbish(protocol.EncodingTiles), nil }},
		{"what continues no picture at all", square(1), continued},
		{"a bomb of tiles", square(largeSide), tileBomb},
		{"the largest display of tiles", square(tiledSide), paletteTiles},
		{"tiles of noise that are wrong in the end", square(tiledSide), noiseTiles},
		{"a video of noise that is wrong in the end", square(videoSide), film},
		{"a video of which nothing is known", square(1), unknownVideo},
		{"a pointer larger than a display", image.Point{}, largePointer},
		{"many pointers, one of which is wrong", image.Point{}, manyPointers},
	}
}

const (
	dearSide  = 700  // of noise, takes a decoder about as long as an update may
	largeSide = 6000 // is as large as a display may be
	videoSide = 640
)

// keyframe is a keyframe under its header.
func keyframe(width, height int, encoding protocol.Encoding, coded []byte) Part {
	return Update(width, height, encoding, protocol.UpdateKeyframe, coded)
}

// next is an update that continues another.
func next(side int, coded []byte) Part {
	return Update(side, side, protocol.EncodingContext, 0, coded)
}

// Update is a coded update under its header, on the stream to which it belongs.
func Update(width, height int, encoding protocol.Encoding, flags protocol.UpdateFlags, coded []byte) Part {
	stream := protocol.StreamScreen
	if encoding == protocol.EncodingContext && codec.IsVideo(coded) {
		stream = protocol.StreamVideo
	}
	head := protocol.AppendFrame(nil, protocol.UpdateHeader{
		Number: 1, Display: 1, Width: uint16(width), Height: uint16(height), Encoding: encoding, Flags: flags, Length: uint32(len(coded)),
	})
	return Part{stream, append(head, coded...)}
}

// wrong is a script without anything that is right.
func wrong(parts ...Part) Script { return Script{Wrong: parts} }
