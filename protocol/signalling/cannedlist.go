package signalling

import "beside.example/protocol/wire"

// CannedList asks for the ready-made replies and addresses that the agent may use; Canned answers it.
//
//	after u64
type CannedList struct {
	// After is the ID of the last reply known; 0 for none.
	After uint64
}

// Type returns TypeCannedList.
func (CannedList) Type() MessageType { return TypeCannedList }

func (m CannedList) append(b []byte) []byte { return wire.AppendU64(b, m.After) }

func readCannedList(r *wire.Reader) CannedList { return CannedList{After: r.U64()} }
