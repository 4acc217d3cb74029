// Package video codes an area of a display that moves like video: with loss, each frame as a change of the one before.
//
// Package codec uses it for such areas beside its exact ways. An [Encoder] and a [Decoder] of one stream hold the same pictures bit for
// bit, so that whoever codes the rest of the display knows what the viewer sees. The package knows pixels and bytes, and nothing of
// displays, networks or time.
//
// # A frame
//
//	u8   flags: bit 0 key frame, bits 1 to 3 the number of slices less one; every other bit is an error
//	u8   quantiser, 0 to [QuantiserMax]
//	u24  length of each slice but the last, big endian
//	…    the slices
//
// A slice is some rows of macroblocks, of 16 × 16 pixels each: of R rows, slice i of n has those from i·R/n up to (i+1)·R/n, rounded down.
// Its bytes are decisions of a range coder (package rangecoder); what it has learned is kept for the same slice of the next frame, and
// forgotten in a key frame and when the number of slices becomes another. The macroblocks follow row by row, those left out that the mask
// of the frame, which the caller knows otherwise, does not name: they keep their pixels, or become grey in a key frame. See model.go for
// what is coded of each.
//
// # What it means
//
// Both ends make the same of it, in whole numbers, whether a processor takes the plain loops of package samples or those in assembler:
//
//   - The samples are luma and chroma of ITU-R BT.601, full range, chroma of half the resolution both ways; see samples/paint.go for how they
//     become pixels. Beyond the picture, which ends with a whole macroblock, its edges are repeated for 32 samples.
//   - What moved is predicted from the frame before, luma in quarters of a sample (samples/taps.go, predict.go) and chroma in eighths; no
//     block may come from more than 24 samples outside.
//   - What is intra continues the samples around it (intra.go), of its own slice.
//   - Levels times the step of the quantiser (quantise.go) are frequencies, whose transform (samples/transform.go) is added and the sum clamped.
//   - A picture of half resolution is painted twice as large (samples/enlarge.go).
//
// # What a decoder refuses
//
// Vectors out of reach, bytes left over or missing, and more work than maxWork: few bytes can claim much. Memory depends on the size of
// the picture alone.
package video
