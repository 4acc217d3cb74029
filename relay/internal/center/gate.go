package center

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// handler answers a request of somebody who is signed in and may do the route's act to something.
type handler func(w http.ResponseWriter, r *http.Request, who Manager) error

// maxForm bounds what a form may send: a portal with all its texts in every language, or a logo.
const maxForm = 256 << 10

// page is the one gate of the management center: whoever is not signed in signs in first, whoever may do the act to nothing at all is
// refused, and so are forms that another site sends.
func (c *Center) page(act support.Act, h handler) http.Handler {
	return c.Site.SameOrigin(c.Site.Handle(func(w http.ResponseWriter, r *http.Request) error {
		who, err := c.who(r)
		if errors.Is(err, support.ErrDenied) {
			return c.askToSignIn(w, r)
		}
		if err != nil {
			return err
		}
		if !who.MayAnywhere(act) {
			return refused()
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		err = h(w, r, who)
		switch {
		case errors.Is(err, support.ErrNotFound):
			return web.NotFound()
		case errors.Is(err, support.ErrDenied):
			return refused()
		}
		return err
	}))
}

// who tells who is signed in; support.ErrDenied when nobody is.
func (c *Center) who(r *http.Request) (Manager, error) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return Manager{}, support.ErrDenied
	}
	who, err := c.SignIns.Find(r.Context(), cookie.Value)
	if err != nil {
		return Manager{}, fmt.Errorf("find who is signed in: %w", err)
	}
	return who, nil
}

// askToSignIn leads whoever looked at a page to the sign-in and back. What a form held is not kept.
func (c *Center) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	to := signInPath
	if r.Method == http.MethodGet && r.URL.Path != homePath {
		to += "?" + url.Values{backParameter: {r.URL.RequestURI()}}.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// backParameter names the page of the management center that was asked for before the sign-in.
const backParameter = "back"

// back returns where a sign-in leads: a page of the management center, whatever the address says.
func back(r *http.Request) string {
	const most = 1000 // bytes: no page of ours has a longer address
	to := r.URL.Query().Get(backParameter)
	u, err := url.Parse(to)
	if err != nil || len(to) > most || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(to, homePath) ||
		strings.Contains(to, "..") || strings.ContainsAny(to, "\\\r\n") {
		return homePath
	}
	return to
}

func refused() *web.Error {
	return &web.Error{Status: http.StatusForbidden, Title: "center.refused.title", Text: "center.refused.text"}
}
