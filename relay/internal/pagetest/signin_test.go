package pagetest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"beside.example/relay/internal/account/providertest"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/browsertest"
)

// relayName is what browsers call the relay of these tests: they know security keys for names alone.
const relayName = "help.northfield.example"

// newDoorstep is an office in which nothing has happened, reached by a name, with a provider of single sign-on that knows its manager.
func newDoorstep(t *testing.T) (*office, *browsertest.Chromium) {
	t.Helper()
	p := providertest.Start(t, "e@northfield.example")
	secret := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(secret, []byte(providertest.Secret), 0o600))
	o := &office{t: t, base: "https://" + relayName, people: map[string]support.Agent{}}
	var err error
	o.server, err = server.New(t.Context(), server.Config{
		Listen: "127.0.0.1:0", Relay: relayName, Data: t.TempDir(),
		SingleSignOn: server.SingleSignOn{Issuer: p.URL, Client: providertest.Client, SecretFile: secret, Name: "Northfield ID", HTTP: p.Client()},
	})
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- o.server.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		must(t, <-ended)
	})
	o.organise()
	o.hire(manager, "Elena Marsh", support.RoleOrganisationManager, o.front)
	o.hire(plain, "Priya Nair", support.RoleAgent, o.back)
	return o, browsertest.Start(t, browsertest.Named(relayName, o.server.Addr()))
}

// plug plugs a security key into the computer of a tab, which somebody touches whenever it asks for it.
func plug(tab *browsertest.Tab) {
	tab.Run(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := cdp.Call(ctx, target, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, target, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
			Options: &webauthn.VirtualAuthenticatorOptions{
				Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportUsb, AutomaticPresenceSimulation: true,
			},
		})
		return err
	}))
}

// press clicks what leads to another page, and returns that one's path.
func press(tab *browsertest.Tab, selector string) string {
	return tab.Leave("document.querySelector(" + quote(selector) + ").click()")
}

func quote(text string) string { return "`" + text + "`" }

// reads reports whether the page reads a text somewhere.
func reads(tab *browsertest.Tab, text string) bool {
	return strings.Contains(browsertest.Evaluate[string](tab, "document.body.innerText"), text)
}

// app is what listens where an agent's app does while somebody signs in.
type app struct {
	*httptest.Server
	page string // that it opens
	code chan string
}

func newApp(t *testing.T) *app {
	t.Helper()
	a := &app{code: make(chan string, 1)}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			a.code <- r.URL.Query().Get("code")
		}
	}))
	t.Cleanup(a.Close)
	at, err := url.Parse(a.URL)
	must(t, err)
	a.page = "/sign-in?" + url.Values{"challenge": {strings.Repeat("A", 43)}, "port": {at.Port()}, "state": {"S"}}.Encode()
	return a
}

// mustBeIn fails unless the browser has brought the app a code.
func (a *app) mustBeIn(t *testing.T) {
	t.Helper()
	select {
	case code := <-a.code:
		if code == "" {
			t.Error("the app gets no code")
		}
	default:
		t.Error("the browser does not come back to the app")
	}
}

// look holds the page against what every page must be, axe-core included.
func look(t *testing.T, tab *browsertest.Tab, kind, name string) {
	t.Helper()
	inspect(t, tab, name, kind)
	accessible(t, tab, kind)
}

// password types somebody's mail address and password into the page that a tab shows.
func (o *office) password(tab *browsertest.Tab, who string) {
	tab.Run(chromedp.SendKeys("input[name=mail]", o.people[who].Mail), chromedp.SendKeys("input[name=password]", password))
	press(tab, "form button")
}

