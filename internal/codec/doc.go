// Package codec turns pictures of a display into updates and back.
//
// The sharing side owns an [Encoder], the viewing side a [Decoder]; packages share and view see only these interfaces, so
// that a better codec replaces this one without touching them. The codec knows pixels and bytes, and nothing of networks,
// windows or time.
//
// There are two encodings. [protocol.EncodingContext] is the better one, see context.go; [protocol.EncodingTiles] is what every viewer
// understands.
//
// # Layout of an update of EncodingTiles
//
// All numbers are big endian. The bytes of an update are:
//
//	u8   flags: 1 keyframe; every other bit is an error
//	u16  width, u16 height, only in a keyframe: the picture's size in pixels
//	u32  length of the body, 1 to [MaxBody]
//	…    the body, as the next bytes of one zstd stream (RFC 8878, no checksum, window at most [Window]) that begins with
//	     each keyframe and is flushed at the end of each update
//
// The body:
//
//	u16  number of copies, at most [damage.MaxCopies]
//	     each: u16 x, u16 y, u16 width, u16 height of the target, u16 x, u16 y of the source. All sources are read before
//	     the first target is written. Together at most [MaxCopied] pixels, and as many
//	     as tooManyHeld says. A keyframe has none.
//	…    tiles until the end of the body, at most as many as the picture has, whose coded parts have together at most [MaxPainted] pixels
//
// A tile is a square of 64 pixels of the grid, cut off at the picture's edge:
//
//	u8       encoding in the low 7 bits; bit 7 tells that all of the tile is coded
//	uvarint  tiles left out since the last one, counted in reading order and going round at the end; the first counts from
//	         before tile 0
//	u8 × 4   x, y, width − 1, height − 1 of the coded part inside the tile, only when bit 7 is clear
//	…        the pixels, see the encoding
//
// The encodings, pixels in rows from the top left of the coded part:
//
//	1 solid    u8 blue, green, red
//	2 palette  u8 number of colours − 1 (at least 2 colours), u8 blue, green, red of each, then the index of each pixel in 1, 2, 4
//	           or 8 bits (up to 2, 4, 16, 256 colours), first pixel in the high bits, each row from a byte of its own
//	3 raw      all blue, then all green, then all red values, each less its prediction modulo 256; see raw.go
//
// A keyframe of another size starts from black; one of the same size keeps the pixels until its tiles overwrite them, which may take
// several updates.
package codec
