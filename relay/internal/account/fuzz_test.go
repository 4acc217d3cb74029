package account

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// FuzzAsk opens the sign-in page with anything in its address. What the page keeps of it comes back the same, and the code goes
// to this computer alone.
func FuzzAsk(f *testing.F) {
	for _, address := range []string{signInAddress(), "/sign-in", "/sign-in?challenge=x&port=0&state=", "/sign-in?port=4711@evil.example", "/sign-in?%zz"} {
		f.Add(address[len("/sign-in"):])
	}
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/sign-in", http.NoBody)
		r.URL.RawQuery = query
		asked, ok := parseAsk(r)
		if !ok {
			return
		}
		back, err := url.Parse(asked.answer("code"))
		if err != nil || back.Hostname() != "127.0.0.1" || back.Query().Get("state") != asked.state {
			t.Errorf("%q leads to %q, %v", query, back, err)
		}
		carried, err := appDoor{}.Ask(r)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = carried.Encode()
		if twice, ok := parseAsk(r); !ok || twice != asked {
			t.Errorf("%q becomes %+v, then %+v", query, asked, twice)
		}
	})
}
