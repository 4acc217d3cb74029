package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"beside.example/protocol/text"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// maxForm bounds the body of a form: a question and as many fields of that length as a portal may have, in characters of up to
// four bytes that the browser writes with twelve.
const maxForm = 256 << 10

// tryAgain is when a page that could not be made is to be asked for again.
const tryAgain = 5 * time.Second

// awayData is what the page shows that stands in when the store does not answer, or when somebody is too fast.
type awayData struct {
	Seconds int // until another attempt, when that is the problem; else 0
	Again   int // after how many seconds the page asks again by itself; 0 for never
	Waiting bool
	Action  string
	Typed   []typed
}

// typed is a field of a form, kept while it cannot be taken.
type typed struct {
	Name, Value string
}

// page makes a handler of a page that is asked for. When it cannot be made the customer is told plainly, and the page that
// says so asks again.
func (p *Portal) page(h web.HandlerFunc) http.Handler {
	return p.Site.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if err := p.floods.page(r); err != nil {
			return err
		}
		err := h(w, r)
		if !p.isOurs(r, err) {
			return err
		}
		_, problem := r.Cookie(requestCookie)
		w.Header().Set("Retry-After", strconv.Itoa(web.Seconds(tryAgain)))
		return p.Site.RenderDressed(w, r, http.StatusServiceUnavailable, p.pages.away,
			web.Dress{Sheets: p.sheets(), Script: p.again.Path(), QuietRefresh: web.Seconds(tryAgain)}, awayData{Waiting: problem == nil, Again: web.Seconds(tryAgain)})
	})
}

// form makes a handler of what a form is sent to. When it cannot be taken, a page comes back with what was typed.
func (p *Portal) form(h web.HandlerFunc) http.Handler {
	return p.Site.SameOrigin(p.Site.Handle(func(w http.ResponseWriter, r *http.Request) error {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			return web.BadRequest()
		}
		err := p.floods.page(r)
		if err == nil {
			err = h(w, r)
		}
		data, status := awayData{Action: r.URL.Path}, http.StatusServiceUnavailable
		var many *support.TooManyError
		switch {
		case errors.As(err, &many):
			data.Seconds, status = web.Seconds(many.RetryAfter), http.StatusTooManyRequests
		case !p.isOurs(r, err):
			return err
		}
		data.Typed = kept(r.PostForm)
		w.Header().Set("Retry-After", strconv.Itoa(max(data.Seconds, web.Seconds(tryAgain))))
		return p.Site.RenderDressed(w, r, status, p.pages.away, web.Dress{Sheets: p.sheets()}, data)
	}))
}

// kept returns what was typed into a form, as it may be shown.
func kept(form url.Values) (all []typed) {
	for name, values := range form {
		for _, v := range values {
			all = append(all, typed{Name: text.Clean(name, support.MaxName), Value: text.CleanLines(v, support.MaxLine)})
		}
	}
	slices.SortFunc(all, func(a, b typed) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// isOurs reports whether an error is none of the reader's doing, and logs it then.
func (p *Portal) isOurs(r *http.Request, err error) bool {
	var shown *web.Error
	var many *support.TooManyError
	if err == nil || errors.As(err, &shown) || errors.As(err, &many) || r.Context().Err() != nil {
		return false
	}
	p.Logger.ErrorContext(r.Context(), "portal cannot serve", "path", r.URL.Path, "error", err)
	return true
}
