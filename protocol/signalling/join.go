package signalling

import (
	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

// Join is how a customer's app asks for the agent behind a nameplate; Joined answers it.
//
//	nameplate [4], sid [16]
type Join struct {
	Nameplate code.Nameplate
	// SID is the customer side's part of the exchange's name.
	SID SID
}

// Type returns TypeJoin.
func (Join) Type() MessageType { return TypeJoin }

func (m Join) append(b []byte) []byte { return append(appendNameplate(b, m.Nameplate), m.SID[:]...) }

func readJoin(r *wire.Reader) Join {
	m := Join{Nameplate: readNameplate(r)}
	r.Into(m.SID[:])
	return m
}
