package center

import (
	"context"
	"crypto/ed25519"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/portal"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
	"beside.example/relay/internal/web/webtest"
)

const housePassword = "correct horse battery"

// house is a management center on a real store, with two organisations in it.
type house struct {
	*store.Store
	*http.ServeMux
	center  *Center
	factors *account.SecondFactors
	mail    *mailbox
	// Northfield: a manager of everything, one of the pharmacy, an agent of the pharmacy who was let in, and a plain one in front.
	elena, tom, ada, bob support.AgentID
	// Southfield, another organisation.
	otto                   support.AgentID
	front, pharmacy, night support.TeamID
	southTeam              support.TeamID
	desk, southDesk        support.PortalID
	reply, southReply      support.CannedID
	north, south           support.OrganisationID
}

// houseHasher hashes the one password of all tests once.
var houseHasher = sync.OnceValues(account.NewHasher)

var houseHash = sync.OnceValues(func() (string, error) {
	h, err := houseHasher()
	if err != nil {
		return "", err
	}
	return h.Hash(context.Background(), housePassword)
})

func newHouse(t *testing.T) *house {
	t.Helper()
	s := first(store.Open(t.Context(), filepath.Join(t.TempDir(), "relay.db")))
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	log := slog.New(slog.DiscardHandler)
	site := first(web.New("help.northfield.example", log))
	hasher := first(houseHasher())
	h := &house{mail: &mailbox{}, Store: s, ServeMux: http.NewServeMux(), factors: first(account.NewSecondFactors(s, hasher, site.Relay(), log))}
	accounts := first(account.New(account.Config{
		Site: site, Agents: s, Devices: support.NewAccounts(s), SignIns: s, Hasher: hasher, Factors: h.factors, Logger: log,
	}))
	portals := first(portal.New(portal.Config{Site: site, Logger: log, Directory: s}))
	h.center = first(New(Config{
		Site: site, Logger: log, Passwords: accounts, Factors: h.factors, SignIns: support.NewCenterSignIns(s), Directory: s,
		Manage: support.NewManage(s), Preview: portals, Mail: h.mail, Links: support.NewLinks(s),
	}))
	accounts.Open(h.center.Door())
	accounts.Routes(h.ServeMux)
	h.center.Routes(h.ServeMux)
	site.Routes(h.ServeMux)
	h.furnish(t)
	return h
}

// first keeps a result whose error is looked at on the spot.
func first[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (h *house) furnish(t *testing.T) {
	t.Helper()
	ctx, now := t.Context(), time.Now()
	organisation := func(name string) support.OrganisationID {
		_, key, _ := ed25519.GenerateKey(nil)
		return first(h.CreateOrganisation(ctx, support.Organisation{Name: name, Key: key, Created: now}))
	}
	h.north, h.south = organisation("Northfield"), organisation("Southfield")
	team := func(o support.OrganisationID, parent support.TeamID, name string) support.TeamID {
		return first(h.CreateTeam(ctx, support.Team{Organisation: o, Parent: parent, Name: name, Features: support.FeaturesAll}))
	}
	h.front, h.southTeam = team(h.north, 0, "Front"), team(h.south, 0, "South")
	h.pharmacy = team(h.north, h.front, "Pharmacy")
	h.night = team(h.north, h.pharmacy, "Night")
	desk := func(o support.OrganisationID, slug string) support.PortalID {
		return first(h.CreatePortal(ctx, support.Portal{Organisation: o, Name: slug, Slug: slug, Kind: support.PortalBox, Features: support.FeaturesAll, Created: now}))
	}
	h.desk, h.southDesk = desk(h.north, "desk"), desk(h.south, "south")
	h.reply = first(h.PutCanned(ctx, support.Canned{Organisation: h.north, Title: "Hello", Text: "Hello"}))
	h.southReply = first(h.PutCanned(ctx, support.Canned{Organisation: h.south, Title: "Hello", Text: "Hello"}))
	hash := first(houseHash())
	agent := func(o support.OrganisationID, team support.TeamID, name string, role support.Role, center bool) support.AgentID {
		return first(h.CreateAgent(ctx, support.Agent{
			Organisation: o, Team: team, Name: name, Mail: strings.ToLower(name) + "@field.example", Role: role, Center: center, PasswordHash: hash, Created: now,
		}, nil))
	}
	h.elena = agent(h.north, h.front, "Elena", support.RoleOrganisationManager, false)
	h.tom = agent(h.north, h.pharmacy, "Tom", support.RoleTeamManager, false)
	h.ada = agent(h.north, h.pharmacy, "Ada", support.RoleAgent, true)
	h.bob = agent(h.north, h.front, "Bob", support.RoleAgent, false)
	h.otto = agent(h.south, h.southTeam, "Otto", support.RoleOrganisationManager, false)
}

// send sends a form, or asks for a page when there is none, as a browser with a cookie does.
func (h *house) send(t *testing.T, cookie, method, path string, form url.Values) (*http.Response, string) {
	t.Helper()
	var body io.Reader = http.NoBody
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: cookie})
	}
	return webtest.Do(t, h, r)
}

// enter signs an agent in by the form and returns the cookie, empty when there is none.
func (h *house) enter(t *testing.T, name, password string) string {
	t.Helper()
	response, _ := h.send(t, "", http.MethodPost, signInPath, url.Values{"mail": {name + "@field.example"}, "password": {password}})
	return cookieOf(response)
}

func cookieOf(response *http.Response) string {
	for _, c := range response.Cookies() {
		if c.Name == cookieName {
			return c.Value
		}
	}
	return ""
}
