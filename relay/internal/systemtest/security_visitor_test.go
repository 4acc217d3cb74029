package systemtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"beside.example/relay/internal/support"
)

// pageOf is where a portal's page is.
func pageOf(slug string) string { return "/p/" + slug }

// form is what somebody fills in.
type form map[string]string

// requestCookie is what a browser holds of its request.
const requestCookie = "__Host-request"

// maxPage bounds what a visitor reads: no page is as long.
const maxPage = 1 << 20

// visitor is a customer's browser at an address of its own. It keeps cookies, follows no redirect by itself and runs no script.
type visitor struct {
	t       testing.TB
	base    string // https://HOST:PORT
	address string // of its machine
	client  *http.Client
	header  http.Header // sent with everything
}

// visitors gives every browser an address of its own, so that the limits of one do not touch the others.
var visitors atomic.Uint32

// visit starts a browser on a machine of its own.
func (o *office) visit(t testing.TB) *visitor {
	t.Helper()
	n := visitors.Add(1)
	return o.here.at(fmt.Sprintf("127.2.%d.%d", n>>8, n&0xff)).visit(t)
}

// visit starts a browser.
func (m machine) visit(t testing.TB) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	transport := &http.Transport{DialContext: m.dial, TLSClientConfig: m.trust.TLS(m.relay)}
	t.Cleanup(transport.CloseIdleConnections)
	return &visitor{t: t, base: "https://" + m.relay, address: m.address, header: http.Header{}, client: &http.Client{
		Transport: transport, Jar: jar, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// with returns the same browser with one more header on everything it sends.
func (v *visitor) with(name, value string) *visitor {
	w := *v
	w.header = maps.Clone(v.header)
	w.header.Set(name, value)
	return &w
}

// answer is what the relay answered, read to its end.
type answer struct {
	*http.Response
	body string
}

// try sends a request; the error is the network's.
func (v *visitor) try(ctx context.Context, method, path string, body form) (answer, error) {
	values := url.Values{}
	for name, value := range body {
		values.Set(name, value)
	}
	request, err := http.NewRequestWithContext(ctx, method, v.base+path, strings.NewReader(values.Encode()))
	if err != nil {
		return answer{}, err
	}
	maps.Copy(request.Header, v.header)
	request.Host = request.Header.Get("Host") // where the standard library wants it
	if body != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := v.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	var read bytes.Buffer
	_, err = io.Copy(&read, io.LimitReader(response.Body, maxPage))
	_ = response.Body.Close() // it was read
	return answer{Response: response, body: read.String()}, err
}

func (v *visitor) send(method, path string, body form) answer {
	v.t.Helper()
	a, err := v.try(context.Background(), method, path, body)
	must(v.t, err)
	return a
}

func (v *visitor) get(path string) answer {
	v.t.Helper()
	return v.send(http.MethodGet, path, nil)
}

func (v *visitor) post(path string, body form) answer {
	v.t.Helper()
	return v.send(http.MethodPost, path, body)
}

// token is what the browser holds of its request, empty without one.
func (v *visitor) token() string {
	v.t.Helper()
	at, err := url.Parse(v.base)
	must(v.t, err)
	for _, cookie := range v.client.Jar.Cookies(at) {
		if cookie.Name == requestCookie {
			return cookie.Value
		}
	}
	return ""
}

// hold makes the browser hold a token, as one would that somebody else had planted it in.
func (v *visitor) hold(name, token string) {
	v.t.Helper()
	at, err := url.Parse(v.base)
	must(v.t, err)
	v.client.Jar.SetCookies(at, []*http.Cookie{{Name: name, Value: token, Path: "/", Secure: true}})
}

// asks fills a portal's form in and lets the request wait.
func (v *visitor) asks(slug string, body form) answer {
	v.t.Helper()
	a := v.post(pageOf(slug), body)
	if a.StatusCode != http.StatusSeeOther || v.token() == "" {
		v.t.Fatalf("the form of %s: status %d: %s", slug, a.StatusCode, a.body)
	}
	if here := v.post("/request/here", nil); here.StatusCode != http.StatusNoContent {
		v.t.Fatalf("the page is not taken to be there: status %d", here.StatusCode)
	}
	return a
}

// request is the visitor's as the store has it.
func (o *office) request(v *visitor) support.Request {
	v.t.Helper()
	r, err := o.requests.Find(context.Background(), v.token())
	must(v.t, err)
	return r
}

// record is all that is kept of a request, to see whether anything changed.
func (o *office) record(t testing.TB, id support.RequestID) string {
	t.Helper()
	ctx := context.Background()
	r, err := o.requests.Request(ctx, id)
	must(t, err)
	events, err := o.requests.Events(ctx, id, 0, support.MaxEvents)
	must(t, err)
	answers, err := o.store.Answers(ctx, id)
	must(t, err)
	return fmt.Sprintf("%+v %+v %+v", r, events, answers)
}
