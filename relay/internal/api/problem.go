package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// problemType is the content type of errors.
const problemType = "application/problem+json"

// problem turns an error of package support into the answer that tells of it. What a program need not know is logged and stays here.
func (a *API) problem(ctx context.Context, err error) error {
	var ready huma.StatusError
	var many *support.TooManyError
	switch {
	case errors.As(err, &ready):
		return err
	case errors.Is(err, support.ErrNotFound):
		return huma.Error404NotFound("There is no such thing, or the token may not see it.")
	case errors.Is(err, support.ErrDenied):
		return huma.Error403Forbidden("The token may not do this.")
	case errors.Is(err, support.ErrChanged):
		return huma.Error412PreconditionFailed("Somebody else changed it meanwhile. Read it again, then send the change with its new ETag.")
	case errors.Is(err, support.ErrExists):
		return huma.Error409Conflict("A name, address or mail address that must be unique is taken.")
	case errors.Is(err, support.ErrTooMany):
		return huma.Error409Conflict("There are as many as there may be.")
	case errors.Is(err, support.ErrInvalid):
		return huma.Error422UnprocessableEntity(err.Error())
	case errors.As(err, &many):
		return tooMany(many)
	}
	level := slog.LevelError
	if ctx.Err() != nil { // who asked went away, and with them whatever was under way
		level = slog.LevelDebug
	}
	a.Logger.Log(ctx, level, "API call failed", "error", err)
	return huma.Error500InternalServerError("The relay failed. Its log says why.")
}

func tooMany(e *support.TooManyError) error {
	seconds := strconv.Itoa(web.Seconds(e.RetryAfter))
	return huma.ErrorWithHeaders(huma.Error429TooManyRequests("Too many calls. Try again in "+seconds+" seconds."), http.Header{"Retry-After": {seconds}})
}

// nowhere answers calls that lead nowhere.
func (a *API) nowhere(w http.ResponseWriter, r *http.Request) {
	refused := verdict{header: http.Header{}, status: http.StatusNotFound}
	a.mux.ServeHTTP(&refused, r)
	detail := "There is nothing at this address. " + Root + "/openapi.json says what there is."
	if allow := refused.header.Get("Allow"); refused.status == http.StatusMethodNotAllowed && allow != "" {
		w.Header().Set("Allow", allow)
		detail = "This address takes " + allow + "."
	}
	write(w, refused.status, detail)
}

// verdict keeps what a handler decided and forgets what it says of it.
type verdict struct {
	header http.Header
	status int
}

// Header implements http.ResponseWriter.
func (v *verdict) Header() http.Header { return v.header }

// Write implements http.ResponseWriter.
func (v *verdict) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader implements http.ResponseWriter.
func (v *verdict) WriteHeader(status int) { v.status = status }

// write answers with a problem.
func write(w http.ResponseWriter, status int, detail string) {
	body, err := json.Marshal(huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: detail})
	if err != nil {
		body = nil // never for this type; the status says enough
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(status)
	_, _ = w.Write(body) // who asked may be gone; there is nobody left to tell
}
