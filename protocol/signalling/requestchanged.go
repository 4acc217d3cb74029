package signalling

import "beside.example/protocol/wire"

// RequestChanged tells an agent's apps how a request stands now. One whose state is final leaves the list, and so does one that the
// agent may not see any more, which comes as RequestUnknown.
//
//	request (see Request)
type RequestChanged struct {
	Request Request
}

// Type returns TypeRequestChanged.
func (RequestChanged) Type() MessageType { return TypeRequestChanged }

func (m RequestChanged) append(b []byte) []byte { return m.Request.append(b) }

func readRequestChanged(r *wire.Reader) RequestChanged {
	return RequestChanged{Request: readRequest(r)}
}
