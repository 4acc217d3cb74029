package portal

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/words"
	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
	"beside.example/relay/internal/web/webtest"
)

const relay = "help.northfield.example:8443"

// waiting is the nameplate of the one code that waits.
const waiting = code.Nameplate("0417")

// ended are nameplates at rest, with what became of their codes.
var ended = map[code.Nameplate]support.CodeState{
	"2001": support.CodeRedeemed, "2002": support.CodeWithdrawn, "2003": support.CodeExpired, "2004": support.CodeDead,
}

type oneCode struct{ asked int }

func (c *oneCode) Find(_ context.Context, n code.Nameplate) (support.Code, error) {
	c.asked++
	if state, ok := ended[n]; ok {
		return support.Code{}, &support.CodeEndedError{State: state}
	}
	if n != waiting {
		return support.Code{}, support.ErrNotFound
	}
	return support.Code{Nameplate: n, Customer: "Aiko Tanaka"}, nil
}

type fixture struct {
	portal  *Portal
	mux     *http.ServeMux
	codes   *oneCode
	limits  *support.JoinLimits
	folder  string
	windows []byte
}

func newFixture(t testing.TB, withApps bool) *fixture {
	t.Helper()
	site, err := web.New(relay, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{
		mux: http.NewServeMux(), codes: &oneCode{}, limits: support.NewJoinLimits(support.DefaultLimitSettings()),
		folder: t.TempDir(), windows: bytes.Repeat([]byte("MZ"), 700_000),
	}
	if withApps {
		writeFile(t, filepath.Join(f.folder, "beside-windows-amd64.exe"), f.windows)
		writeFile(t, filepath.Join(f.folder, "beside-linux-amd64.tar.gz"), archive(t))
	}
	writeFile(t, filepath.Join(f.folder, "secret.txt"), []byte("not offered"))
	desk, logger := newDesk(t), slog.New(slog.DiscardHandler)
	p, err := New(Config{
		Site: site, Logger: logger, Codes: f.codes, Limits: f.limits, Downloads: NewDownloads(f.folder, t.TempDir(), relay, logger),
		Directory: desk, Requests: desk, Surveys: desk, Feed: desk, Presence: desk,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.portal = p
	p.Routes(f.mux)
	site.Routes(f.mux)
	return f
}

func writeFile(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// archive packs an app and a licence as a release does.
func archive(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, f := range []struct {
		name, text string
		mode       int64
	}{{"beside/beside", "\x7fELF", 0o755}, {"beside/LICENSE", "words", 0o644}} {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.text)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, f.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestMe shows every state of the page in both languages.
func TestMe(t *testing.T) {
	for name, c := range map[string]struct {
		address string
		apps    bool
		status  int
		en, fr  string
	}{
		"empty":          {"/me", true, 200, "The first four digits", "Les quatre premiers chiffres"},
		"waiting":        {"/me?n=0417", true, 200, "Your code waits for you", "Votre code vous attend"},
		"waiting, blank": {"/me?n=+04+17", true, 200, "Get it for Windows", "Télécharger pour Windows"},
		"without apps":   {"/me?n=0417", false, 200, "has no app to download", "n’a pas d’application"},
		"unknown":        {"/me?n=1234", true, 404, "(F-202)", "Aucun code en attente"},
		"used":           {"/me?n=2001", true, 410, "used already", "(F-204)"},
		"withdrawn":      {"/me?n=2002", true, 410, "withdrawn", "(F-205)"},
		"expired":        {"/me?n=2003", true, 410, "too old", "(F-203)"},
		"dead":           {"/me?n=2004", true, 410, "no longer valid", "(F-206)"},
		"misshaped":      {"/me?n=12x4", true, 400, "is four digits", "compte quatre chiffres"},
		"too short":      {"/me?n=12", true, 400, "is four digits", "compte quatre chiffres"},
		"the whole code": {"/me?n=041756789", true, 400, "ask for a new code", "demandez un nouveau code"},
	} {
		for l, want := range map[words.Language]string{words.English: c.en, words.French: c.fr} {
			f := newFixture(t, c.apps)
			response, body := webtest.Get(t, f.mux, c.address, l)
			if response.StatusCode != c.status || !strings.Contains(body, want) {
				t.Errorf("%s in %s: status %d, page %s", name, l, response.StatusCode, body)
			}
			if strings.Contains(body, "56789") {
				t.Errorf("%s: the page repeats the secret digits", name)
			}
			if strings.Contains(body, "Aiko") {
				t.Errorf("%s: the page tells the customer's name", name)
			}
		}
	}
}

// TestWhoseComputer shows the page to browsers of several systems.
func TestWhoseComputer(t *testing.T) {
	f := newFixture(t, true)
	for agent, suits := range map[string]bool{
		"Mozilla/5.0 (X11; Linux x86_64)": true, "Mozilla/5.0 (Windows NT 10.0; Win64; x64)": true,
		"Mozilla/5.0 (Linux; Android 15; Pixel 9)": false, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)": false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/me?n=0417", http.NoBody)
		r.Header.Set("User-Agent", agent)
		r.RemoteAddr = "198.51.100." + strconv.Itoa(len(agent)) + ":1"
		_, body := webtest.Do(t, f.mux, r)
		if primary := strings.Count(body, `class="btn pri"`); suits != (primary == 1) {
			t.Errorf("%s: %d primary buttons", agent, primary)
		}
		if elsewhere := strings.Contains(body, relay+"/me in the browser"); elsewhere == suits {
			t.Errorf("%s: sent to a computer: %v", agent, elsewhere)
		}
	}
}

func TestFrontDoor(t *testing.T) {
	f := newFixture(t, false)
	response, _ := webtest.Get(t, f.mux, "/", words.English)
	if response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != "/me" {
		t.Errorf("status %d to %q", response.StatusCode, response.Header.Get("Location"))
	}
}

// TestGuessing asks for one nameplate after the other: the sixth in a minute is refused, unasked.
func TestGuessing(t *testing.T) {
	f := newFixture(t, true)
	limit := support.DefaultLimitSettings().PerAddress
	for range limit {
		webtest.Get(t, f.mux, "/me?n=1234", words.English)
	}
	response, body := webtest.Get(t, f.mux, "/me?n=0417", words.English)
	if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") == "" || !strings.Contains(body, "(F-210)") {
		t.Errorf("status %d, page %s", response.StatusCode, body)
	}
	if f.codes.asked != limit {
		t.Errorf("%d nameplates were looked up, want %d", f.codes.asked, limit)
	}
	if _, err := f.limits.Attempt(netip.MustParseAddr("192.0.2.1")); err == nil { // httptest's address
		t.Error("the hub does not share the limit")
	}
	if response, _ := webtest.Get(t, f.mux, "/me", words.English); response.StatusCode != http.StatusOK {
		t.Errorf("the empty page: status %d", response.StatusCode)
	}
}

func TestSlowedInTheAlarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, true)
		for range support.DefaultLimitSettings().Alarm {
			f.limits.Failed()
		}
		start := time.Now()
		if response, _ := webtest.Get(t, f.mux, "/me?n=0417", words.English); response.StatusCode != http.StatusOK {
			t.Errorf("status %d", response.StatusCode)
		}
		if took := time.Since(start); took != support.DefaultLimitSettings().Slow {
			t.Errorf("answered after %v", took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/me?n=0417", http.NoBody)
		if response, _ := webtest.Do(t, f.mux, r); response.StatusCode != http.StatusInternalServerError {
			t.Errorf("whoever went away gets status %d", response.StatusCode)
		}
	})
}

