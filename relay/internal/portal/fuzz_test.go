package portal

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
)

// FuzzMe types anything into the field. The page never fails, and repeats nothing but four digits.
func FuzzMe(f *testing.F) {
	for _, typed := range []string{"", "0417", " 04 17", "1234", "2001", "12x4", "041756789", "\u202e0417", "<b>1</b>", "\xff\xfe"} {
		f.Add(typed)
	}
	fixture := newFixture(f, false)
	f.Fuzz(func(t *testing.T, typed string) {
		fixture.portal.Limits = support.NewJoinLimits(support.DefaultLimitSettings()) // each is the first who asks
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/me?"+url.Values{"n": {typed}}.Encode(), http.NoBody)
		response := httptest.NewRecorder()
		fixture.mux.ServeHTTP(response, request)
		if response.Code >= http.StatusInternalServerError {
			t.Errorf("%q: status %d", typed, response.Code)
		}
		const long = 10 // shorter words may be the page's own
		if _, err := code.ParseNameplate(typed); err != nil && len(typed) > long && strings.Contains(response.Body.String(), typed) {
			t.Errorf("%q is repeated", typed)
		}
	})
}

// FuzzDownload asks for any file. There is none outside the list.
func FuzzDownload(f *testing.F) {
	for _, name := range []string{"", "..", "../me", "%2e%2e%2fetc%2fpasswd", "C:\\x", "a/b", "\x00", "con"} {
		f.Add(name)
	}
	fixture := newFixture(f, false)
	f.Fuzz(func(t *testing.T, name string) {
		target := "/download/" + url.PathEscape(name)
		response := httptest.NewRecorder()
		fixture.mux.ServeHTTP(response, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody))
		if response.Code == http.StatusOK || response.Code >= http.StatusInternalServerError {
			t.Errorf("%q: status %d", name, response.Code)
		}
	})
}
