package web

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"beside.example/protocol"
	"beside.example/relay/internal/support"
)

// HandlerFunc answers a request or returns an error, which becomes an error page.
type HandlerFunc func(w http.ResponseWriter, r *http.Request) error

// Error is an error that the reader may see: a status and the catalogue keys of what happened and what to do. Any other
// error is an internal one: the reader sees its number alone, the log has the rest.
type Error struct {
	Status int
	Title  string // catalogue key
	Text   string // catalogue key
	Fault  protocol.Fault
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("page error %d %s", e.Status, e.Title) }

// NotFound is the answer to an address that leads nowhere.
func NotFound() *Error {
	return &Error{Status: http.StatusNotFound, Title: "relay.notfound.title", Text: "relay.notfound.text"}
}

// BadRequest is the answer to an address or a form that no page of ours made.
func BadRequest() *Error {
	return &Error{Status: http.StatusBadRequest, Title: "relay.badrequest.title", Text: "relay.badrequest.text"}
}

// Handle makes an http.Handler of a page.
func (s *Site) Handle(h HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// Routes adds the style sheet, the mark and the page for addresses that lead nowhere.
func (s *Site) Routes(mux *http.ServeMux) {
	mux.Handle("GET "+s.sheet.path, s.sheet)
	mux.Handle("GET "+s.mark.path, s.mark)
	mux.Handle("/", s.Handle(func(http.ResponseWriter, *http.Request) error { return NotFound() }))
}

// failureData is what the error page shows.
type failureData struct {
	Title, Text string
	Fault       string
	Seconds     int // until another attempt, 0 when that is not the matter
}

func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, data := s.explain(r, err)
	if data.Seconds > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(data.Seconds))
	}
	if err := s.Render(w, r, status, s.failure, data); err != nil {
		s.logger.ErrorContext(r.Context(), "render an error page", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
}

func (s *Site) explain(r *http.Request, err error) (status int, data failureData) {
	var shown *Error
	var many *support.TooManyError
	switch {
	case errors.As(err, &shown):
		data = failureData{Title: shown.Title, Text: shown.Text}
		if shown.Fault != 0 {
			data.Fault = shown.Fault.String()
		}
		return shown.Status, data
	case errors.As(err, &many):
		return http.StatusTooManyRequests, failureData{Title: "relay.toomany.title", Text: "relay.toomany.text", Seconds: Seconds(many.RetryAfter)}
	}
	level := slog.LevelError
	if r.Context().Err() != nil { // the reader went away, and with them whatever was under way
		level = slog.LevelDebug
	}
	s.logger.Log(r.Context(), level, "page failed", "path", r.URL.Path, "error", err)
	return http.StatusInternalServerError, failureData{
		Title: "relay.internal.title", Text: "relay.internal.text", Fault: protocol.FaultInternal.String(),
	}
}

// Seconds rounds a wait up to whole seconds, as headers and people count them.
func Seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