func TestDownload(t *testing.T) {
	f := newFixture(t, true)
	const file = "/download/beside-help.northfield.example_8443.exe"
	r := httptest.NewRequest(http.MethodGet, "/me?n=0417", http.NoBody)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)")
	_, page := webtest.Do(t, f.mux, r)
	sum := sha256.Sum256(f.windows)
	for _, want := range []string{`class="btn pri" href="` + file + `"`, hex.EncodeToString(sum[:]), "1 MB", ".tar.gz"} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q: %s", want, page)
		}
	}
	server := httptest.NewServer(f.mux) // a recorder has no deadlines to put off
	defer server.Close()
	response, body := fetch(t, server, file, "")
	if response.StatusCode != http.StatusOK || !bytes.Equal(body, f.windows) ||
		!strings.Contains(response.Header.Get("Content-Disposition"), `attachment; filename="beside-help.northfield.example_8443.exe"`) {
		t.Errorf("status %d, %d bytes, %v", response.StatusCode, len(body), response.Header)
	}
	response, body = fetch(t, server, file, "bytes=1399990-")
	if response.StatusCode != http.StatusPartialContent || !bytes.Equal(body, f.windows[1_399_990:]) {
		t.Errorf("a range: status %d, %d bytes", response.StatusCode, len(body))
	}
	for _, other := range []string{"beside-windows-amd64.exe", "secret.txt", "..%2fsecret.txt", "%2e%2e%2fsecret.txt", "C:secret.txt", ""} {
		if response, _ := fetch(t, server, "/download/"+other, ""); response.StatusCode != http.StatusNotFound {
			t.Errorf("%q: status %d", other, response.StatusCode)
		}
	}
	_, packed := fetch(t, server, "/download/beside-help.northfield.example_8443.tar.gz", "")
	if got := names(t, packed); got != "beside/beside-help.northfield.example_8443 755, beside/LICENSE 644" {
		t.Errorf("the archive holds %s", got)
	}
}

func fetch(t *testing.T, server *httptest.Server, path, ranges string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if ranges != "" {
		r.Header.Set("Range", ranges)
	}
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, body
}

func names(t *testing.T, packed []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(z)
	var all []string
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return strings.Join(all, ", ")
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s %o", h.Name, h.Mode))
	}
}

// TestDownloadsFollowTheFolder replaces and removes a file while the relay runs.
func TestDownloadsFollowTheFolder(t *testing.T) {
	folder := t.TempDir()
	d := NewDownloads(folder, t.TempDir(), relay, slog.New(slog.DiscardHandler))
	count := func() int {
		t.Helper()
		return len(d.List(t.Context(), ""))
	}
	if count() != 0 {
		t.Error("an empty folder offers something")
	}
	file := filepath.Join(folder, "beside-windows-amd64.exe")
	writeFile(t, file, []byte("one"))
	if count() != 1 {
		t.Error("a new file is not offered")
	}
	writeFile(t, file, []byte("another"))
	if all := d.List(t.Context(), ""); len(all) != 1 || all[0].Size != int64(len("another")) {
		t.Errorf("after a replacement: %+v", all)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if count() != 0 {
		t.Error("a removed file is offered")
	}
	writeFile(t, filepath.Join(folder, "beside-linux-amd64.tar.gz"), []byte("no archive"))
	if count() != 0 {
		t.Error("a damaged archive is offered")
	}
}
