package protocol

import "beside.example/protocol/wire"

// Encoding is the number of a way to code updates. Numbers are never used twice.
type Encoding uint8

// EncodingTiles codes changed tiles one by one: solid, palette, compressed or copied. See docs/protocol/screen.md.
const EncodingTiles Encoding = 1

// EncodingContext codes changed blocks by one adaptive model of which colours follow which. See docs/protocol/screen.md.
const EncodingContext Encoding = 2

// UpdateFlags say what an update is.
type UpdateFlags uint8

// The flags of an update. Unknown bits are ignored.
const (
	// UpdateKeyframe marks an update that needs none before it.
	UpdateKeyframe UpdateFlags = 1 << iota
	// UpdateLossless marks an update after which the picture is exact.
	UpdateLossless
)

// UpdateHeader stands before each update on a screen stream: the coded bytes follow its frame at once, without a frame of
// their own, so that they go from the stream into the decoder without another copy.
//
//	u32 number, u32 display, u16 width, u16 height, u8 encoding, u8 flags, u32 captured ms, u32 length
type UpdateHeader struct {
	// Number counts the stream's updates from 1; Ack names it.
	Number uint32
	// Display is the one that is shown.
	Display uint32
	// Width and Height are the framebuffer's, in pixels; they differ from the last update's only in a keyframe.
	Width, Height uint16
	// Encoding is how the bytes are coded.
	Encoding Encoding
	// Flags say what the update is.
	Flags UpdateFlags
	// Captured is when it was grabbed, in milliseconds of the sharer's own clock from any start.
	Captured uint32
	// Length is how many coded bytes follow, at most MaxUpdate.
	Length uint32
}

// Type returns TypeUpdateHeader.
func (UpdateHeader) Type() MessageType { return TypeUpdateHeader }

// Append appends the payload.
func (m UpdateHeader) Append(b []byte) []byte {
	b = wire.AppendU32(b, m.Number)
	b = wire.AppendU32(b, m.Display)
	b = wire.AppendU16(b, m.Width)
	b = wire.AppendU16(b, m.Height)
	b = wire.AppendU8(b, uint8(m.Encoding))
	b = wire.AppendU8(b, uint8(m.Flags))
	b = wire.AppendU32(b, m.Captured)
	return wire.AppendU32(b, m.Length)
}

// ParseUpdateHeader reads an UpdateHeader's payload. Whether the sides suit a framebuffer is for its reader to judge.
func ParseUpdateHeader(payload []byte) (UpdateHeader, error) {
	r := wire.NewReader(payload)
	m := UpdateHeader{
		Number: r.U32(), Display: r.U32(), Width: r.U16(), Height: r.U16(), Encoding: Encoding(r.U8()),
		Flags: UpdateFlags(r.U8()), Captured: r.U32(), Length: r.U32(),
	}
	if m.Width == 0 || m.Height == 0 {
		r.Fail(wire.ErrValue)
	}
	if m.Length > MaxUpdate {
		r.Fail(wire.ErrTooLong)
	}
	return result(m, r.Err())
}
