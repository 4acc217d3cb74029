package web

import (
	"net/http"
	"strings"
)

// policy lets a page load style sheets and pictures from this relay and send its forms there, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// Secure puts the headers around next that keep pages from being framed, scripted, guessed or kept. With strict, browsers
// are told to use TLS alone for a year; a relay whose certificate nobody vouches for must not ask that.
func Secure(strict bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // a link out must not tell a nameplate
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), display-capture=()")
		h.Set("Cache-Control", "no-store")
		if strict {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// AllowFormTo lets the forms of the page about to be rendered lead to one more origin: browsers hold the redirect that
// answers a form to the same policy.
func AllowFormTo(w http.ResponseWriter, origin string) {
	amend(w, "form-action 'self'", "form-action 'self' "+origin)
}

// allowScript lets the page about to be rendered run the relay's scripts, keep a connection to it and show its frames.
func allowScript(w http.ResponseWriter) {
	amend(w, "default-src 'none'", "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'")
}

// AllowFraming lets the page about to be rendered stand in a frame of the relay's own pages.
func AllowFraming(w http.ResponseWriter) {
	amend(w, "frame-ancestors 'none'", "frame-ancestors 'self'")
	w.Header().Set("X-Frame-Options", "SAMEORIGIN")
}

// amend replaces one part of the policy of the page about to be rendered.
func amend(w http.ResponseWriter, old, new string) {
	const name = "Content-Security-Policy"
	now := w.Header().Get(name)
	if now == "" {
		now = policy
	}
	w.Header().Set(name, strings.Replace(now, old, new, 1))
}

// SameOrigin refuses forms that another site sends. An app's own requests, which name no origin, pass.
func (s *Site) SameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(s.Handle(func(http.ResponseWriter, *http.Request) error {
		return &Error{Status: http.StatusForbidden, Title: "relay.forbidden.title", Text: "relay.forbidden.text"}
	}))
	return protection.Handler(next)
}
