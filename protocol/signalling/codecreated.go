package signalling

import "beside.example/protocol/wire"

// CodeCreated answers CodeCreate.
//
//	code (see Code)
type CodeCreated struct {
	Code Code
}

// Type returns TypeCodeCreated.
func (CodeCreated) Type() MessageType { return TypeCodeCreated }

func (m CodeCreated) append(b []byte) []byte { return m.Code.append(b) }

func readCodeCreated(r *wire.Reader) CodeCreated { return CodeCreated{Code: readCode(r)} }
