package server_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/account"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/support"
)

// running is a relay that serves until its test ends.
type running struct {
	*server.Server
	client *http.Client
	stop   func() error // ends it as SIGTERM does and returns what Run returned
}

// start runs a relay on free ports.
func start(t *testing.T, change func(*server.Config)) *running {
	t.Helper()
	c := server.Config{Listen: "127.0.0.1:0", Monitor: "127.0.0.1:0", Data: t.TempDir()}
	if change != nil {
		change(&c)
	}
	s, err := server.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	r := &running{Server: s, stop: sync.OnceValue(func() error { cancel(); return <-ended })}
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // whom it trusts is not the matter here
	r.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *running) do(t *testing.T, request *http.Request, err error) (*http.Response, string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	response, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func (r *running) get(t *testing.T, path string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+r.Addr()+path, http.NoBody)
	return r.do(t, request, err)
}

const (
	mail     = "claire@northfield.example"
	password = "correct horse battery"
)

// addAgent adds an organisation with an agent to a relay.
func addAgent(t *testing.T, s *server.Server) {
	t.Helper()
	ctx := t.Context()
	hasher, err := account.NewHasher()
	must(t, err)
	hash, err := hasher.Hash(ctx, password)
	must(t, err)
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	o, err := s.Store().CreateOrganisation(ctx, support.Organisation{Name: "Northfield", Key: key})
	must(t, err)
	team, err := s.Store().CreateTeam(ctx, support.Team{Organisation: o, Name: "Everyone", Features: support.FeaturesAll})
	must(t, err)
	portal, err := s.Store().CreatePortal(ctx, support.Portal{Organisation: o, Name: "Phone"})
	must(t, err)
	_, err = s.Store().CreateAgent(ctx, support.Agent{Organisation: o, Team: team, Name: "Claire", Mail: mail, PasswordHash: hash}, []support.PortalID{portal})
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// signIn goes the way of browser and app to a device token.
func signIn(t *testing.T, r *running) string {
	t.Helper()
	const verifier = "a-verifier-of-at-least-forty-three-characters-0123"
	sum := sha256.Sum256([]byte(verifier))
	page := "https://" + r.Addr() + signalling.SignInPath + "?" + url.Values{
		"challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "port": {"4711"}, "state": {"S"},
	}.Encode()
	form := url.Values{"mail": {mail}, "password": {password}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, page, strings.NewReader(form.Encode()))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "https://"+r.Addr())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	response, _ := r.do(t, request, nil)
	back, err := url.Parse(response.Header.Get("Location"))
	must(t, err)
	if back.Host != "127.0.0.1:4711" {
		t.Fatalf("status %d, sent to %q", response.StatusCode, back)
	}
	body, err := json.Marshal(signalling.SignInTokenRequest{Code: back.Query().Get("code"), Verifier: verifier, Device: "desk"})
	must(t, err)
	request, err = http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+r.Addr()+signalling.SignInTokenPath, bytes.NewReader(body))
	_, text := r.do(t, request, err)
	var reply signalling.SignInTokenResponse
	must(t, json.Unmarshal([]byte(text), &reply))
	return reply.DeviceToken
}

func TestSignInOverTLS(t *testing.T) {
	r := start(t, nil)
	addAgent(t, r.Server)
	who, err := support.NewAccounts(r.Store()).SignedIn(t.Context(), signIn(t, r))
	must(t, err)
	if who.Agent.Mail != mail || who.Device.Name != "desk" || len(who.Portals) != 1 {
		t.Errorf("signed in: %+v", who)
	}
	// A form from another site is refused by the whole relay too.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+r.Addr()+signalling.SignInPath, http.NoBody)
	must(t, err)
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	if response, _ := r.do(t, request, nil); response.StatusCode != http.StatusForbidden {
		t.Errorf("another site's form: status %d", response.StatusCode)
	}
}

// TestTwice runs two relays in one process, and one of them again on the same data.
func TestTwice(t *testing.T) {
	folder := t.TempDir()
	a, b := start(t, func(c *server.Config) { c.Data = folder }), start(t, nil)
	if a.Addr() == b.Addr() {
		t.Fatal("two relays on one port")
	}
	for _, r := range []*running{a, b} {
		if response, body := r.get(t, "/me"); response.StatusCode != http.StatusOK || !strings.Contains(body, r.Relay()) {
			t.Errorf("%s: status %d", r.Addr(), response.StatusCode)
		}
		if host, port, err := net.SplitHostPort(r.Addr()); err != nil || host != "127.0.0.1" || port == "0" {
			t.Errorf("listens on %s", r.Addr())
		}
	}
	before, _ := a.Fingerprint()
	other, _ := b.Fingerprint()
	must(t, a.stop())
	again := start(t, func(c *server.Config) { c.Data = folder })
	if after, ok := again.Fingerprint(); !ok || after != before || after == other {
		t.Error("a restart changes the certificate")
	}
}

