package signalling_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// signInRelay is the relay's side of signing in, as short as it can be.
func signInRelay(t *testing.T, answer func(w http.ResponseWriter, q signalling.SignInTokenRequest)) (signalling.SignIn, *httptest.Server) {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+signalling.SignInTokenPath, func(w http.ResponseWriter, r *http.Request) {
		var q signalling.SignInTokenRequest
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		answer(w, q)
	})
	server := httptest.NewTLSServer(mux)
	t.Cleanup(server.Close)
	pin := signalling.FingerprintOf(server.Certificate())
	return signalling.SignIn{
		Relay: strings.TrimPrefix(server.URL, "https://"), Trust: signalling.Trust{Pin: &pin}, Device: "desk",
		Words: signalling.SignInWords{Language: "en", Title: "Signed in", Text: "Go back to <Beside>.", Wrong: "Leads nowhere."},
	}, server
}

// back is where a page's query sends the browser.
func back(t *testing.T, page, code, state string) string {
	t.Helper()
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	if state == "" {
		state = u.Query().Get("state")
	}
	return "http://127.0.0.1:" + u.Query().Get("port") + "/?" + url.Values{"code": {code}, "state": {state}}.Encode()
}

func get(t *testing.T, page string) (status int, body string) {
	t.Helper()
	response, err := http.Get(page)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer func() { _ = response.Body.Close() }()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		t.Error(err)
	}
	if response.Header.Get("Content-Security-Policy") == "" && response.StatusCode != http.StatusNotFound {
		t.Error("no policy on the page")
	}
	return response.StatusCode, string(b)
}

func TestSignIn(t *testing.T) {
	var challenge string
	signIn, server := signInRelay(t, func(w http.ResponseWriter, q signalling.SignInTokenRequest) {
		sum := sha256.Sum256([]byte(q.Verifier))
		if q.Code != "right" || q.Device != "desk" || base64.RawURLEncoding.EncodeToString(sum[:]) != challenge {
			t.Errorf("asked with %+v", q)
		}
		_ = json.NewEncoder(w).Encode(signalling.SignInTokenResponse{DeviceToken: "token"})
	})
	var browser sync.WaitGroup
	defer browser.Wait()
	signIn.Open = func(page string) error {
		if !strings.HasPrefix(page, server.URL+signalling.SignInPath+"?") {
			t.Errorf("opened %s", page)
		}
		u, _ := url.Parse(page)
		challenge = u.Query().Get("challenge")
		browser.Go(func() {
			home := "http://127.0.0.1:" + u.Query().Get("port")
			for _, wrong := range []string{home + "/", back(t, page, "right", "guess"), back(t, page, "", "")} {
				if status, body := get(t, wrong); status != http.StatusBadRequest || !strings.Contains(body, "Leads nowhere.") {
					t.Errorf("%s: %d, %s", wrong, status, body)
				}
			}
			if status, _ := get(t, home+"/favicon.ico"); status != http.StatusNotFound {
				t.Errorf("another path: %d", status)
			}
			if status, _ := get(t, strings.Replace(back(t, page, "right", ""), "127.0.0.1", "localhost", 1)); status != http.StatusNotFound {
				t.Errorf("another host: %d", status)
			}
			if status, body := get(t, back(t, page, "right", "")); status != http.StatusOK || !strings.Contains(body, "Go back to &lt;Beside&gt;.") {
				t.Errorf("the end: %d, %s", status, body)
			}
		})
		return nil
	}
	if token, err := signIn.Run(t.Context()); err != nil || token != "token" {
		t.Errorf("got %q, %v", token, err)
	}
}

func TestSignInFails(t *testing.T) {
	var answer func(w http.ResponseWriter)
	signIn, server := signInRelay(t, func(w http.ResponseWriter, _ signalling.SignInTokenRequest) { answer(w) })
	var browser sync.WaitGroup
	defer browser.Wait()
	signIn.Open = func(page string) error {
		browser.Go(func() { get(t, back(t, page, "code", "")) })
		return nil
	}
	for name, test := range map[string]struct {
		answer func(w http.ResponseWriter)
		want   protocol.Fault
	}{
		"used twice": {func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusForbidden)
			_ = json.NewEncoder(w).Encode(signalling.SignInTokenResponse{Fault: protocol.FaultSignInExpired})
		}, protocol.FaultSignInExpired},
		"too often":    {func(w http.ResponseWriter) { w.WriteHeader(http.StatusTooManyRequests) }, protocol.FaultSignInSlow},
		"broken relay": {func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, protocol.FaultRelayInternal},
		"redirected":   {func(w http.ResponseWriter) { w.WriteHeader(http.StatusFound) }, protocol.FaultRelayNotBeside},
		"no JSON":      {func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<html>") }, protocol.FaultRelayNotBeside},
		"no token":     {func(w http.ResponseWriter) { _, _ = io.WriteString(w, "{}") }, protocol.FaultRelayNotBeside},
		"endless":      {func(w http.ResponseWriter) { _, _ = io.WriteString(w, strings.Repeat(" ", 1<<20)) }, protocol.FaultRelayNotBeside},
	} {
		answer = test.answer
		if _, err := signIn.Run(t.Context()); signalling.Fault(err) != test.want {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}

	signIn.Open = func(string) error { return errors.New("no browser") }
	if _, err := signIn.Run(t.Context()); signalling.Fault(err) != protocol.FaultNoBrowser {
		t.Errorf("no browser: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	signIn.Open = func(string) error { cancel(); return nil }
	if _, err := signIn.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	signIn.Trust = signalling.Trust{}
	var untrusted *signalling.UntrustedError
	if _, err := signIn.Run(t.Context()); !errors.As(err, &untrusted) || untrusted.Fingerprint != signalling.FingerprintOf(server.Certificate()) {
		t.Errorf("not trusted: %v", err)
	}
}
