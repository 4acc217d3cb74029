package protocol

import "beside.example/protocol/wire"

// DisplaySelect asks the sharer to show another of its displays. The answer is a DisplayList.
//
//	u32 id
type DisplaySelect struct {
	// ID is the display's, from DisplayList.
	ID uint32
}

// Type returns TypeDisplaySelect.
func (DisplaySelect) Type() MessageType { return TypeDisplaySelect }

// Append appends the payload.
func (m DisplaySelect) Append(b []byte) []byte { return wire.AppendU32(b, m.ID) }

// ParseDisplaySelect reads a DisplaySelect's payload.
func ParseDisplaySelect(payload []byte) (DisplaySelect, error) {
	r := wire.NewReader(payload)
	m := DisplaySelect{ID: r.U32()}
	return result(m, r.Err())
}
