package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// What we may tune of streams of events.
const (
	streamRetry = 2 * time.Second  // before a browser that lost its stream asks again
	streamWrite = 10 * time.Second // for a browser to take one event
)

// EventStream is a stream of server-sent events to one open page. It is for one goroutine.
type EventStream struct {
	to      http.ResponseWriter
	control *http.ResponseController
}

// BeginEvents answers a request with a stream of events, which lasts until the handler returns.
func BeginEvents(w http.ResponseWriter) (*EventStream, error) {
	s := &EventStream{to: w, control: http.NewResponseController(w)}
	if err := s.control.SetReadDeadline(time.Time{}); err != nil { // the server's is for whole requests
		return nil, fmt.Errorf("lift the deadline: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // proxies would hold it back
	w.WriteHeader(http.StatusOK)
	return s, s.write(fmt.Sprintf("retry: %d\n\n", streamRetry.Milliseconds()))
}

// Send writes one event.
func (s *EventStream) Send(name string, data []byte) error {
	var b strings.Builder
	fmt.Fprintf(&b, "event: %s\n", name)
	for line := range strings.Lines(string(data)) {
		fmt.Fprintf(&b, "data: %s\n", strings.TrimRight(line, "\r\n"))
	}
	if len(data) == 0 {
		b.WriteString("data:\n") // an event without data is none to browsers
	}
	b.WriteString("\n")
	return s.write(b.String())
}

func (s *EventStream) write(text string) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(streamWrite)); err != nil {
		return fmt.Errorf("put off the deadline: %w", err)
	}
	if _, err := s.to.Write([]byte(text)); err != nil {
		return fmt.Errorf("write to a page: %w", err)
	}
	if err := s.control.Flush(); err != nil {
		return fmt.Errorf("write to a page: %w", err)
	}
	return nil
}
