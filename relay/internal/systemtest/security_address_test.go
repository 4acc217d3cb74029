package systemtest

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/support"
)

// evil is another site.
const evil = "evil.example"

// forged are headers that proxies write, and that anybody else may write as well.
func forged(v *visitor, address string) *visitor {
	for name, value := range map[string]string{
		"X-Forwarded-For": address, "X-Real-Ip": address, "Forwarded": "for=" + address + ";host=" + evil + ";proto=http", "X-Forwarded-Host": evil,
		"X-Forwarded-Proto": "http", "X-Forwarded-Port": "80", "X-Original-Url": "/me", "X-Rewrite-Url": "/me", "X-Http-Method-Override": "DELETE",
		"Client-Ip": address, "True-Client-Ip": address, "Cf-Connecting-Ip": address, "X-Forwarded-Prefix": "//" + evil,
	} {
		v = v.with(name, value)
	}
	return v
}

// fewRequests is an office at whose portals one address may ask for help so often.
func fewRequests(t *testing.T, each int) *office {
	settings := support.DefaultRequestSettings()
	settings.PerAddress = each
	r := newRelay(t, func(c *server.Config) { c.Requests = settings })
	return furnish(r.logs, r.Store(), r.machine(), settings)
}

// TestForgedHeaders writes what a proxy would: limits count the address that the connection comes from, and no page, link, redirect or
// cookie changes.
func TestForgedHeaders(t *testing.T) {
	const each = 3
	o := fewRequests(t, each)
	o.hire("Ada")
	victim := o.here.at("127.4.0.1")
	attack := func(n int) answer { // always from one address, every time in another one's name
		address := fmt.Sprintf("203.0.113.%d", n)
		if n%2 == 0 {
			address = "127.4.0.1"
		}
		return forged(o.here.at("127.4.0.2").visit(t), address).post(pageOf("box"), everything())
	}
	for n := range each {
		if a := attack(n); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("request %d: status %d", n, a.StatusCode)
		}
	}
	for n := range each {
		if a := attack(n); a.StatusCode != http.StatusTooManyRequests {
			t.Errorf("one more in another name: status %d", a.StatusCode)
		}
	}
	for range each {
		victim.visit(t).asks("box", everything())
	}
	plain, lying := o.visit(t), forged(o.visit(t), "127.0.0.1")
	for _, v := range []*visitor{plain, lying} {
		v.asks("queue", everything())
	}
	lying = lying.with("Cookie", requestCookie+"="+lying.token()).with("Host", evil)
	for _, path := range []string{"/", "/me", pageOf("box"), pageOf("queue"), "/request", "/request/frame", "/nowhere", signIn} {
		want, got := plain.get(path), lying.get(path)
		if got.StatusCode != want.StatusCode || got.Header.Get("Location") != want.Header.Get("Location") || strings.Contains(got.body, evil) ||
			got.Header.Get("Content-Security-Policy") != want.Header.Get("Content-Security-Policy") {
			t.Errorf("%s: status %d, %v: %s", path, got.StatusCode, got.Header, got.body)
		}
		if strings.Contains(want.body, o.here.relay) != strings.Contains(got.body, o.here.relay) {
			t.Errorf("%s: names another relay", path)
		}
	}
}

// TestNoWayOut looks for an address that makes the relay send a browser somewhere else.
func TestNoWayOut(t *testing.T) {
	o := newOffice(t, 0)
	o.hire("Ada")
	bea := o.visit(t)
	bea.asks("box", everything())
	var addresses []string
	for _, out := range []string{"//" + evil, "/\\" + evil, "https://" + evil, "%2f%2f" + evil, "%5c%5c" + evil, "/%09/" + evil, "/;@" + evil, "@" + evil, "/.//" + evil, "/..//" + evil, "/%2e%2e//" + evil} {
		for _, path := range []string{"", "/", "/me", "/me/", "/p/box", "/p/box/", "/p/", "/request", "/request/", "/request/leave/", "/sign-in", "/sign-in/", "/static/", "/download/"} {
			addresses = append(addresses, path+out)
		}
		for _, name := range []string{"next", "url", "to", "return", "redirect", "redirect_uri", "continue", "lang", "again", "n", "state", "port", "v"} {
			query := "?" + url.Values{name: {out}}.Encode()
			addresses = append(addresses, "/"+query, "/me"+query, "/p/box"+query, "/request"+query, signIn+"&"+query[1:])
		}
	}
	address, err := url.Parse("https://" + o.here.relay)
	must(t, err)
	raw := &wire{o: o}
	for _, path := range addresses {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			status, header := raw.ask(t, method, path, "Cookie: "+requestCookie+"="+bea.token())
			where := header.Get("Location")
			if where == "" {
				continue
			}
			// Browsers take a backslash for a slash, and leave tabs out.
			to, err := address.Parse(strings.NewReplacer("\\", "/", "\t", "", "\n", "", "\r", "").Replace(where))
			if err != nil || to.Scheme != "https" || to.Host != o.here.relay {
				t.Errorf("%s %s: status %d, sent to %q", method, path, status, where)
			}
		}
	}
	for _, port := range []string{"80@" + evil, "80." + evil, "-1", "0", "65536", "1/../", "٨٠", "80#"} { // where a sign-in ends is always this machine
		page := "/sign-in?" + url.Values{"challenge": {strings.Repeat("A", 43)}, "port": {port}, "state": {"x"}}.Encode()
		if a := bea.post(page, everything()); a.StatusCode != http.StatusBadRequest || a.Header.Get("Location") != "" {
			t.Errorf("port %q: status %d, sent to %q", port, a.StatusCode, a.Header.Get("Location"))
		}
	}
	a := bea.post(signIn+"&state=@"+evil, everything())
	if to, err := url.Parse(a.Header.Get("Location")); err != nil || to.Hostname() != "127.0.0.1" || a.StatusCode != http.StatusSeeOther {
		t.Errorf("a sign-in ends at %q", a.Header.Get("Location"))
	}
}

