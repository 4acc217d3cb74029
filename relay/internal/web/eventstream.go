package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// StreamRetry is after how long a browser that lost its stream comes back.
const StreamRetry = 2 * time.Second

// EventStream is a stream of server-sent events to one open page. It is for one goroutine.
type EventStream struct {
	to       http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
}

// BeginEvents answers a request with a stream of events, which lasts until the handler returns. A browser that takes nothing for
// longer than patience is given up.
func BeginEvents(w http.ResponseWriter, patience time.Duration) (*EventStream, error) {
	s := &EventStream{to: w, control: http.NewResponseController(w), patience: patience}
	if err := s.control.SetReadDeadline(time.Time{}); err != nil { // the server's is for whole requests
		return nil, fmt.Errorf("lift the deadline: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // proxies would hold it back
	w.WriteHeader(http.StatusOK)
	return s, s.write(fmt.Sprintf("retry: %d\n\n", StreamRetry.Milliseconds()))
}

// Send writes one event. A number above 0 is what the browser names as Last-Event-ID when it comes back.
func (s *EventStream) Send(name string, number uint64, data []byte) error {
	var b strings.Builder
	if number > 0 {
		fmt.Fprintf(&b, "id: %d\n", number)
	}
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
	if err := s.control.SetWriteDeadline(time.Now().Add(s.patience)); err != nil {
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
