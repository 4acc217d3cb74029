package signalling

import "beside.example/protocol/wire"

// RequestSay says a line in the chat of a request that is this agent's; Done answers it. All apps of the agent, this one too, get the
// line as RequestSaid.
//
//	id [16], text string16
type RequestSay struct {
	ID   RequestID
	Text string
}

// Type returns TypeRequestSay.
func (RequestSay) Type() MessageType { return TypeRequestSay }

func (m RequestSay) append(b []byte) []byte {
	return appendText(append(b, m.ID[:]...), m.Text, maxSaid)
}

func readRequestSay(r *wire.Reader) RequestSay {
	var m RequestSay
	r.Into(m.ID[:])
	m.Text = r.String16(maxSaid)
	return m
}
