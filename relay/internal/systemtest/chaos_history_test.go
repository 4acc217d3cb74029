package systemtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// history is what customers and agents did, and what they were told came of it.
type history struct {
	mu       sync.Mutex // guards the following
	requests map[string]*told
	accepts  []attempt
	acks     int
	grown    chan struct{} // closed, and replaced, whenever acks grows
}

// told is what the relay said of one request, by the customer's words, which nobody else uses.
type told struct {
	token  string
	posted bool
	// said are the lines of each speaker that the relay took, in their order; tried are all that were sent.
	said   map[support.ActorRole][]string
	tried  map[string]bool
	closed bool
}

// attempt is one agent's attempt at a request, from before it was sent until it was answered.
type attempt struct {
	request     support.RequestID
	agent       support.AgentID
	began, over time.Time
	won         bool
}

func newHistory() *history {
	return &history{requests: map[string]*told{}, grown: make(chan struct{})}
}

// note notes what the relay said about a request.
func (h *history) note(words string, change func(*told)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ack()
	if h.requests[words] == nil {
		h.requests[words] = &told{said: map[support.ActorRole][]string{}, tried: map[string]bool{}}
	}
	change(h.requests[words])
}

// try notes that a line is about to be sent.
func (h *history) try(words, line string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.requests[words].tried[line] = true
}

func (h *history) attempted(a attempt) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ack()
	h.accepts = append(h.accepts, a)
}

func (h *history) ack() {
	h.acks++
	close(h.grown)
	h.grown = make(chan struct{})
}

// wait waits until something is so that the history tells, or ctx ends.
func (h *history) wait(ctx context.Context, until func() bool) (ok bool) {
	for {
		h.mu.Lock()
		ok, grown := until(), h.grown
		h.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return false
		}
	}
}

// after waits for so many more answers.
func (h *history) after(t testing.TB, more int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	h.mu.Lock()
	enough := h.acks + more
	h.mu.Unlock()
	if !h.wait(ctx, func() bool { return h.acks >= enough }) {
		t.Fatalf("nothing goes on before %d answers", enough)
	}
}

// check holds what was told against what is kept.
func (h *history) check(t *testing.T, kept *store.Store, requests *support.Requests) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	events := eventsOf(t, kept)
	lines := 0
	for words, k := range h.requests {
		r, err := requests.Find(context.Background(), k.token)
		if err != nil {
			t.Errorf("request %q was taken: %v", words, err)
			continue
		}
		if r.Question != words || r.Customer != customerName || r.Fields["room"] != words {
			t.Errorf("request %q is kept as %+v", words, r.Form)
		}
		if k.posted && r.State == support.RequestSubmitted {
			t.Errorf("request %q waited and does not", words)
		}
		if k.closed && (r.State != support.RequestResolved || r.Notes != words) {
			t.Errorf("request %q was closed and is in state %d", words, r.State)
		}
		lines += k.check(t, words, events[r.ID])
	}
	won := h.checkAccepts(t, events)
	for id, all := range events {
		r, err := requests.Request(context.Background(), id)
		must(t, err)
		checkStory(t, r, all)
	}
	t.Logf("%d requests, %d lines, %d attempts of agents with %d won: all there", len(h.requests), lines, len(h.accepts), won)
}

// eventsOf reads every event that there is. Their numbers grow without a gap.
func eventsOf(t *testing.T, kept *store.Store) map[support.RequestID][]support.Event {
	t.Helper()
	all := map[support.RequestID][]support.Event{}
	var last uint64
	for {
		page, err := kept.EventsSince(context.Background(), last, support.MaxEvents)
		must(t, err)
		if len(page) == 0 {
			return all
		}
		for _, e := range page {
			if e.Seq != last+1 {
				t.Errorf("event %d comes after %d", e.Seq, last)
			}
			last = e.Seq
			all[e.Request] = append(all[e.Request], e)
		}
	}
}

// check looks for the lines that were taken: each is there once, in its order, and nothing that nobody sent.
func (k *told) check(t *testing.T, words string, events []support.Event) (lines int) {
	t.Helper()
	kept := map[support.ActorRole][]string{}
	for _, e := range events {
		if e.Kind != support.EventSaid {
			continue
		}
		if !k.tried[e.Text] || slices.Contains(kept[e.Actor.Role], e.Text) {
			t.Errorf("request %q has the line %q twice, or nobody sent it", words, e.Text)
		}
		kept[e.Actor.Role] = append(kept[e.Actor.Role], e.Text)
	}
	for role, said := range k.said {
		lines += len(said)
		at := -1
		for _, line := range said {
			next := slices.Index(kept[role], line)
			if next <= at {
				t.Errorf("request %q: the line %q was taken and stands at %d, after %d", words, line, next, at)
			}
			at = next
		}
	}
	return lines
}

// checkAccepts holds the agents' attempts against a register that can be set once: one agent wins each request, and nobody is told that it
// is taken before the one who won could have asked for it.
func (h *history) checkAccepts(t *testing.T, events map[support.RequestID][]support.Event) (won int) {
	t.Helper()
	for _, a := range h.accepts {
		winner := slices.IndexFunc(events[a.request], func(e support.Event) bool { return e.Kind == support.EventAccepted })
		if winner < 0 {
			t.Errorf("request %v was answered to agent %d, and nobody has it", a.request, a.agent)
			continue
		}
		has := events[a.request][winner].Actor.Agent
		if a.won {
			won++
		}
		earlier := func(won bool) bool {
			return slices.ContainsFunc(h.accepts, func(b attempt) bool {
				return b.request == a.request && b.agent == has && b.began.Before(a.over) && (!won || b.won && b.over.Before(a.began))
			})
		}
		if a.won && has != a.agent || !a.won && has == a.agent && !earlier(true) { // whoever had it and asks again is told that it is over
			t.Errorf("agent %d was told %v of request %v, which is agent %d's", a.agent, a.won, a.request, has)
		}
		asked := earlier(false)
		if !asked {
			t.Errorf("agent %d was told that request %v is taken before agent %d asked", a.agent, a.request, has)
		}
	}
	return won
}

// checkStory holds the events of a request against each other and against how it is kept: no step is missing, none comes twice.
func checkStory(t *testing.T, r support.Request, events []support.Event) {
	t.Helper()
	steps := map[support.EventKind]int{}
	var state support.RequestState
	for i, e := range events {
		steps[e.Kind]++
		legal := e.State == state
		switch e.Kind {
		case support.EventSubmitted:
			legal = i == 0 && e.State == support.RequestSubmitted
		case support.EventPosted:
			legal = state == support.RequestSubmitted && e.State == support.RequestPosted
		case support.EventAccepted:
			legal = state == support.RequestPosted && e.State == support.RequestAccepted
		case support.EventEnded:
			legal = !state.Final() && e.State.Final()
		}
		if !legal {
			t.Errorf("request %v: event %d brings it from state %d to %d", r.ID, e.Kind, state, e.State)
		}
		state = e.State
	}
	for _, kind := range []support.EventKind{support.EventSubmitted, support.EventPosted, support.EventAccepted, support.EventEnded} {
		if steps[kind] > 1 {
			t.Errorf("request %v: event %d came %d times", r.ID, kind, steps[kind])
		}
	}
	if state != r.State || steps[support.EventSubmitted] != 1 || r.Lines != steps[support.EventSaid] || (steps[support.EventAccepted] == 1) != (r.Agent != 0) {
		t.Errorf("request %v is kept as %s with the events %v", r.ID, fmt.Sprintf("%+v", r), steps)
	}
}
