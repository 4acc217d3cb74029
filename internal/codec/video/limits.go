package video

import (
	"errors"

	"beside.example/internal/codec/video/samples"
	"beside.example/internal/codec/zigzag"
)

// ErrCorrupt is what every error of Decode wraps: the bytes are no frame of this stream. The decoder takes nothing but a key frame
// afterwards.
var ErrCorrupt = errors.New("corrupt video frame")

// What both ends must agree on.
const (
	// BlockSide is the side of a macroblock in samples of luma: of pixels, or of pairs of pixels in a stream of half resolution.
	BlockSide = samples.BlockSide

	// QuantiserMax is the coarsest quantiser. Every eighth doubles the step; 0 has a step of 1.
	QuantiserMax = 63

	// MaxSlices is how many slices a frame may have: no machine that shows a desktop to somebody has more cores to spare.
	MaxSlices = 8

	// border is how far a plane of luma goes on beyond the picture, in samples: its edge again and again. Chroma has half of it.
	border = 32
	// reach is how far a predicted block may lie outside of the picture: what is left of the border is for the filter's taps.
	reach = border - 8

	// maxWork bounds what a frame may cost the decoder besides its macroblocks, in levels and their sizes, which take about 10 ns each:
	// more than a frame of 1080p in which every frequency counts, such as film grain at a fine quantiser, and a tenth of noise at the
	// finest. Its slices share it by their rows; what is beyond has no levels any more.
	maxWork = 4_000_000
	// blockWork is the most that a macroblock costs.
	blockWork = allBlocks * area * largeLevel

	// levelMax bounds a level: the largest difference at the finest step, and the gain of the transform's corners.
	levelMax = 4095
)

// transform blocks
const (
	side = zigzag.Side
	area = side * side

	// lumaBlocks are the transform blocks of luma in a macroblock; one of each chroma follows.
	lumaBlocks = 4
	allBlocks  = lumaBlocks + 2
)
