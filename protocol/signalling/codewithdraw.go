package signalling

import "beside.example/protocol/wire"

// CodeWithdraw ends an active code; Done answers it.
//
//	code u64, dead bool
type CodeWithdraw struct {
	Code CodeID
	// Dead says that too many exchanges failed in the agent's app; otherwise the agent took the code back.
	Dead bool
}

// Type returns TypeCodeWithdraw.
func (CodeWithdraw) Type() MessageType { return TypeCodeWithdraw }

func (m CodeWithdraw) append(b []byte) []byte {
	return wire.AppendBool(wire.AppendU64(b, uint64(m.Code)), m.Dead)
}

func readCodeWithdraw(r *wire.Reader) CodeWithdraw {
	return CodeWithdraw{Code: CodeID(r.U64()), Dead: r.Bool()}
}
