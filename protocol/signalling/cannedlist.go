package signalling

import "beside.example/protocol/wire"

// CannedList asks for the ready-made replies and addresses that the agent may use; Canned answers it.
//
//	skip u16
type CannedList struct {
	// Skip is how many of the replies the app knows already.
	Skip uint16
}

// Type returns TypeCannedList.
func (CannedList) Type() MessageType { return TypeCannedList }

func (m CannedList) append(b []byte) []byte { return wire.AppendU16(b, m.Skip) }

func readCannedList(r *wire.Reader) CannedList { return CannedList{Skip: r.U16()} }