// wire is a connection on which requests are written as they stand, which no browser would.
type wire struct {
	o      *office
	conn   net.Conn // nil before the first request, and after the relay hung up
	answer *bufio.Reader
}

// ask sends a request and reads the answer.
func (w *wire) ask(t *testing.T, method, target string, headers ...string) (status int, header http.Header) {
	t.Helper()
	if w.conn == nil {
		conn, err := tls.Dial("tcp", w.o.here.relay, w.o.here.trust.TLS(w.o.here.relay))
		must(t, err)
		t.Cleanup(func() { _ = conn.Close() }) // the relay may have been first
		w.conn, w.answer = conn, bufio.NewReader(conn)
	}
	lines := append([]string{method + " " + target + " HTTP/1.1", "Host: " + w.o.here.relay, "Content-Length: 0"}, headers...)
	_, err := io.WriteString(w.conn, strings.Join(lines, "\r\n")+"\r\n\r\n")
	must(t, err)
	response, err := http.ReadResponse(w.answer, nil)
	must(t, err)
	_, err = io.Copy(io.Discard, response.Body)
	must(t, err)
	if response.Close {
		w.conn = nil
	}
	return response.StatusCode, response.Header
}

// TestForeignWebSockets opens the apps' connections, and a page's stream, as the script of another site would.
func TestForeignWebSockets(t *testing.T) {
	o := newOffice(t, 0)
	o.hire("Ada")
	bea := o.visit(t)
	bea.asks("box", form{"customer": "Bea", "question": "My salary"})
	for _, path := range []string{signalling.Path, leg.Path} {
		for origin, want := range map[string]int{
			"https://" + evil: http.StatusForbidden, "null": http.StatusForbidden, "https://" + o.here.relay + "." + evil: http.StatusForbidden,
			"https://127.0.0.1:1": http.StatusForbidden, "https://user@" + evil: http.StatusForbidden, "https://" + o.here.relay: http.StatusSwitchingProtocols,
		} {
			client := *bea.client
			client.Timeout = 0 // it counts for the whole connection
			ws, response, err := websocket.Dial(t.Context(), "wss://"+o.here.relay+path, &websocket.DialOptions{HTTPClient: &client, HTTPHeader: http.Header{"Origin": {origin}}})
			if err == nil {
				_ = ws.CloseNow() // it was opened, that is all
			}
			if response == nil || response.StatusCode != want {
				t.Errorf("%s for a page of %s: %+v, %v", path, origin, response, err)
			}
		}
	}
	for _, path := range showing {
		eve := bea.with("Origin", "https://"+evil).with("Sec-Fetch-Site", "cross-site").with("Access-Control-Request-Method", "GET")
		for _, method := range []string{http.MethodGet, http.MethodOptions} {
			head := eve.open(t, method, path)
			for name := range head.Header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%s %s lets other sites read: %s", method, path, name)
				}
			}
			if head.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" {
				t.Errorf("%s %s: headers %v", method, path, head.Header)
			}
		}
	}
}

// open asks for something and reads the head alone, since a stream has no end.
func (v *visitor) open(t *testing.T, method, path string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, v.base+path, http.NoBody)
	must(t, err)
	request.Header = v.header
	response, err := v.client.Do(request)
	must(t, err)
	must(t, response.Body.Close())
	return response
}
