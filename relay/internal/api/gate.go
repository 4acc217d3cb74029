package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"beside.example/relay/internal/support"
)

// operation is one thing that a program may ask.
type operation struct {
	method, path string
	id           string // names it to generators of clients
	group        string
	summary      string
	text         string
	act          support.Act // which whoever asks must be allowed to do to something
	status       int         // of success; 200 when zero
	errors       []int       // beside those that every operation may answer
	long         bool        // it may take longer than other answers, and keeps the store busy
}

// askerKey is where a call's context keeps who asks.
type askerKey struct{}

// register adds an operation behind the one gate of the API: whoever shows no valid token is sent away, and whoever may do the act to
// nothing at all is refused before a word of the call is read.
func register[I, O any](a *API, op operation, h func(ctx context.Context, who support.Manager, in *I) (*O, error)) {
	a.acts[op.id] = op.act
	text := op.text
	scopes := support.ScopesFor(op.act)
	if text != "" {
		text += "\n\n"
	}
	if len(scopes) == len(support.ScopesAll.Names()) {
		text += "Any token may ask this."
	} else {
		text += "The token needs the scope " + strings.Join(scopes, " or ") + "."
	}
	through := huma.Middlewares{a.gate(op.act)}
	if op.long {
		through = append(through, a.inTurn)
	}
	huma.Register(a.huma, huma.Operation{
		OperationID: op.id, Method: op.method, Path: Root + op.path, Tags: []string{op.group}, Summary: op.summary, Description: text,
		DefaultStatus: op.status, MaxBodyBytes: maxBody, Security: []map[string][]string{{tokenScheme: scopes}},
		Errors:      append(refusals[I](), op.errors...),
		Middlewares: through,
	}, func(ctx context.Context, in *I) (*O, error) {
		who, ok := ctx.Value(askerKey{}).(support.Manager)
		if !ok {
			return nil, a.problem(ctx, support.ErrDenied)
		}
		out, err := h(ctx, who, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// refusals are the statuses with which every call may be refused that says what I can.
func refusals[I any]() []int {
	all := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests}
	if _, body := reflect.TypeFor[I]().FieldByName("Body"); body {
		all = append(all, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return all
}

// gate lets those in who may do an act to something.
func (a *API) gate(act support.Act) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		r, _ := humago.Unwrap(c)
		who, err := a.asker(r)
		if err == nil && !who.MayAnywhere(act) {
			err = huma.Error403Forbidden("The token is not for this: it needs the scope " + strings.Join(support.ScopesFor(act), " or ") + ", and some things are not for tokens of teams.")
		}
		if err != nil {
			a.refuse(c, err)
			return
		}
		next(huma.WithValue(c, askerKey{}, who))
	}
}

// inTurn lets few calls at a time do what keeps the store busy, and gives each the time that it takes: others wait.
func (a *API) inTurn(c huma.Context, next func(huma.Context)) {
	select {
	case a.long <- struct{}{}:
		defer func() { <-a.long }()
	case <-c.Context().Done():
		return // nobody waits for the answer any more
	}
	_, w := humago.Unwrap(c)
	err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(longTime))
	if err != nil && !errors.Is(err, errors.ErrUnsupported) { // a writer without deadlines needs none
		a.refuse(c, fmt.Errorf("put off the deadline: %w", err))
		return
	}
	next(c)
}

// asker tells who asks.
func (a *API) asker(r *http.Request) (support.Manager, error) {
	kind, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") || text == "" {
		return support.Manager{}, unauthorised("Show an API token: Authorization: Bearer bsd_…")
	}
	household := support.Household(a.ClientAddr(r))
	who, err := a.Tokens.Find(r.Context(), text)
	if errors.Is(err, support.ErrDenied) {
		if wait := a.strangers.Take(household); wait > 0 {
			return support.Manager{}, &support.TooManyError{RetryAfter: wait}
		}
		return support.Manager{}, unauthorised("The API token is not valid, or no longer.")
	}
	if err != nil {
		return support.Manager{}, err
	}
	if wait := a.calls.Take(who.Token.ID); wait > 0 {
		return support.Manager{}, &support.TooManyError{RetryAfter: wait}
	}
	return who, nil
}

func unauthorised(detail string) error {
	return huma.ErrorWithHeaders(huma.Error401Unauthorized(detail), http.Header{"Www-Authenticate": {`Bearer realm="Beside"`}})
}

// refuse answers a call that the gate turned away.
func (a *API) refuse(c huma.Context, err error) {
	err = a.problem(c.Context(), err)
	var headers huma.HeadersError
	if errors.As(err, &headers) {
		for name, values := range headers.GetHeaders() {
			for _, value := range values {
				c.SetHeader(name, value)
			}
		}
	}
	status, detail := http.StatusInternalServerError, ""
	var model *huma.ErrorModel
	if errors.As(err, &model) {
		status, detail = model.Status, model.Detail
	}
	_, w := humago.Unwrap(c)
	write(w, status, detail)
}
