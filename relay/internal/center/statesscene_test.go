package center

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"beside.example/internal/look"
	"beside.example/internal/words"
	"beside.example/protocol/code"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/store/bulktest"
	"beside.example/relay/internal/support"
)

// scene is what somebody looks at: an office at one and the same moment.
type scene struct {
	*office
	t     testing.TB
	names map[string]any // of what addresses and forms name
	south string         // cookie of the manager of another organisation
}

// longName is a name as long as names may be.
const longName = "Maximiliane-Hildegard von und zu Donaudampfschifffahrtsgesellschaft-Oberursel II"

// opening is when every scene begins, a Monday afternoon in Paris: late enough for a working day behind it.
func opening() time.Time { return time.Date(2026, time.November, 23, 14, 20, 0, 0, time.UTC) }

// freshTables is a store without anything in it, so that its tables are made once for all scenes.
var freshTables = sync.OnceValues(func() (_ []byte, err error) {
	folder, err := os.MkdirTemp("", "tables")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	dsn := filepath.Join(folder, "relay.db")
	s, err := store.Open(context.Background(), dsn)
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(dsn)
})

// newScene opens the office.
func newScene(t *testing.T) *scene {
	t.Helper()
	<-time.After(time.Until(opening()))
	tables, err := freshTables()
	must(t, err)
	dsn := filepath.Join(t.TempDir(), "relay.db")
	must(t, os.WriteFile(dsn, tables, 0o600))
	o := newOfficeIn(t, dsn, 0)
	s := &scene{office: o, t: t}
	s.names = map[string]any{
		"elena": o.elena.ID, "lead": o.lead.ID, "claire": o.claire.ID, "priya": o.priya.ID, "front": o.front, "back": o.back,
		"staff": o.portals[0], "pharmacy": o.portals[1], "match": o.portals[2], "case": support.Case{Request: o.request}.Name(),
	}
	s.southern()
	return s
}

// who are those who look, by the name that states have for them.
func (s *scene) who(name string) (cookie string) {
	switch name {
	case "":
		return s.tokens[s.elena.ID]
	case "lead":
		return s.tokens[s.lead.ID]
	case "claire":
		return s.tokens[s.claire.ID]
	case "south":
		return s.south
	}
	return ""
}

// fill puts what the scene names into a text.
func (s *scene) fill(text string) string {
	for name, value := range s.names {
		text = strings.ReplaceAll(text, "{"+name+"}", fmt.Sprint(value))
	}
	return text
}

// pass lets time pass while the relay stays there.
func (s *scene) pass(d time.Duration) {
	for ; d > 0; d -= support.BeatEvery {
		<-time.After(min(d, support.BeatEvery))
		must(s.t, s.presence.Beat(s.t.Context()))
	}
}

// seenField finds what a form says of the object as it was read.
var seenField = regexp.MustCompile(`name="(?:seen|version)" value="([^"]*)"`)

// look asks for the page of a state in a language, or sends its form. A field that says {seen} has what the form's page says.
func (s *scene) look(state pageState, l words.Language) shown {
	s.t.Helper()
	at := s.fill(state.at)
	method, kind, body := http.MethodGet, "", []byte(nil)
	if state.form != nil {
		filled := url.Values{}
		for name, values := range state.form {
			for _, value := range values {
				if value == "{seen}" {
					page := s.browse(http.MethodGet, at, state.who, l, "", nil).body
					value = html.UnescapeString(seenField.FindStringSubmatch(page)[1])
				}
				filled.Add(name, s.fill(value))
			}
		}
		method, kind, body = http.MethodPost, "application/x-www-form-urlencoded", []byte(filled.Encode())
		if state.upload != "" {
			kind, body = s.multipart(filled, state.upload, state.file)
		}
	}
	return s.browse(method, at, state.who, l, kind, body)
}

// multipart writes a form with a file.
func (s *scene) multipart(form url.Values, field, file string) (kind string, body []byte) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		for _, value := range values {
			must(s.t, w.WriteField(name, value))
		}
	}
	part, err := w.CreateFormFile(field, field)
	must(s.t, err)
	_, err = part.Write([]byte(file))
	must(s.t, err)
	must(s.t, w.Close())
	return w.FormDataContentType(), b.Bytes()
}

// browse sends one request.
func (s *scene) browse(method, at, who string, l words.Language, kind string, body []byte) shown {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, "https://relay.northfield.example"+at, bytes.NewReader(body))
	r.Header.Set("Accept-Language", string(l))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if cookie := s.who(who); cookie != "" {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: cookie})
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return shown{status: w.Code, header: w.Header(), body: w.Body.String()}
}

var (
	mainPart   = regexp.MustCompile(`(?s)<main.*</main>`)
	bodyPart   = regexp.MustCompile(`(?s)<body.*</body>`)
	anIcon     = regexp.MustCompile(`(?s)<svg aria-hidden="true" focusable="false" class="([^"]*)"[^>]*>.*?</svg>`)
	iconsPath  = regexp.MustCompile(` d="([^"]+)"`)
	longPath   = regexp.MustCompile(` d="[^"]{400,}"`)
	someRows   = regexp.MustCompile(`(?s)((?:<tbody>|<datalist[^>]*>)\s*(?:(?:<tr>.*?</tr>|<option[^>]*></option>)\s*){6})(?:(?:<tr>.*?</tr>|<option[^>]*></option>)\s*)+?(</tbody>|</datalist>)`)
	betweenTag = regexp.MustCompile(`>\s*<`)
	byChance   = regexp.MustCompile(`\b(?:[0-9a-f]{24,}|msg_[0-9A-Za-z]+|[A-Z2-7]{32,}|whsec_[0-9A-Za-z+/&#;]+=*|bsd_[0-9A-Za-z_-]{20,})|token=[^&"]+`) // and what is made of the form as it was read
	spaces     = regexp.MustCompile(`[ \t\n]+`)
)

