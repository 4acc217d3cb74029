package signalling

import "beside.example/protocol/wire"

// RequestChanged tells an agent's apps how a request stands now. One that is over leaves the list, and so does one that another agent has
// taken: this is the last that the apps hear of it.
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