func TestHeaders(t *testing.T) {
	r := start(t, nil)
	for _, path := range []string{"/me", "/nowhere", signalling.SignInPath, "/static/nothing", "/download/x"} {
		response, _ := r.get(t, path)
		if !strings.Contains(response.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") || response.Header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s may be framed", path)
		}
		if response.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: a self-signed relay insists on TLS for a year", path)
		}
		if response.ProtoMajor != 1 {
			t.Errorf("%s speaks %s", path, response.Proto)
		}
	}
	for _, path := range []string{"/metrics", "/healthz", "/debug/pprof/"} {
		if response, _ := r.get(t, path); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s is open to the world: status %d", path, response.StatusCode)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+r.Addr()+"/me", http.NoBody)
	must(t, err)
	request.Header.Set("X-Big", strings.Repeat("x", 64<<10))
	if response, _ := r.do(t, request, nil); response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("huge headers: status %d", response.StatusCode)
	}
}

func TestMonitor(t *testing.T) {
	r := start(t, nil)
	for path, want := range map[string]string{"/healthz": "ok", "/metrics": "go_memstats_heap_alloc_bytes"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+r.MonitorAddr()+path, http.NoBody)
		if response, body := r.do(t, request, err); response.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: status %d, %s", path, response.StatusCode, body)
		}
	}
	must(t, r.Store().Close())
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+r.MonitorAddr()+"/healthz", http.NoBody)
	if response, _ := r.do(t, request, err); response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("without a store: status %d", response.StatusCode)
	}
}

// TestGarbage throws bytes that mean nothing at both ports.
func TestGarbage(t *testing.T) {
	r := start(t, nil)
	var dialer net.Dialer
	for i := range 64 {
		junk := bytes.Repeat([]byte{byte(i * 37), 0x16, 0x03, byte(i), 0xff, 0x00, 0x40, 0xc0}, 1+i*3)
		for _, network := range []string{"udp", "tcp"} {
			conn, err := dialer.DialContext(t.Context(), network, r.Addr())
			must(t, err)
			if _, err := conn.Write(junk); err != nil && !errors.Is(err, net.ErrClosed) {
				t.Logf("the relay has hung up: %v", err)
			}
			must(t, conn.Close())
		}
	}
	plain, err := dialer.DialContext(t.Context(), "tcp", r.Addr())
	must(t, err)
	_, err = io.WriteString(plain, "GET / HTTP/1.0\r\n\r\n")
	must(t, err)
	must(t, plain.Close())
	if response, _ := r.get(t, "/me"); response.StatusCode != http.StatusOK {
		t.Errorf("after the garbage: status %d", response.StatusCode)
	}
}

// TestStop ends a relay with slow strangers connected: they neither hold it nor make an error of it.
func TestStop(t *testing.T) {
	var log bytes.Buffer
	r := start(t, func(c *server.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	var dialer net.Dialer
	for range 8 {
		conn, err := dialer.DialContext(t.Context(), "tcp", r.Addr())
		must(t, err)
		defer conn.Close()
	}
	began := time.Now()
	must(t, r.stop())
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("the end took %v", took)
	}
	if _, err := dialer.DialContext(t.Context(), "tcp", r.Addr()); err == nil {
		t.Error("the port is still open")
	}
	must(t, r.Close())
	if strings.Contains(log.String(), "ERROR") {
		t.Errorf("log: %s", log.String())
	}
}

func TestCloseWithoutRun(t *testing.T) {
	s, err := server.New(t.Context(), server.Config{Listen: "127.0.0.1:0", Data: t.TempDir()})
	must(t, err)
	if s.MonitorAddr() != "" {
		t.Errorf("a monitor at %s", s.MonitorAddr())
	}
	must(t, s.Close())
	must(t, s.Close())
}

func TestPortTaken(t *testing.T) {
	r := start(t, nil)
	_, err := server.New(t.Context(), server.Config{Listen: r.Addr(), Data: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), r.Addr()) {
		t.Errorf("a second relay on the same port: %v", err)
	}
}
