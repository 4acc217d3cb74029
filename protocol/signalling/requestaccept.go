package signalling

import "beside.example/protocol/wire"

// RequestAccept is an agent's Yes to a request; RequestAccepted answers it. The first Yes wins. Whoever holds the request already is
// answered the same again, so that it can be repeated when an answer was lost.
//
//	id [16]
type RequestAccept struct {
	ID RequestID
}

// Type returns TypeRequestAccept.
func (RequestAccept) Type() MessageType { return TypeRequestAccept }

func (m RequestAccept) append(b []byte) []byte { return append(b, m.ID[:]...) }

func readRequestAccept(r *wire.Reader) RequestAccept {
	var m RequestAccept
	r.Into(m.ID[:])
	return m
}
