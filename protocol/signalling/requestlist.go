package signalling

import "beside.example/protocol/wire"

// RequestList tells an agent's app the open requests that the agent may see; it follows CodeList, in several messages when one does
// not hold them all. The first message of a list replaces what the app knew. A further one, or one later by itself when many requests
// change at once, adds to it or changes what is there, as RequestChanged does.
//
//	first bool, more bool, count u8, then the requests (see Request)
type RequestList struct {
	// First says that the list begins with this message, More that it does not end with it.
	First    bool
	More     bool
	Requests []Request
}

// Type returns TypeRequestList.
func (RequestList) Type() MessageType { return TypeRequestList }

func (m RequestList) append(b []byte) []byte {
	b = wire.AppendBool(wire.AppendBool(b, m.First), m.More)
	requests := m.Requests[:min(len(m.Requests), MaxRequestPage)]
	b = wire.AppendU8(b, uint8(len(requests)))
	for _, q := range requests {
		b = q.append(b)
	}
	return b
}

func readRequestList(r *wire.Reader) RequestList {
	m := RequestList{First: r.Bool(), More: r.Bool()}
	for range r.Count(int(r.U8()), MaxRequestPage, minRequestSize) {
		m.Requests = append(m.Requests, readRequest(r))
	}
	return m
}

// RequestLists returns the messages that tell a list of requests, as many as their sizes need; one at least.
func RequestLists(requests []Request) []RequestList {
	lists := []RequestList{{First: true}}
	size := 0
	for _, q := range requests {
		last := &lists[len(lists)-1]
		length := len(q.append(nil))
		if len(last.Requests) == MaxRequestPage || size+length > maxListBody {
			last.More = true
			lists = append(lists, RequestList{})
			last, size = &lists[len(lists)-1], 0
		}
		last.Requests = append(last.Requests, q)
		size += length
	}
	return lists
}
