package portal

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"beside.example/relay/internal/portal/portaltest"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/browsertest"
)

// TestAttentionInABrowser looks elsewhere while an agent answers and writes: the title counts and notes sound, in a page of either
// language, until the reader switches the sound off or comes back.
func TestAttentionInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	for language, heading := range map[string]string{"en": "Claire Moreau is here", "fr": "Claire Moreau est là"} {
		t.Run(language, func(t *testing.T) {
			d := newDesk(t)
			id, address := inBrowser(t, d)
			tab := chromium.Tab(t, browsertest.Look{Language: language, Width: 320})
			tab.Open(address)
			browsertest.Evaluate[any](tab, `(() => {
				window.notes = 0;
				const made = AudioContext.prototype.createOscillator;
				AudioContext.prototype.createOscillator = function () { window.notes++; return made.call(this); };
				window.elsewhere = true;
				Object.defineProperty(document, "hidden", { get: () => window.elsewhere });
			})()`)
			tab.Run(chromedp.Click("#chat")) // without it browsers make no sound
			says := func(text string) { d.Alter(id, support.EventSaid, support.ByAgent(claire), text, nil) }
			wants := func(title string, notes int) {
				t.Helper()
				title += " - Northfield Health"
				if got := browsertest.Evaluate[int](tab, `new Promise((done) => {
					const look = () => document.title === "`+title+`" ? done(window.notes) : setTimeout(look, 10);
					look();
				})`); got != notes {
					t.Errorf("at %q %d notes have sounded, want %d", title, got, notes)
				}
			}
			d.Alter(id, support.EventAccepted, support.ByAgent(claire), "", func(r *support.Request) {
				r.State, r.Agent, r.Accepted = support.RequestAccepted, claire, time.Now()
			})
			wants("(1) "+heading, 2)
			says("Hello Aiko")
			wants("(2) "+heading, 4)
			tab.Run(chromedp.Click("#sound"))
			says("Are you there?")
			wants("(3) "+heading, 4)
			browsertest.Evaluate[any](tab, `window.elsewhere = false; dispatchEvent(new Event("focus"))`)
			wants(heading, 4)
			if over := tab.Overflow(); over > 0 {
				t.Errorf("the page is %d pixels too wide", over)
			}
			tab.Open(address)
			if browsertest.Evaluate[bool](tab, `document.getElementById("sound").checked`) {
				t.Error("the switch is forgotten")
			}
			if complaints := tab.Complaints(); len(complaints) > 0 {
				t.Errorf("the browser complains: %q", complaints)
			}
		})
	}
}

// inBrowser opens a request that waits, and returns the address that gives a browser its token and leads to its page.
func inBrowser(t *testing.T, d *portaltest.Desk) (id support.RequestID, address string) {
	t.Helper()
	_, pages := pagesOf(t, d, FloodSettings{})
	r, token := d.Open(boxID, support.RequestPosted, aiko)
	d.Alter(r.ID, support.EventPosted, support.ByCustomer(), "", nil)
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.HandleFunc("GET /enter", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: requestCookie, Value: token, Path: "/", Secure: true, HttpOnly: true})
		http.Redirect(w, r, requestAddress, http.StatusSeeOther)
	})
	server := httptest.NewTLSServer(mux)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return r.ID, server.URL + "/enter"
}
