package signalling

import "beside.example/protocol/wire"

// RequestSaid tells the apps of a request's agent a line of its chat.
//
//	id [16], line (see ChatLine)
type RequestSaid struct {
	ID   RequestID
	Line ChatLine
}

// Type returns TypeRequestSaid.
func (RequestSaid) Type() MessageType { return TypeRequestSaid }

func (m RequestSaid) append(b []byte) []byte { return m.Line.append(append(b, m.ID[:]...)) }

func readRequestSaid(r *wire.Reader) RequestSaid {
	var m RequestSaid
	r.Into(m.ID[:])
	m.Line = readChatLine(r)
	return m
}
