package signalling

import "beside.example/protocol/wire"

// RequestAccepted answers RequestAccept: the request is this agent's. It tells the chat so far from its beginning; when there is More,
// RequestLog asks for what follows.
//
//	request (see Request), more bool, count u8, then the lines (see ChatLine)
type RequestAccepted struct {
	Request Request
	More    bool
	Lines   []ChatLine
}

// Type returns TypeRequestAccepted.
func (RequestAccepted) Type() MessageType { return TypeRequestAccepted }

func (m RequestAccepted) append(b []byte) []byte {
	return appendChatLines(wire.AppendBool(m.Request.append(b), m.More), m.Lines)
}

func readRequestAccepted(r *wire.Reader) RequestAccepted {
	return RequestAccepted{Request: readRequest(r), More: r.Bool(), Lines: readChatLines(r)}
}
