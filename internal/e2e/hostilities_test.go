package e2e

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"math/rand/v2"
	"slices"

	"github.com/klauspost/compress/zstd"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// A hostility is a way in which a sharer may be hostile.
type hostility struct {
	name string
	// size is that of the display that is claimed, of which two pictures may be held.
	size image.Point
	// make makes what is sent, before anybody looks at the time; send sends it until nobody takes any.
	make func() ([]update, error)
	send func(ctx context.Context, conn *transport.Conn, updates []update) error
}

// update is one coded update under a header.
type update struct {
	protocol.UpdateHeader
	coded []byte
}

// hostilities are the ways that are tried.
func hostilities() []hostility {
	const (
		dearSide  = 700  // of noise, takes a decoder about as long as an update may
		largeSide = 6000 // is as large as a display may be
		videoSide = 640
	)
	square := func(side int) image.Point { return image.Pt(side, side) }
	return []hostility{
		{"a display of noise that is wrong in the end", square(dearSide), func() ([]update, error) { return noise(dearSide, dearSide) }, onScreen},
		{"the largest display, which is wrong in the end", square(largeSide), func() ([]update, error) { return empty(largeSide) }, onScreen},
		{"the largest display, and then a wrong one", square(largeSide), func() ([]update, error) { return emptyThenWrong(largeSide) }, onScreen},
		{"a display that is larger", image.Point{}, func() ([]update, error) { return boundless(), nil }, onScreen},
		{"a display of dots", square(dearSide), func() ([]update, error) { return dots(dearSide) }, onScreen},
		{"no picture at all", image.Pt(1, 1), func() ([]update, error) { return rubbish(protocol.EncodingContext), nil }, onScreen},
		{"a bomb of tiles", square(largeSide), tileBomb, onScreen},
		{"a video of noise that is wrong in the end", square(videoSide), func() ([]update, error) { return film(videoSide) }, onBoth},
		{"a pointer larger than a display", image.Point{}, func() ([]update, error) { return nil, nil }, largePointer},
		{"many pointers, one of which is wrong", image.Point{}, func() ([]update, error) { return nil, nil }, manyPointers},
	}
}

// header is that of an update of a keyframe.
func header(width, height int, encoding protocol.Encoding, coded []byte) update {
	return update{protocol.UpdateHeader{
		Display: 1, Width: uint16(width), Height: uint16(height), Encoding: encoding, Flags: protocol.UpdateKeyframe, Length: uint32(len(coded)),
	}, coded}
}

// spoilt makes the check at an update's end wrong.
func spoilt(coded []byte) []byte {
	const check = 4 // bytes
	coded = slices.Clone(coded)
	for i := range min(check, len(coded)) {
		coded[len(coded)-1-i] ^= 0xff
	}
	return coded
}

func scatter(fb *framebuffer.Framebuffer, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 2))
	for i := range fb.Pix {
		fb.Pix[i] = byte(random.Uint32())
	}
}

// noise is a display of noise, wrong in the end.
func noise(width, height int) ([]update, error) {
	fb, err := framebuffer.New(width, height)
	if err != nil {
		return nil, err
	}
	scatter(fb, 1)
	return keyframe(fb)
}

// keyframe codes a picture, wrong in the end.
func keyframe(fb *framebuffer.Framebuffer) ([]update, error) {
	encoder := codec.NewEncoder(protocol.EncodingContext)
	defer encoder.Close()
	coded, err := encoder.Encode(nil, fb, nil, codec.Hints{})
	return []update{header(fb.Width, fb.Height, protocol.EncodingContext, spoilt(coded))}, err
}

// empty is a display without anything on it, wrong in the end.
func empty(side int) ([]update, error) {
	fb, err := framebuffer.New(side, side)
	if err != nil {
		return nil, err
	}
	return keyframe(fb)
}

// emptyThenWrong is a display without anything on it, and then a wrong one.
func emptyThenWrong(side int) ([]update, error) {
	fb, err := framebuffer.New(side, side)
	if err != nil {
		return nil, err
	}
	encoder := codec.NewEncoder(protocol.EncodingContext)
	defer encoder.Close()
	right, err := encoder.Encode(nil, fb, nil, codec.Hints{})
	if err != nil {
		return nil, err
	}
	wrong, err := keyframe(fb)
	return append([]update{header(side, side, protocol.EncodingContext, right)}, wrong...), err
}

// boundless is a display larger than any may be.
func boundless() []update {
	const keyframe = 1
	coded := []byte{keyframe, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1, 2, 3, 4}
	return []update{header(0xffff, 0xffff, protocol.EncodingContext, coded)}
}

// dots are pixels that have nothing to do with those around them.
func dots(side int) ([]update, error) {
	fb, err := framebuffer.New(side, side)
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(3, 4))
	const apart = 3
	for y := 0; y < side; y += apart {
		for x := 0; x < side; x += apart {
			binary.LittleEndian.PutUint32(fb.Row(y, x, x+1), random.Uint32())
		}
	}
	return keyframe(fb)
}

// rubbish is as much as an update may have of what is none.
func rubbish(encoding protocol.Encoding) []update {
	random := rand.New(rand.NewPCG(5, 6))
	coded := make([]byte, codec.MaxUpdate(encoding))
	for i := range coded {
		coded[i] = byte(random.Uint32())
	}
	const keyframe, width, height = 1, 1, 1
	copy(coded, []byte{keyframe, 0, width, 0, height})
	return []update{header(width, height, encoding, coded)}
}

