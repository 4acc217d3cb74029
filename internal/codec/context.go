package codec

// # Layout of an update of EncodingContext
//
//	u8   flags: 1 keyframe, 2 kept, only together with 1, 8 ends, only alone; 4 marks an update of the video lane, see videoLane; every
//	     other bit is an error
//	u16  width, u16 height, big endian, only in a keyframe: the picture's size in pixels
//	u32  big endian, only in a keyframe: how many videos there were since the encoder was made
//	u32  big endian, only if the video ends: after how many of its frames
//	…    decisions, coded as package rangecoder says, until the end of the update
//
// Both ends hold a canvas: the picture that the viewer has, and chances, tables and a cache that every decision changes alike. A
// keyframe resets all of that but the pixels; one that is kept follows a picture of the same size, and tells what of it is known. The decisions come in this order; a name in brackets is the chance or table of which each
// is a part, and where a decision stands alone it is one Bit:
//
//	kept      only if the flag is set: for each tile, [kept] whether it is known
//	area      [change] whether a video begins or grows, which needs a picture that is known. If there is none now, [rect] Unsigned x, y,
//	          width and height of where it begins, in blocks, at most maxVideoBlocks of them; [half] whether at half the resolution, as it must
//	          be beyond maxFullBlocks. For each block in the rectangle, row by
//	          row, unless it is video: [owned] whether it becomes so; by the blocks to the left and above
//	moves     [count] Unsigned, the number of copies, at most damage.MaxCopies, zero in and after a keyframe until all tiles are known.
//	          Each: [again] whether it moves as the copy before did, else [vector] Signed x, y by which it moves;
//	          [corner] Signed x and y of its target less those of the copy before; [extent] Signed width less that of the copy before,
//	          Unsigned height. The vector stays from update to update; of the rest
//	          "the copy before" has zeros at the head of an update. All sources are read before the first target is
//	          written. Together at most MaxCopied pixels, and maxHeld unless they all move by the same vector and not only sideways, or
//	          are no more than maxSequential of which none reads what one before it writes, in their order or from the last to the first,
//	          and in that no two overlap.
//	keep      for each copy, for each block that its target touches, row by row: see "keep" below
//	loss      [lossy] whether there may be lossy blocks; if so [scale] a Tree of 6 bits, in 16ths the scale of the quantiser
//	tiles     until there are no more: [more] whether one follows; [adjacent] whether it is the next in reading order, going round at
//	          the end, else [gap] Unsigned, how many are left out less one; then its blocks
//	check     8 bits of equal chance: the high bits of (h·0x01000193 mod 2³²), h made of what the blocks that are not kindSame wrote:
//	          h' = h·0x01000193 + d, d likewise of the pixels on the block's diagonal
//
// A tile that is coded for the first time since the keyframe becomes black first. Its blocks are squares of 16 pixels, cut off at the
// picture's edge, row by row. Of a block that is video stands only:
//
//	taken     [taken] whether it is video no longer; then the rest follows as of others, but the block is not kindSame
//
// Of the others, and of those:
//
//	kind      [same] whether it is kindSame, else [kind] a Tree of 3 bits, the kind less one; by the kinds of the blocks to the left
//	          and above, kindSame if those were not coded in this update
//	…         what the kind says, see below
//	keep      only if the block is whole and its pixels were last replaced 5 updates ago or more, not counting the time before its
//	          tile was known: [wanted] whether its old pixels go into the cache, a ring of 24,576 blocks. Then it is known where the
//	          block came from: it is what "stood" there.
//
// The kinds:
//
//	kindCached  [id] Signed, the number in the cache, less that of the block fetched before plus one
//	kindFill    one colour: [filled] whether it is that of the pixel to the left; else, if that is another, whether it is that of
//	            the one above; else escape
//	kindExact   rows, those that are coded by colourModel
//	kindShaded  rows, those that are coded by shadeModel
//	kindLossy   see lossModel; only whole blocks
//	kindRefined see refineModel
//
// Rows: [same] whether the row stays; else, if something stood there before that still is in the cache, [stood] whether it becomes
// that; else [on] whether it goes on, if all pixels of the row above stayed in this update or if those that did not are some in one piece. In
// the first case it becomes what is left of it, in the second pixels stay under those that stayed, and the others have the colour above. All
// by the row above and the same row of the block to the left. Else its pixels follow. Which pixels of a row stayed is told by the row that
// went on and by each pixel that is coded; of a row that becomes what stood there or what is left of it, and of a block of another kind,
// none did, and of a block that is not coded all did.
//
// Video: the pixels of a block that is video are in updates of the video lane, and unknown to these: wherever a neighbour or what was
// there before is looked at, they are black. Copies neither read nor write them. When a video ends,
// before all else in the update, its blocks become what the last of its frames shows, and are last replaced in this update.
//
// How pixels are coded stands above colourModel, shadeModel, lossModel and refineModel, whose methods are the only description of the
// contexts that is sure to be right; testdata/vectors holds updates with the hashes of their pictures for whoever writes another.
