package portal

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// tab is a browser's end of a stream.
type tab struct {
	header http.Header
	status int

	mu sync.Mutex // guards the following
	// text is what came since it was last read.
	text bytes.Buffer
}

func (b *tab) Header() http.Header              { return b.header }
func (b *tab) WriteHeader(status int)           { b.status = status }
func (b *tab) Flush()                           {}
func (b *tab) SetReadDeadline(time.Time) error  { return nil }
func (b *tab) SetWriteDeadline(time.Time) error { return nil }

func (b *tab) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// read returns what came since the last call.
func (b *tab) read() string {
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.text.Reset()
	return b.text.String()
}

// openTab opens a stream of a page; done is closed when it has ended.
func openTab(ctx context.Context, h http.Handler, address, token string) (b *tab, done chan struct{}) {
	b, done = &tab{header: http.Header{}}, make(chan struct{})
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	r.Header.Set("Accept-Language", "en")
	r.AddCookie(&http.Cookie{Name: requestCookie, Value: token})
	go func() {
		defer close(done)
		h.ServeHTTP(b, r)
	}()
	return b, done
}

func expect(t *testing.T, got, what string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(got, want) {
			t.Errorf("%s: stream lacks %q: %s", what, want, got)
		}
	}
}

// TestStream follows a request from the form to the session.
func TestStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		_, h := pagesOf(t, d, FloodSettings{})
		r, token := d.Open(queueID, support.RequestSubmitted, aiko)
		b, done := openTab(t.Context(), h, "/request/events?after=0&phase=connecting", token)
		expect(t, b.read(), "at first", "retry: 2000", "event: lines", "data: <li id=\"line1\"", "event: status", "You are in the queue", "event: steps", "Leave the queue")
		if b.header.Get("Content-Type") != "text/event-stream; charset=utf-8" || d.Request(r.ID).State != support.RequestPosted {
			t.Errorf("%v, state %d", b.header, d.Request(r.ID).State)
		}
		d.Alter(r.ID, support.EventSaid, support.ByAgent(claire), "a\nb <b>", nil)
		expect(t, b.read(), "a line", "id: 3\nevent: lines", "data: b &lt;b&gt;")
		other, _ := d.Open(queueID, support.RequestPosted, aiko)
		d.Alter(other.ID, support.EventSaid, support.ByCustomer(), "not yours", nil)
		if got := b.read(); got != "" {
			t.Errorf("another's events: %s", got)
		}
		<-time.After(beatEvery)
		got := b.read()
		expect(t, got, "a beat later", "event: beat\ndata:\n\n")
		if strings.Contains(got, "event: steps") {
			t.Errorf("what did not change is sent again: %s", got)
		}
		d.Change(func(*portalDesk) { d.Wait = 2 * time.Minute })
		<-time.After(lookEvery)
		expect(t, b.read(), "a look later", "About 2 minutes")
		d.Alter(r.ID, support.EventAccepted, support.ByAgent(claire), "", func(r *support.Request) { r.State, r.Agent = support.RequestAccepted, claire })
		expect(t, b.read(), "accepted", "Claire Moreau is here", "End the conversation")
		d.Alter(r.ID, support.EventSessionBegun, support.Actor{}, "", func(r *support.Request) { r.State = support.RequestInSession })
		expect(t, b.read(), "in session", "event: turn")
		<-done
		if d.Followers() != 0 {
			t.Error("the stream follows the feed still")
		}
	})
}

// TestStreamComesBack opens a stream where an earlier one broke off.
func TestStreamComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		p, h := pagesOf(t, d, FloodSettings{})
		token := opened(d, boxID, support.RequestAccepted, nil)
		b, done := openTab(t.Context(), h, "/request/events?after=4&phase=talking", token)
		got := b.read()
		if strings.Contains(got, "no device") || !strings.Contains(got, "Which room") {
			t.Errorf("after the fourth event: %s", got)
		}
		p.Drain()
		<-done
		if _, again := openTab(t.Context(), h, "/request/events?after=999", token); again != nil {
			<-again
		}
	})
}

// TestStreams opens more of them than one customer may have.
func TestStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		_, h := pagesOf(t, d, FloodSettings{PagesPerMinute: 100, LinesPerMinute: 1, Streams: 1})
		token := opened(d, boxID, support.RequestPosted, nil)
		ctx, cancel := context.WithCancel(t.Context())
		_, done := openTab(ctx, h, "/request/events", token)
		synctest.Wait()
		second, refused := openTab(t.Context(), h, "/request/events", token)
		<-refused
		if second.status != http.StatusTooManyRequests {
			t.Errorf("a second stream: status %d", second.status)
		}
		cancel()
		<-done
		ctx, cancel = context.WithCancel(t.Context())
		third, ended := openTab(ctx, h, "/request/events", token)
		expect(t, third.read(), "after the first has gone", "event: status")
		cancel()
		<-ended
	})
}

// TestClosing closes a page for good, and by reloading it.
func TestClosing(t *testing.T) {
	for name, c := range map[string]struct {
		state support.RequestState
		back  bool
		stops bool
		want  support.RequestState
	}{
		"for good":       {support.RequestPosted, false, false, support.RequestAbandoned},
		"reloaded":       {support.RequestPosted, true, false, support.RequestPosted},
		"relay restarts": {support.RequestPosted, false, true, support.RequestPosted},
		"with an agent":  {support.RequestAccepted, false, false, support.RequestAccepted},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			p, h := pagesOf(t, d, FloodSettings{})
			token := opened(d, queueID, c.state, nil)
			done := make(chan struct{})
			go func() {
				defer close(done)
				ask(t, h, http.MethodPost, "/request/closing", token, nil, words.English)
			}()
			<-time.After(closingGrace / 2)
			if c.back {
				ask(t, h, http.MethodPost, "/request/here", token, nil, words.English)
			}
			if c.stops {
				p.Drain()
			}
			<-done
			if mine, _ := d.Find(t.Context(), token); mine.State != c.want {
				t.Errorf("%s: state %d, want %d", name, mine.State, c.want)
			}
		})
	}
}
