package signalling

import (
	"testing"
	"time"
)

func TestRequestBook(t *testing.T) {
	const me, colleague = 7, 8
	now := time.Unix(1_800_000_000, 0)
	id := func(b byte) RequestID { return RequestID{b} }
	waiting := func(b byte) Request {
		return Request{ID: id(b), State: RequestPosted, Waited: time.Minute, Alert: AlertNew, AlertLeft: 10 * time.Second}
	}
	book := requestBook{agent: me}
	expect := func(what string, want ...byte) {
		t.Helper()
		open := book.open(now)
		if len(open) != len(want) {
			t.Fatalf("%s: %d requests, want %v", what, len(open), want)
		}
		for i, q := range open {
			if q.ID != id(want[i]) || book.index[q.ID] != i {
				t.Errorf("%s: %v at %d, want %d", what, q.ID, i, want[i])
			}
		}
	}
	book.replace(RequestList{First: true, Requests: []Request{waiting(1), waiting(2)}}, now)
	book.replace(RequestList{Requests: []Request{waiting(3)}}, now)
	expect("a list in two messages", 1, 2, 3)
	book.put(Request{ID: id(1), State: RequestTaken, Agent: colleague}, now)
	expect("a colleague was faster", 2, 3)
	book.put(Request{ID: id(2), State: RequestTaken, Agent: me}, now)
	expect("mine", 2, 3)
	book.put(Request{ID: id(9), State: RequestAbandoned}, now)
	book.put(Request{ID: id(2), State: RequestResolved, Agent: me}, now)
	expect("mine is over", 3)
	later := book.open(now.Add(4 * time.Second))[0]
	if later.Waited != time.Minute+4*time.Second || later.AlertLeft != 6*time.Second || later.Alert != AlertNew {
		t.Errorf("4 s later: %+v", later)
	}
	if lapsed := book.open(now.Add(11 * time.Second))[0]; lapsed.Alert != AlertNone || lapsed.AlertLeft != 0 {
		t.Errorf("11 s later: %+v", lapsed)
	}
	book.replace(RequestList{First: true}, now)
	expect("an empty list")
}