// normal is the part of a page that states hold: one line for each tag with what follows it, icons by their names.
func normal(page string, whole bool) string {
	part := mainPart
	if whole {
		part = bodyPart
	}
	page = part.FindString(page)
	page = anIcon.ReplaceAllStringFunc(page, func(svg string) string {
		return `<svg class="` + anIcon.FindStringSubmatch(svg)[1] + `" icon="` + iconName(svg) + `">`
	})
	page = someRows.ReplaceAllString(page, "$1<!-- and others -->$2")
	named := map[string]string{}
	page = byChance.ReplaceAllStringFunc(page, func(drawn string) string {
		if named[drawn] == "" {
			named[drawn] = fmt.Sprint("(by chance ", len(named)+1, ")")
		}
		return named[drawn]
	})
	page = longPath.ReplaceAllString(page, ` d="…"`) // the QR code
	page = spaces.ReplaceAllString(page, " ")
	return betweenTag.ReplaceAllString(page, ">\n<") + "\n"
}

// iconName tells which of our icons a drawing is.
func iconName(svg string) string {
	path := iconsPath.FindStringSubmatch(svg)
	for _, i := range look.Icons() {
		if path != nil && bytes.Contains(i.SVG(), []byte(path[0])) {
			return string(i)
		}
	}
	return "?"
}

// southern opens another organisation, in which there is nothing yet.
func (s *scene) southern() {
	ctx := s.t.Context()
	o, err := s.CreateOrganisation(ctx, support.Organisation{Name: "Southfield", Key: make([]byte, ed25519.PublicKeySize), Created: time.Now()})
	must(s.t, err)
	team, err := s.CreateTeam(ctx, support.Team{Organisation: o, Name: "South"})
	must(s.t, err)
	otto := support.Agent{Organisation: o, Team: team, Name: "Otto Kern", Mail: "otto.kern@southfield.example", Role: support.RoleOrganisationManager, Created: time.Now()}
	otto.ID, err = s.CreateAgent(ctx, otto, nil)
	must(s.t, err)
	s.south, err = support.NewCenterSignIns(s.Store).Begin(ctx, otto, support.ByPassword, "127.0.0.1", "test")
	must(s.t, err)
	s.names["south"], s.names["otto"] = team, otto.ID
}

// requests are those of the office.
func (s *scene) requests() *support.Requests {
	return support.NewRequests(s.Store, support.DefaultRequestSettings())
}

// ask has a customer ask for help at the first portal, or at another.
func (s *scene) ask(customer, question string, portal ...int) support.Request {
	s.t.Helper()
	at := 0
	if len(portal) > 0 {
		at = portal[0]
	}
	p, err := s.Portal(s.t.Context(), s.portals[at])
	must(s.t, err)
	r, _, err := s.requests().Submit(s.t.Context(), p, support.Form{Customer: customer, Question: question, Fields: map[string]string{}}, netip.IPv6Loopback())
	must(s.t, err)
	r, err = s.requests().Post(s.t.Context(), r.ID)
	must(s.t, err)
	s.names["asked"] = support.Case{Request: r.ID}.Name()
	return r
}

// accept has Claire accept the request of a customer who waits.
func (s *scene) accept(customer string) support.Request {
	s.t.Helper()
	now, err := support.NewLive(s.Store).Now(s.t.Context(), s.manager(s.who("")))
	must(s.t, err)
	for _, q := range now.Waiting {
		if q.Customer == customer {
			r, err := s.requests().Accept(s.t.Context(), s.signedIn(s.t, s.claire), q.ID)
			must(s.t, err)
			s.names["accepted"] = support.Case{Request: r.ID}.Name()
			return r
		}
	}
	s.t.Fatalf("%s does not wait", customer)
	return support.Request{}
}

// manager is who has a cookie.
func (s *scene) manager(cookie string) Manager {
	s.t.Helper()
	who, err := support.NewCenterSignIns(s.Store).Find(s.t.Context(), cookie)
	must(s.t, err)
	return who
}

// phone has Claire begin a session with a code by telephone, so long ago.
func (s *scene) phone(customer string, before time.Duration) support.Session {
	s.t.Helper()
	ctx, began := s.t.Context(), time.Now().Add(-before)
	made := support.Code{Agent: s.claire.ID, Portal: s.portals[1], Nameplate: code.Nameplate("0815"), Customer: customer, Created: began, Expires: began.Add(time.Hour)}
	id, err := s.CreateCode(ctx, made, 8)
	must(s.t, err)
	grant := support.Session{Code: id, Agent: s.claire.ID, Device: s.signedIn(s.t, s.claire).Device.ID, Granted: began}
	copy(grant.ID[:], customer)
	session, err := s.RedeemCode(ctx, grant)
	must(s.t, err)
	s.names["phone"] = support.Case{Session: session.ID}.Name()
	return session
}

// fillCases puts so many past cases into the days before.
func (s *scene) fillCases(cases int, days int) {
	must(s.t, bulktest.Fill(s.t.Context(), s.dsn, bulktest.Shape{
		Seed: 1, Cases: cases, Organisation: s.organisation, Portals: s.portals, Agents: []support.AgentID{s.claire.ID, s.priya.ID},
		Devices: []support.DeviceID{s.signedIn(s.t, s.claire).Device.ID, s.signedIn(s.t, s.priya).Device.ID},
		From:    opening().AddDate(0, 0, -days), To: opening().Add(-3 * time.Hour),
	}))
}
