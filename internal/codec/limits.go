package codec

import (
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// Limits of an update on which both sides must agree: what exceeds them is corrupt.
const (
	// MaxBody bounds an update's body before compression. A display of 1080p of pure noise takes less, a larger one several updates, and no
	// few bytes can make a decoder inflate more than this.
	MaxBody = 8 << 20

	// MaxPainted bounds the pixels of the tiles in an update of EncodingTiles: a whole 4K display.
	MaxPainted = 9_000_000

	// paintWork is what a pixel of a tile costs the decoder, in bytes that are inflated, which take about 1 ns, and maxTilesWork what a
	// keyframe does at most. madeTiles is how many pixels of a picture that is made anew cost as much as such a byte.
	paintWork    = 4
	maxTilesWork = MaxBody + paintWork*MaxPainted
	madeTiles    = 2
	// maxRefusedTiles is what updates may cost that are refused in a row, less than 100 ms: the dearest, the dearest keyframe after it, and a
	// display as large as any.
	maxRefusedTiles = 2*maxTilesWork + MaxCopied + framebuffer.MaxPixels/madeTiles

	// maxTileUpdate bounds the bytes of an update of EncodingTiles: a body that does not compress, and zstd's three bytes a block.
	maxTileUpdate = MaxBody + MaxBody/1024 + 1024

	// maxContextUpdate bounds those of EncodingContext, several times what noise takes that costs as much as an update may.
	maxContextUpdate = 4 << 20

	// Window is the memory of the zstd stream, which both sides hold: the glyphs and colours of the last minutes. Against
	// it a fresh window for each update cost 2.2 times the bytes on typing and 1.4 times on dragging, and 1 MiB 14 % on
	// dragging.
	Window = 4 << 20

	// MaxCopied bounds the pixels that one update copies: a whole 4K display.
	MaxCopied = 9_000_000

	// maxHeld bounds the pixels of copies that can be made in no order, because they are held all at once: a display of 1080p.
	maxHeld = 1 << 21
)

// MaxUpdate returns how many bytes an update of an encoding has at most.
func MaxUpdate(encoding protocol.Encoding) int {
	if encoding == protocol.EncodingContext {
		return maxContextUpdate
	}
	return maxTileUpdate
}

// MaxRefused returns how many bytes an update that is refused and the one that makes up for it have together at most, if they come from an
// encoder: one of EncodingContext makes half of what an update may have.
func MaxRefused(encoding protocol.Encoding) int {
	if encoding == protocol.EncodingContext {
		return maxContextUpdate
	}
	return 2 * maxTileUpdate
}

// The flags of an update; those of EncodingTiles know only the first.
const (
	flagKeyframe = 1 << iota
	// flagKept goes with flagKeyframe: tiles that both ends know keep their pixels.
	flagKept
	// flagVideo marks an update of the video lane, and stands alone.
	flagVideo
	// flagEnds goes alone as well: a video ends.
	flagEnds
)

// wholeTile marks a tile without a box.
const wholeTile = 0x80

// copySize is the length of a copy in the body.
const copySize = 12

// tileEncoding is the number of a way to code the pixels of a tile.
type tileEncoding byte

const (
	tileSolid   tileEncoding = 1
	tilePalette tileEncoding = 2
	tileRaw     tileEncoding = 3
)
