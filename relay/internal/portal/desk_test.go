package portal

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/protocol/code"
	"beside.example/relay/internal/portal/portaltest"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
	"beside.example/relay/internal/web/webtest"
)

// The portals of the desk, one of each kind that takes requests, and one for codes.
const (
	boxID support.PortalID = iota + 1
	buttonID
	queueID
	matchID
	pinID
	closedID
)

// claire and karim are agents of the desk.
const (
	claire support.AgentID = 11
	karim  support.AgentID = 12
)

const portalCode = code.PortalCode("K7MWQ2RT")

// tile is a PNG of one pixel.
const tile = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// newDesk returns a desk as Northfield Health has it.
func newDesk(t testing.TB) *portaltest.Desk {
	t.Helper()
	d := portaltest.New()
	d.Organisations[1] = support.Organisation{ID: 1, Name: "Northfield Health"}
	logo, err := base64.StdEncoding.DecodeString(tile)
	if err != nil {
		t.Fatal(err)
	}
	d.Logos[boxID] = logo
	fields := []support.Field{
		{Key: "phone", Label: support.Texts{"en": "Phone", "fr": "Téléphone"}, Kind: support.FieldPhone},
		{Key: "mail", Label: support.Texts{"en": "Mail", "fr": "Mail"}, Kind: support.FieldMail},
	}
	survey := []support.Question{
		{Key: "helped", Label: support.Texts{"en": "Did we help you?", "fr": "Vous avons-nous aidé ?"}, Kind: support.QuestionRating},
		{Key: "words", Label: support.Texts{"en": "What could be better?", "fr": "Que pouvons-nous améliorer ?"}, Kind: support.QuestionText},
	}
	for _, p := range []support.Portal{
		{ID: boxID, Name: "Pharmacy help", Slug: "pharmacy", Kind: support.PortalBox, Page: support.Page{Colour: "#2f4b7c", Fields: fields}, Survey: survey},
		{ID: buttonID, Name: "Ward help", Slug: "ward", Kind: support.PortalButton, Page: support.Page{Colour: "#f5c800"}},
		{ID: queueID, Name: "Staff help", Slug: "staff", Kind: support.PortalQueue},
		{ID: matchID, Name: "Ask a person", Slug: "person", Kind: support.PortalMatch},
		{ID: pinID, Name: "Phone help", Slug: "phone", Kind: support.PortalPin},
		{ID: closedID, Name: "Day desk", Slug: "day", Kind: support.PortalBox, Hours: support.Hours{Zone: "Europe/Paris"}},
	} {
		p.Organisation, p.ChatFirst, p.Features, p.Version = 1, true, support.FeaturesAll, 7
		if p.ID == closedID {
			for day := time.Monday; day <= time.Friday; day++ {
				p.Hours.Days[day] = []support.Span{{From: 450, To: 1080}}
			}
			p.Hours.Closed = []string{time.Now().In(zone(p.Hours)).Format(time.DateOnly)}
		}
		d.Portals[p.ID] = p
	}
	d.Agents[claire] = support.Agent{ID: claire, Organisation: 1, Name: "Claire Moreau"}
	d.Agents[karim] = support.Agent{ID: karim, Organisation: 1, Name: "Karim Haddad"}
	d.Here = []support.PresentAgent{
		{Agent: karim, Name: "Karim Haddad", TeamName: "Night team", Status: support.StatusBusy},
		{Agent: claire, Name: "Claire Moreau", TeamName: "Day team", Status: support.StatusAvailable},
	}
	return d
}

// pagesOf serves the pages of a desk.
func pagesOf(t testing.TB, d *portaltest.Desk, floods FloodSettings) (*Portal, http.Handler) {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	site, err := web.New(relay, logger)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	writeFile(t, folder+"/beside-windows-amd64.exe", []byte("MZ"))
	writeFile(t, folder+"/beside-linux-amd64.tar.gz", archive(t))
	p, err := New(Config{
		Site: site, Logger: logger, Codes: &oneCode{}, Limits: support.NewJoinLimits(support.DefaultLimitSettings()),
		Downloads: NewDownloads(folder, t.TempDir(), relay, logger), Directory: d, Requests: d, Surveys: d, Feed: d, Presence: d, Floods: floods,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Drain)
	mux := http.NewServeMux()
	p.Routes(mux)
	site.Routes(mux)
	return p, web.Secure(false, mux)
}

// ask makes a request of a browser that holds a token, empty for none.
func ask(t *testing.T, h http.Handler, method, address, token string, form url.Values, l words.Language) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", string(l))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		r.AddCookie(&http.Cookie{Name: requestCookie, Value: token})
	}
	return webtest.Do(t, h, r)
}

// tokenOf returns the token that a response gives the browser.
func tokenOf(response *http.Response) string {
	for _, c := range response.Cookies() {
		if c.Name == requestCookie {
			return c.Value
		}
	}
	return ""
}

var aiko = support.Form{
	Customer: "Aiko Tanaka", Question: "Scanner not found after the update. It worked yesterday evening.", Language: "en",
	Fields: map[string]string{"phone": "4417", "mail": "a.tanaka@northfield.example"},
}