// tileBomb is an update that inflates to a thousand times its bytes.
func tileBomb() ([]update, error) {
	var body bytes.Buffer
	w, err := zstd.NewWriter(&body, zstd.WithWindowSize(codec.Window), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, err
	}
	const inflated = 256 << 20
	zeros := make([]byte, 1<<20)
	for range inflated / len(zeros) {
		if _, err := w.Write(zeros); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	const keyframe, side = 1, 6000
	coded := []byte{keyframe}
	coded = binary.BigEndian.AppendUint16(coded, side)
	coded = binary.BigEndian.AppendUint16(coded, side)
	coded = binary.BigEndian.AppendUint32(coded, codec.MaxBody)
	coded = append(coded, body.Bytes()...)
	return []update{header(side, side, protocol.EncodingTiles, coded)}, nil
}

// film is a picture on which a video of noise begins, frames of that, of which each is wrong in the end, and a keyframe that is too.
func film(side int) ([]update, error) {
	fb, err := framebuffer.New(side, side)
	if err != nil {
		return nil, err
	}
	encoder := codec.NewEncoder(protocol.EncodingContext).(codec.VideoEncoder)
	defer encoder.Close()
	var all []update
	const pictures = 12
	for n := range pictures {
		clouds(fb, n)
		coded, err := encoder.Encode(nil, fb, framebuffer.Region{fb.Bounds()}, codec.Hints{Loss: codec.LossSome})
		if err != nil {
			return nil, err
		}
		if len(coded) > 0 {
			u := header(side, side, protocol.EncodingContext, coded)
			if n > 0 {
				u.Flags = 0
			}
			all = append(all, u)
		}
		if frame := encoder.EncodeVideo(nil, codec.VideoHints{}); len(frame) > 0 {
			u := header(side, side, protocol.EncodingContext, spoilt(frame))
			u.Flags = 0
			all = append(all, u)
		}
	}
	last, err := keyframe(fb)
	return append(all, last...), err
}

// clouds is a picture that looks like one of a film.
func clouds(fb *framebuffer.Framebuffer, n int) {
	random := rand.New(rand.NewPCG(7, uint64(n)))
	for y := range fb.Height {
		row := fb.Row(y, 0, fb.Width)
		for x := range fb.Width {
			const coarse = 31
			light := 128 + (x*3+y*2+n*40)%90 + int(random.Uint32()%coarse)
			for c := range 3 {
				row[x*framebuffer.BytesPerPixel+c] = byte(min(light-c*20, 255))
			}
		}
	}
}

// onScreen sends updates on the screen's stream, the last again and again.
func onScreen(ctx context.Context, conn *transport.Conn, updates []update) error {
	stream, err := conn.OpenStream(ctx, protocol.StreamScreen)
	if err != nil {
		return err
	}
	const many = 100
	for n := range uint32(many) {
		u := updates[min(int(n), len(updates)-1)]
		u.Number = n + 1
		if _, err := stream.Write(append(protocol.AppendFrame(nil, u.UpdateHeader), u.coded...)); err != nil {
			return nil // as it should be
		}
	}
	return nil
}

// onBoth sends the screen's updates on its stream and a video's on another, the last again and again.
func onBoth(ctx context.Context, conn *transport.Conn, updates []update) error {
	screen, err := conn.OpenStream(ctx, protocol.StreamScreen)
	if err != nil {
		return err
	}
	video, err := conn.OpenStream(ctx, protocol.StreamVideo)
	if err != nil {
		return err
	}
	const many = 100
	var numbers [2]uint32
	for n := range many {
		u := updates[min(n, len(updates)-1)]
		stream, lane := screen, 0
		if codec.IsVideo(u.coded) {
			stream, lane = video, 1
		}
		numbers[lane]++
		u.Number = numbers[lane]
		if _, err := stream.Write(append(protocol.AppendFrame(nil, u.UpdateHeader), u.coded...)); err != nil {
			return nil // as it should be
		}
	}
	return nil
}

// largePointer sends a pointer that claims to be larger than any.
func largePointer(ctx context.Context, conn *transport.Conn, _ []update) error {
	return pointers(ctx, conn, protocol.CursorShape{Serial: 1, Width: 0xffff, Height: 0xffff, Pix: make([]byte, 4)})
}

// manyPointers sends more of the largest pointers than are kept, and then one whose pixels are missing.
func manyPointers(ctx context.Context, conn *transport.Conn, _ []update) error {
	var all []protocol.Message
	const many, side = 64, protocol.MaxCursorSide // twice as many as are kept
	pix := make([]byte, side*side*framebuffer.BytesPerPixel)
	for n := range uint32(many) {
		all = append(all, protocol.CursorShape{Serial: n + 1, Width: side, Height: side, Pix: pix})
	}
	return pointers(ctx, conn, append(all, protocol.CursorShape{Serial: many + 1, Width: side, Height: side})...)
}

func pointers(ctx context.Context, conn *transport.Conn, all ...protocol.Message) error {
	stream, err := conn.OpenUniStream(ctx, protocol.StreamCursor)
	if err != nil {
		return err
	}
	for _, m := range all {
		if _, err := stream.Write(protocol.AppendFrame(nil, m)); err != nil {
			return nil // as it should be
		}
	}
	return nil
}
