package signalling

import (
	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

// PortalJoin is how a customer's app asks for the agent behind a portal code; Joined answers it.
//
//	code [8], sid [16]
type PortalJoin struct {
	Code code.PortalCode
	// SID is the customer side's part of the exchange's name.
	SID SID
}

// Type returns TypePortalJoin.
func (PortalJoin) Type() MessageType { return TypePortalJoin }

func (m PortalJoin) append(b []byte) []byte { return append(appendPortalCode(b, m.Code), m.SID[:]...) }

func readPortalJoin(r *wire.Reader) PortalJoin {
	m := PortalJoin{Code: readPortalCode(r)}
	r.Into(m.SID[:])
	return m
}
