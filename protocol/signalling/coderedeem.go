package signalling

import "beside.example/protocol/wire"

// CodeRedeem is how the agent's app turns the code of a finished exchange into a session, once; SessionGranted answers it and
// goes to the customer's app too.
//
//	exchange u64
type CodeRedeem struct {
	Exchange ExchangeID
}

// Type returns TypeCodeRedeem.
func (CodeRedeem) Type() MessageType { return TypeCodeRedeem }

func (m CodeRedeem) append(b []byte) []byte { return wire.AppendU64(b, uint64(m.Exchange)) }

func readCodeRedeem(r *wire.Reader) CodeRedeem { return CodeRedeem{Exchange: ExchangeID(r.U64())} }
