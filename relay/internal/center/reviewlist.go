package center

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// pageCases names the template of the list of sessions.
const pageCases = "cases"

// casesShown is how many sessions one page lists.
const casesShown = 50

// beforeParameter says after which case of the list a page begins: its time and its name.
const beforeParameter = "before"

// reviewRoutes are those of past and present sessions.
func (c *Center) reviewRoutes() []route {
	return []route{
		{"GET " + sessionsPath, support.ActSeeReports, c.showCases},
		{"GET " + sessionsPath + "/export/{format}", support.ActSeeReports, c.exportCases},
		{"GET " + sessionsPath + "/{case}", support.ActSeeReports, c.showReview},
		{"GET " + sessionsPath + "/signed/{case}", support.ActSeeReports, c.sendSigned},
	}
}

// casesData is what the list of sessions shows.
type casesData struct {
	filter
	Cases     []caseRow
	More      string // address of the earlier ones, empty when there are none
	Later     bool   // the page is not the first
	FirstPage string // address of the first page
	CSV, JSON string
}

// caseRow is a case of the list.
type caseRow struct {
	support.CaseEntry
	At             time.Time // in the zone of the list
	Link           string
	State          badge
	Waited, Lasted string
}

// badge is a state with its icon and colour.
type badge struct{ Key, Icon, Class string }

// badgeOf returns the badge of a case's state.
func badgeOf(s support.RequestState) badge {
	return map[support.RequestState]badge{
		support.RequestSubmitted:       {"report.state.waiting", "away", "st-wait"},
		support.RequestPosted:          {"report.state.waiting", "away", "st-wait"},
		support.RequestAccepted:        {"report.state.chat", "chat", "st-wait"},
		support.RequestInSession:       {"report.state.session", "sessions", "st-sess"},
		support.RequestDownloadError:   {"report.state.download", "warn", "st-bad"},
		support.RequestConnectionError: {"report.state.connection", "warn", "st-bad"},
		support.RequestDeclined:        {"report.state.declined", "x", "st-end"},
		support.RequestNoResponse:      {"report.state.noresponse", "away", "st-end"},
		support.RequestAbandoned:       {"report.state.abandoned", "out", "st-end"},
		support.RequestResolved:        {"report.state.resolved", "check", "st-ok"},
		support.RequestUnresolved:      {"report.state.unresolved", "flag", "st-end"},
		support.RequestUnknown:         {"report.state.unknown", "question", "st-end"},
	}[s]
}

// showCases lists the sessions of a period, the latest first.
func (c *Center) showCases(w http.ResponseWriter, r *http.Request, who Manager) error {
	f, err := c.pickedBy(r, who)
	if err != nil {
		return err
	}
	from, ok := parseCursor(r.URL.Query().Get(beforeParameter))
	if !ok {
		return web.BadRequest()
	}
	entries, err := c.Reports.Cases(r.Context(), f.query, from, casesShown+1)
	if err != nil {
		return err
	}
	if err := c.noteGone(r.Context(), &f, false); err != nil {
		return err
	}
	data := casesData{
		filter: f, Later: !from.Created.IsZero(), FirstPage: f.Address(sessionsPath),
		CSV: f.Address(sessionsPath + "/export/" + formatCSV), JSON: f.Address(sessionsPath + "/export/" + formatJSON),
	}
	if len(entries) > casesShown {
		entries = entries[:casesShown]
		data.More = f.Address(sessionsPath) + "&" + url.Values{beforeParameter: {formatCursor(entries[casesShown-1])}}.Encode()
	}
	for _, e := range entries {
		row := caseRow{CaseEntry: e, At: e.Created.In(f.query.Zone), Link: sessionsPath + "/" + e.Case.Name(), State: badgeOf(e.Case.State)}
		if wait, ok := e.Wait(); ok {
			row.Waited = clock(wait)
		}
		if handling, ok := e.Handling(); ok {
			row.Lasted = clock(handling)
		}
		data.Cases = append(data.Cases, row)
	}
	return c.render(w, r, who, http.StatusOK, pageCases, sessionsPath, data)
}

// pickedBy returns what somebody picked for a report.
func (c *Center) pickedBy(r *http.Request, who Manager) (filter, error) {
	known, err := c.names(r.Context(), who)
	if err != nil {
		return filter{}, err
	}
	return filterOf(r, who, known, time.Now())
}

// formatCursor writes the place after a case for an address.
func formatCursor(e support.CaseEntry) string {
	return strconv.FormatInt(e.Created.UnixMilli(), 10) + "." + e.Case.Name()
}

// parseCursor reads what formatCursor wrote; nothing is the start of the list.
func parseCursor(text string) (cursor support.CaseCursor, ok bool) {
	if text == "" {
		return cursor, true
	}
	at, name, _ := strings.Cut(text, ".")
	millis, err := strconv.ParseInt(at, 10, 64)
	if err != nil || millis <= 0 {
		return cursor, false
	}
	cursor.Created = time.UnixMilli(millis).UTC()
	id, ok := support.ParseCaseName(name)
	cursor.Request, cursor.Session = id.Request, id.Call
	return cursor, ok
}

// exportCases sends every session of a period as a file, however many there are.
func (c *Center) exportCases(w http.ResponseWriter, r *http.Request, who Manager) error {
	format := r.PathValue("format")
	if format != formatCSV && format != formatJSON {
		return web.NotFound()
	}
	f, err := c.pickedBy(r, who)
	if err != nil {
		return err
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditSessionsExported, f.First+" – "+f.Last+", "+format); err != nil {
		return err
	}
	catalogue := c.Site.Words(web.Language(r))
	return export(w, r, catalogue, format, fileName("sessions", f), caseColumns(), func(row func([]cell) error) error {
		return c.Reports.EachCase(r.Context(), f.query, func(e support.CaseEntry) error { return row(caseCells(e, f.query.Zone, catalogue)) })
	})
}

// caseColumns are the columns of the export of sessions.
func caseColumns() []column {
	var all []column
	for _, name := range []string{
		"id", "portal", "customer", "question", "agent", "state", "submitted_at", "posted_at", "accepted_at", "ended_at", "wait", "handling", "rating",
	} {
		all = append(all, column{Name: name})
	}
	return all
}

// customerCell is who asked, or that it was erased.
func customerCell(e support.CaseEntry, c *words.Catalogue) cell {
	if e.Erased {
		return word(c.T("privacy.erased", nil))
	}
	return word(e.Customer)
}

func caseCells(e support.CaseEntry, zone *time.Location, c *words.Catalogue) []cell {
	wait, handling, rating := cell{}, cell{}, cell{}
	if d, ok := e.Wait(); ok {
		wait = span(d)
	}
	if d, ok := e.Handling(); ok {
		handling = span(d)
	}
	if e.Rating > 0 {
		rating = count(uint64(e.Rating))
	}
	return []cell{
		word(e.Case.Name()), word(e.PortalName), customerCell(e, c), word(e.Question), word(e.AgentName), word(c.T(badgeOf(e.State).Key, nil)),
		moment(e.Created, zone), moment(e.Posted, zone), moment(e.Accepted, zone), moment(e.Ended, zone), wait, handling, rating,
	}
}
