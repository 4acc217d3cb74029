package portal

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// How a stream behaves.
const (
	// beatEvery is how often a page is asked for a sign of life. The page answers the beat, since a connection that a network has
	// dropped looks open for minutes, and since browsers slow down the timers of pages in the background but not this.
	beatEvery = 5 * time.Second
	// lookEvery is how often place, wait and who is there are looked at anew. What happens to the request itself shows at once.
	lookEvery = 5 * time.Second
	// streamWrite is how long a browser may take nothing before it is given up.
	streamWrite = 20 * time.Second
)

// What the page tells when it opens its stream.
const (
	afterParameter = "after" // number of the last event that it shows
	phaseParameter = "phase" // what it shows
)

// follow keeps a page fresh by server-sent events for as long as the page is open: each part of the page when it has changed,
// every new line, and a beat. When the page as a whole must be another one it is told to load itself again.
func (p *Portal) follow(w http.ResponseWriter, r *http.Request) error {
	request, ok, err := p.current(r)
	if err != nil {
		return err
	}
	if !ok {
		w.WriteHeader(http.StatusNoContent) // which tells a browser not to come back
		return nil
	}
	if !p.streams.Enter(request.ID, p.Floods.Streams) {
		return &support.TooManyError{RetryAfter: web.StreamRetry}
	}
	defer p.streams.Leave(request.ID)
	at, err := p.placeOf(r.Context(), request)
	if err != nil {
		return err
	}
	events, cancel := p.Feed.Subscribe()
	defer cancel()
	if _, err := p.alive(r.Context(), request); err != nil {
		return err
	}
	s := &stream{portal: p, at: at, names: p.names(at), language: at.language(r), sent: map[string][]byte{}}
	s.last, s.phase = seen(r), phase(r.URL.Query().Get(phaseParameter))
	if s.EventStream, err = web.BeginEvents(w, streamWrite); err != nil {
		return nil // the browser is gone
	}
	if err := s.run(r, request.ID, events); err != nil && r.Context().Err() == nil {
		p.Logger.WarnContext(r.Context(), "a page's stream broke", "error", err)
	}
	return nil
}

// seen returns the number of the last event that the page shows: the browser knows best, after a break.
func seen(r *http.Request) uint64 {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get(afterParameter)
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// stream is what one open page is told.
type stream struct {
	*web.EventStream
	portal   *Portal
	at       place
	names    nameOf
	language words.Language

	sent  map[string][]byte // each part as it was sent last
	last  uint64            // number of the last event that the page shows
	phase phase             // which page is open
}

// run writes until the page is closed, is to be another one, or the relay stops.
func (s *stream) run(r *http.Request, id support.RequestID, events <-chan support.Event) error {
	beat, look := time.NewTicker(beatEvery), time.NewTicker(lookEvery)
	defer beat.Stop()
	defer look.Stop()
	for {
		over, err := s.show(r)
		if err != nil || over {
			return err
		}
		for again := false; !again; {
			select {
			case <-r.Context().Done():
				return nil
			case <-s.portal.draining:
				return nil
			case <-beat.C:
				if err := s.Send("beat", 0, nil); err != nil {
					return err
				}
			case <-look.C:
				again = true
			case e, open := <-events:
				if !open {
					return nil // too slow for the feed: the browser comes back
				}
				again = e.Request == id
			}
		}
	}
}

// show sends what has changed. over says that the page must load itself again.
func (s *stream) show(r *http.Request) (over bool, err error) {
	request, err := s.portal.mine(r)
	if err != nil {
		return false, err
	}
	status, err := s.portal.status(r, s.at, request, s.names)
	if err != nil {
		return false, err
	}
	lines, last, err := s.portal.lines(r.Context(), s.at, request, s.last, s.names, s.language)
	if err != nil {
		return false, err
	}
	if len(lines) > 0 {
		part, err := s.portal.pages.request.Part(s.language, partLines, lines)
		if err != nil {
			return false, err
		}
		if err := s.Send(partLines, last, part); err != nil {
			return false, err
		}
	}
	s.last = last
	if status.Phase == phaseOver || status.Phase == phaseSession && s.phase != phaseSession {
		return true, s.Send("turn", last, nil)
	}
	for _, name := range []string{partStatus, partSteps} {
		if err := s.part(name, status); err != nil {
			return false, err
		}
	}
	return false, nil
}

// part sends a part of the page unless it is as it was.
func (s *stream) part(name string, data statusData) error {
	part, err := s.portal.pages.request.Part(s.language, name, data)
	if err != nil || bytes.Equal(part, s.sent[name]) {
		return err
	}
	s.sent[name] = part
	return s.Send(name, 0, part)
}

// Drain ends the streams, so that a relay that stops need not wait for pages that stay open; they come back by themselves.
func (p *Portal) Drain() { p.drainOnce.Do(func() { close(p.draining) }) }