// TestSecurityKeys registers a key in a real browser, signs in by it at both doors, and meets the same key again.
func TestSecurityKeys(t *testing.T) {
	o, chromium := newDoorstep(t)
	for name, how := range looks() {
		t.Run(name, func(t *testing.T) {
			must(t, ignoreMissing(o.server.Store().RemoveSecondFactors(t.Context(), o.people[manager].ID)))
			tab := chromium.Tab(t, how)
			plug(tab)
			o.enter(t, tab, manager)
			tab.Open(o.base + "/center/me/keys/new")
			look(t, tab, "key new", name)
			tab.Run(chromedp.SendKeys("#name", "Blue stick"))
			press(tab, "form[data-key] button")
			if codes := recoveryCodes(tab); len(codes) != 10 {
				t.Fatalf("%d recovery codes are shown", len(codes))
			}
			look(t, tab, "key recovery", name)
			tab.Open(o.base + "/center/me")
			if !reads(tab, "Blue stick") {
				t.Error("the key is not listed")
			}
			look(t, tab, "me with key", name)

			tab.Open(o.base + "/center/me/keys/new")
			tab.Run(chromedp.SendKeys("#name", "Blue stick again"))
			browsertest.Evaluate[any](tab, `document.querySelector("form[data-key] button").click()`)
			tab.Run(chromedp.WaitVisible(`[data-problem="known"]`))
			look(t, tab, "key known", name)

			tab.Open(o.base + "/center/me")
			press(tab, `form[action="/center/sign-out"] button`)
			o.password(tab, manager)
			look(t, tab, "sign-in key", name)
			if landed := press(tab, "form[data-key] button"); !strings.HasPrefix(landed, "/center/live") {
				t.Errorf("the key leads to %s", landed)
			}
			tab.Complaints() // of pages that are others' business

			a := newApp(t)
			tab.Open(o.base + a.page)
			look(t, tab, "app sign-in", name)
			o.password(tab, manager)
			look(t, tab, "app sign-in key", name)
			press(tab, "form[data-key] button")
			a.mustBeIn(t)
		})
	}
}

func ignoreMissing(err error) error {
	if err != nil && !strings.Contains(err.Error(), support.ErrNotFound.Error()) {
		return err
	}
	return nil
}

var recoveryCode = regexp.MustCompile(`\d[a-z2-7]{4}-[a-z2-7]{5}`)

func recoveryCodes(tab *browsertest.Tab) []string {
	return recoveryCode.FindAllString(browsertest.Evaluate[string](tab, "document.body.innerText"), -1)
}

// TestEnrolmentInBrowser has an organisation want a second factor of an agent who has none, on the way into the app.
func TestEnrolmentInBrowser(t *testing.T) {
	o, chromium := newDoorstep(t)
	settings := support.DefaultSettings()
	settings.FactorRequired = true
	must(t, o.server.Store().PutSettings(t.Context(), o.organisation, settings))
	for name, how := range looks() {
		t.Run(name, func(t *testing.T) {
			must(t, ignoreMissing(o.server.Store().RemoveSecondFactors(t.Context(), o.people[plain].ID)))
			tab, a := chromium.Tab(t, how), newApp(t)
			plug(tab)
			tab.Open(o.base + a.page)
			o.password(tab, plain)
			look(t, tab, "enrol", name)
			tab.Run(chromedp.SendKeys("#name", "Telephone"))
			press(tab, "form[data-key] button")
			if codes := recoveryCodes(tab); len(codes) != 10 {
				t.Fatalf("%d recovery codes are shown", len(codes))
			}
			look(t, tab, "enrol recovery", name)
			press(tab, "main form button")
			a.mustBeIn(t)
		})
	}
}

// TestSingleSignOnInBrowser goes to the provider and back, at both doors.
func TestSingleSignOnInBrowser(t *testing.T) {
	o, chromium := newDoorstep(t)
	for name, how := range looks() {
		t.Run(name, func(t *testing.T) {
			tab, a := chromium.Tab(t, how), newApp(t)
			tab.Open(o.base + signInPath + "?back=/center/me")
			look(t, tab, "sign-in single", name)
			if landed := press(tab, `a[href*="/single?"]`); landed != "/center/me" {
				t.Errorf("the provider leads to %s", landed)
			}
			look(t, tab, "me by single sign-on", name)
			tab.Open(o.base + a.page)
			press(tab, `a[href*="/single?"]`)
			a.mustBeIn(t)
		})
	}
}
