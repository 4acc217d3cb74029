package web_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
	"beside.example/relay/internal/web/webtest"
)

const relay = "help.northfield.example"

func newSite(t *testing.T, logTo *strings.Builder) *web.Site {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	if logTo != nil {
		logger = slog.New(slog.NewTextHandler(logTo, nil))
	}
	s, err := web.New(relay, logger)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestErrorPages(t *testing.T) {
	var log strings.Builder
	site := newSite(t, &log)
	for name, c := range map[string]struct {
		err    error
		status int
		en, fr string
	}{
		"shown":    {web.BadRequest(), 400, "We do not understand this request", "Nous ne comprenons pas cette demande"},
		"wrapped":  {fmt.Errorf("x: %w", web.NotFound()), 404, "There is nothing here", "Il n’y a rien ici"},
		"limited":  {&support.TooManyError{RetryAfter: 1500 * time.Millisecond}, 429, "Wait 2 seconds", "Attendez 2 secondes"},
		"internal": {errors.New("the secret plan"), 500, "Something went wrong here", "Un problème est survenu ici"},
	} {
		h := site.Handle(func(http.ResponseWriter, *http.Request) error { return c.err })
		for l, want := range map[words.Language]string{words.English: c.en, words.French: c.fr} {
			response, body := webtest.Get(t, h, "/somewhere", l)
			if response.StatusCode != c.status || !strings.Contains(body, want) || strings.Contains(body, "secret plan") {
				t.Errorf("%s in %s: status %d, page %s", name, l, response.StatusCode, body)
			}
			if got := response.Header.Get("Retry-After"); (c.status == 429) != (got == "2") {
				t.Errorf("%s: Retry-After %q", name, got)
			}
		}
	}
	if !strings.Contains(log.String(), "secret plan") {
		t.Error("an internal error is not in the log")
	}
}

func TestNotFoundAndSheet(t *testing.T) {
	site := newSite(t, nil)
	mux := http.NewServeMux()
	site.Routes(mux)
	_, body := webtest.Get(t, mux, "/nowhere", words.English)
	sheet := regexp.MustCompile(`/static/site\.[0-9a-f]{12}\.css`).FindString(body)
	r := httptest.NewRequest(http.MethodGet, sheet, http.NoBody)
	response, css := webtest.Do(t, mux, r)
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/css") ||
		!strings.Contains(response.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("style sheet %q: %d %v", sheet, response.StatusCode, response.Header)
	}
	for _, want := range []string{"--accent:", "prefers-color-scheme:dark", ".btn"} {
		if !strings.Contains(css, want) {
			t.Errorf("style sheet lacks %q", want)
		}
	}
}

func TestLanguage(t *testing.T) {
	site := newSite(t, nil)
	h := site.Handle(func(http.ResponseWriter, *http.Request) error { return web.NotFound() })
	response, body := webtest.Get(t, h, "/x?lang=fr&n=1234", words.English)
	if response.Header.Get("Content-Language") != "fr" || response.Header.Get("Vary") != "Accept-Language, Cookie" {
		t.Errorf("headers %v", response.Header)
	}
	if !strings.Contains(body, `href="/x?lang=en&amp;n=1234"`) {
		t.Errorf("no way back to English in %s", body)
	}
	_, body = webtest.Get(t, h, "/x?lang=%22%3E%3Cscript%3E", words.French)
	if !strings.Contains(body, "Il n’y a rien ici") {
		t.Error("an unknown language is not the browser's")
	}
}

func TestSecure(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {})
	for _, strict := range []bool{false, true} {
		response, _ := webtest.Get(t, web.Secure(strict, h), "/", words.English)
		policy := response.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("policy %q lacks %q", policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("policy %q", policy)
		}
		for name, want := range map[string]string{"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		if got := response.Header.Get("Strict-Transport-Security") != ""; got != strict {
			t.Errorf("strict %v: told to insist on TLS: %v", strict, got)
		}
	}
}

func TestSameOrigin(t *testing.T) {
	site := newSite(t, nil)
	h := site.SameOrigin(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for name, c := range map[string]struct {
		header, value string
		want          int
	}{
		"the page itself":      {"Sec-Fetch-Site", "same-origin", 204},
		"an app":               {"X-Nothing", "", 204},
		"another site":         {"Sec-Fetch-Site", "cross-site", 403},
		"a sister site":        {"Sec-Fetch-Site", "same-site", 403},
		"an old browser":       {"Origin", "https://evil.example", 403},
		"an old browser, here": {"Origin", "https://" + relay, 204},
	} {
		r := httptest.NewRequest(http.MethodPost, "https://"+relay+"/sign-in", http.NoBody)
		r.Header.Set(c.header, c.value)
		if response, _ := webtest.Do(t, h, r); response.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d", name, response.StatusCode, c.want)
		}
	}
}

func TestTrustProxies(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for name, c := range map[string]struct {
		peer, forwarded, want string
	}{
		"direct":             {"192.0.2.1:5000", "", "192.0.2.1"},
		"spoofed":            {"192.0.2.1:5000", "198.51.100.9", "192.0.2.1"},
		"by a proxy":         {"10.1.2.3:5000", "198.51.100.9", "198.51.100.9"},
		"spoofed at a proxy": {"10.1.2.3:5000", "127.0.0.1, 198.51.100.9", "198.51.100.9"},
		"by two proxies":     {"10.1.2.3:5000", "198.51.100.9, 10.9.9.9", "198.51.100.9"},
		"proxies alone":      {"10.1.2.3:5000", "10.4.4.4", "10.4.4.4"},
		"garbage at a proxy": {"10.1.2.3:5000", "198.51.100.9, nonsense", "10.1.2.3"},
		"a silent proxy":     {"10.1.2.3:5000", "", "10.1.2.3"},
		"IPv6":               {"[fd00::1]:5000", "2001:db8::7", "2001:db8::7"},
		"mapped":             {"[::ffff:10.1.2.3]:5000", "::ffff:198.51.100.9", "198.51.100.9"},
		"no address":         {"@", "198.51.100.9", "invalid IP"},
	} {
		var got string
		h := web.TrustProxies(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			got = web.ClientAddr(r).String()
			for _, name := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded"} {
				if r.Header.Get(name) != "" {
					t.Errorf("%s reaches the pages", name)
				}
			}
		}))
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.RemoteAddr = c.peer
		r.Header.Set("X-Forwarded-Host", "evil.example")
		r.Header.Set("Forwarded", "for=203.0.113.1")
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: comes from %s, want %s", name, got, c.want)
		}
	}
}

func FuzzTrustProxies(f *testing.F) {
	f.Add("10.0.0.1:1", "1.2.3.4, 10.0.0.2")
	f.Add("", ",,")
	f.Fuzz(func(t *testing.T, peer, forwarded string) {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.RemoteAddr = peer
		r.Header["X-Forwarded-For"] = []string{forwarded}
		trusted := netip.MustParsePrefix("10.0.0.0/8")
		before := web.ClientAddr(r)
		h := web.TrustProxies([]netip.Prefix{trusted}, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if after := web.ClientAddr(r); !trusted.Contains(before) && after != before {
				t.Errorf("%q is believed though %q is no proxy", forwarded, peer)
			}
		}))
		h.ServeHTTP(httptest.NewRecorder(), r)
	})
}
