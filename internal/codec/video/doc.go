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
// of the frame, which the caller knows otherwise, does not name: they keep their pixels, or become grey in a key frame. See macroblock.go
// and model.go for what is coded of each.
package video
