package signalling

import "beside.example/protocol/wire"

// RequestDecline is an agent's No to a request that they are alerted of; Done answers it. A queue offers it to the next agent.
//
//	id [16]
type RequestDecline struct {
	ID RequestID
}

// Type returns TypeRequestDecline.
func (RequestDecline) Type() MessageType { return TypeRequestDecline }

func (m RequestDecline) append(b []byte) []byte { return append(b, m.ID[:]...) }

func readRequestDecline(r *wire.Reader) RequestDecline {
	var m RequestDecline
	r.Into(m.ID[:])
	return m
}
