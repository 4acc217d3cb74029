package signalling

import (
	"slices"
	"time"
)

// maxOpenRequests bounds what a relay can make an agent's app keep: more than any organisation has waiting.
const maxOpenRequests = 20_000

// requestBook is what an agent's app knows of open requests. The zero book is empty. A lost connection leaves it as it is: the requests
// live on at the relay, and the next connection brings their list.
type requestBook struct {
	agent   AgentID        // whose book it is
	entries []requestEntry // in the order of the list, new ones at the end
	index   map[RequestID]int
}

// requestEntry is a request with its moments by this machine's clock.
type requestEntry struct {
	request Request
	began   time.Time
	alerted time.Time // when the alert ends
}

// replace takes a part of the relay's whole list; the first part forgets what was known.
func (b *requestBook) replace(m RequestList, now time.Time) {
	if m.First {
		*b = requestBook{agent: b.agent}
	}
	for _, q := range m.Requests {
		b.put(q, now)
	}
}

// put takes what the relay says of one request.
func (b *requestBook) put(q Request, now time.Time) {
	i, known := b.index[q.ID]
	entry := requestEntry{request: q, began: now.Add(-q.Waited), alerted: now.Add(q.AlertLeft)}
	switch gone := q.State.Final() || q.Agent != 0 && q.Agent != b.agent; {
	case gone && known:
		b.entries = slices.Delete(b.entries, i, i+1)
		delete(b.index, q.ID)
		for ; i < len(b.entries); i++ {
			b.index[b.entries[i].request.ID] = i
		}
	case gone:
	case known:
		b.entries[i] = entry
	case len(b.entries) < maxOpenRequests:
		if b.index == nil {
			b.index = map[RequestID]int{}
		}
		b.index[q.ID] = len(b.entries)
		b.entries = append(b.entries, entry)
	}
}

// open returns the requests as of now.
func (b *requestBook) open(now time.Time) []Request {
	requests := make([]Request, 0, len(b.entries))
	for _, e := range b.entries {
		requests = append(requests, e.at(now))
	}
	return requests
}

// at returns the request with its spans as of now.
func (e requestEntry) at(now time.Time) Request {
	q := e.request
	q.Waited = max(now.Sub(e.began), 0)
	if q.AlertLeft = e.alerted.Sub(now); q.AlertLeft <= 0 {
		q.Alert, q.AlertLeft = AlertNone, 0
	}
	return q
}
