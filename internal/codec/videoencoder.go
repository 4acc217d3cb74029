package codec

import (
	"math/bits"
	"sync/atomic"

	"beside.example/internal/codec/video"
)

const (
	// videoSome and videoMuch are the quantisers of video for the two losses.
	videoSome, videoMuch = 28, 36
	// quantiserStep is by how much a quantiser grows that halves the bytes, nearly.
	quantiserStep = 8
	// videoSlices is into how many parts a frame is divided, and sliceRows how many rows of blocks are worth one.
	videoSlices, sliceRows = 2, 8
)

// videoEncoder is the part of an encoder that codes video.
type videoEncoder struct {
	// loss is that of the last Encode.
	loss Loss
	// videoDue tells that the video has changed since its last frame.
	videoDue atomic.Bool
	// videoBusy tells that a frame is being coded, videoChanged is the grab that last changed the video.
	videoBusy    bool
	videoChanged uint32
	// wantHalf tells that half the resolution was asked for.
	wantHalf bool
	// moving marks blocks of the video that changed since the last frame.
	moving []bool

	// The following belong to whoever codes the frame while videoBusy is set: which blocks are coded, the bytes of that, and by how much
	// the quantiser is coarser than the loss asks for.
	videoWanted []bool
	maskBytes   []byte
	quantiser   int
}

// VideoDue implements VideoEncoder.
func (e *contextEncoder) VideoDue() bool { return e.videoDue.Load() }

// Videos implements VideoEncoder.
func (e *contextEncoder) Videos() uint32 {
	if e.canvas == nil {
		return 0
	}
	return e.canvas.area.epoch
}

// EncodeVideo implements VideoEncoder.
func (e *contextEncoder) EncodeVideo(dst []byte, hints VideoHints) []byte {
	lane, head, wanted, params := e.beginFrame(hints)
	if lane == nil {
		return dst
	}
	start := len(dst)
	lane.coder.StartEncoding(e.maskBytes[:0])
	lane.codeMask(wanted)
	e.maskBytes = lane.coder.Finish()
	head.mask = uint32(len(e.maskBytes))
	dst = append(head.append(dst), e.maskBytes...)
	dst = lane.encoder.Encode(dst, params)
	return e.endFrame(dst, start, lane, hints)
}

// beginFrame takes the pixels that the next frame is to show.
func (e *contextEncoder) beginFrame(hints VideoHints) (lane *videoLane, head frameHead, wanted []bool, params video.Params) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.videoDue.Load() || e.videoBusy {
		return nil, head, nil, params
	}
	c := e.canvas
	a := &c.area
	lane = a.lane
	e.wantHalf = hints.Half
	e.videoWanted = resized(e.videoWanted, len(lane.mask))
	for i := range e.videoWanted {
		at := (a.rect.Min.Y+i/lane.columns)*c.columns + a.rect.Min.X + i%lane.columns
		e.videoWanted[i] = c.blocks[at].video != 0 && e.moving[at]
		if e.videoWanted[i] {
			e.moving[at] = false
		}
	}
	lane.encoder.Take(lane.part(e.chooser.previous), e.videoWanted)
	e.videoDue.Store(false)
	e.videoBusy = true
	base := videoSome
	if e.loss == LossMuch {
		base = videoMuch
	}
	slices := min(videoSlices, max(1, a.rect.Dy()/sliceRows))
	params = video.Params{Quantiser: min(video.QuantiserMax, base+e.quantiser), Slices: slices}
	return lane, frameHead{epoch: lane.epoch, frame: lane.frames + 1, after: c.now}, e.videoWanted, params
}

// endFrame counts the frame, unless its video is gone meanwhile, and chooses how coarse the next one is.
func (e *contextEncoder) endFrame(dst []byte, start int, lane *videoLane, hints VideoHints) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.videoBusy = false
	if e.canvas == nil || e.canvas.area.lane != lane {
		return dst[:start]
	}
	lane.frames++
	if length := len(dst) - start; hints.MaxBytes > 0 && length > hints.MaxBytes {
		e.quantiser += quantiserStep * bits.Len(uint(length/hints.MaxBytes)) / 2
		e.quantiser = min(e.quantiser, video.QuantiserMax)
	} else if e.quantiser > 0 && (hints.MaxBytes == 0 || length*(quantiserStep+1)/quantiserStep < hints.MaxBytes) {
		e.quantiser--
	}
	return dst
}
