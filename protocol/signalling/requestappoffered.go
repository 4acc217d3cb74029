package signalling

import (
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

// RequestAppOffered answers RequestOfferApp: a customer's app that brings this code is to be let in.
//
//	code [8], left u32 milliseconds
type RequestAppOffered struct {
	Code code.PortalCode
	// Left is how long the code is valid still.
	Left time.Duration
}

// Type returns TypeRequestAppOffered.
func (RequestAppOffered) Type() MessageType { return TypeRequestAppOffered }

func (m RequestAppOffered) append(b []byte) []byte {
	return appendSpan(appendPortalCode(b, m.Code), m.Left, time.Millisecond)
}

func readRequestAppOffered(r *wire.Reader) RequestAppOffered {
	return RequestAppOffered{Code: readPortalCode(r), Left: readSpan(r, time.Millisecond)}
}
