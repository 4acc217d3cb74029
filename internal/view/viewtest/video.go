package viewtest

import (
	"encoding/binary"
	"math/rand/v2"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// film is a picture on which a video of noise begins, frames of that, of which each is wrong in the end, and a keyframe that is too.
func film() (Script, error) {
	fb, err := framebuffer.New(videoSide, videoSide)
	if err != nil {
		return Script{}, err
	}
	encoder := codec.NewEncoder(protocol.EncodingContext).(codec.VideoEncoder)
	defer encoder.Close()
	var all []Part
	const pictures = 12
	for n := range pictures {
		clouds(fb, n)
		coded, err := encoder.Encode(nil, fb, framebuffer.Region{fb.Bounds()}, codec.Hints{Loss: codec.LossSome})
		switch {
		case err != nil:
			return Script{}, err
		case n == 0:
			all = append(all, keyframe(videoSide, videoSide, protocol.EncodingContext, coded))
		case len(coded) > 0:
			all = append(all, next(videoSide, coded))
		}
		if frame := encoder.EncodeVideo(nil, codec.VideoHints{}); len(frame) > 0 {
			all = append(all, next(videoSide, spoilt(frame)))
		}
	}
	coded, err := first(fb)
	return wrong(append(all, keyframe(videoSide, videoSide, protocol.EncodingContext, spoilt(coded)))...), err
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

// unknownVideo is a right picture of one pixel, and frames of a video of which no update says that it begins, each as long as any may be.
func unknownVideo() (Script, error) {
	fb, err := framebuffer.New(1, 1)
	if err != nil {
		return Script{}, err
	}
	coded, err := first(fb)
	if err != nil {
		return Script{}, err
	}
	const flagVideo, epoch, number, after, mask = 4, 9, 1, 1, 0
	frame := random(codec.MaxUpdate(protocol.EncodingContext))
	head := []byte{flagVideo}
	for _, v := range [...]uint64{epoch, number, after, mask} {
		head = binary.AppendUvarint(head, v)
	}
	copy(frame, head)
	return wrong(keyframe(1, 1, protocol.EncodingContext, coded), next(1, frame)), nil
}
