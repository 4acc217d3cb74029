package signalling

import "beside.example/protocol/wire"

// CodeChanged tells every app of an agent what became of one of the agent's codes, a new one too.
//
//	code (see Code)
type CodeChanged struct {
	Code Code
}

// Type returns TypeCodeChanged.
func (CodeChanged) Type() MessageType { return TypeCodeChanged }

func (m CodeChanged) append(b []byte) []byte { return m.Code.append(b) }

func readCodeChanged(r *wire.Reader) CodeChanged { return CodeChanged{Code: readCode(r)} }
