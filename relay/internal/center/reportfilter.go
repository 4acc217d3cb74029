package center

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"beside.example/relay/internal/support"
)

// Parameters of the addresses of reports. Portals, teams and agents may come several times.
const (
	fromParameter   = "from"
	toParameter     = "to"
	zoneParameter   = "zone"
	portalParameter = "portal"
	teamParameter   = "team"
	agentParameter  = "agent"
	rowsParameter   = "rows"
)

// usualDays is how many days a report shows to whoever asks for none: two weeks, so that every weekday can be compared.
const usualDays = 14

// groupings are the rows that a summary may have, by the names in addresses.
var groupings = [...]string{support.GroupByPortal: "portal", support.GroupByDay: "day", support.GroupByAgent: "agent", support.GroupByTeam: "team"}

// filter is what somebody picked for a report.
type filter struct {
	First, Last  string // dates
	Zone         string
	Portals      []support.PortalID
	Teams        []support.TeamID
	Agents       []support.AgentID
	Rows         string
	Problem      string // catalogue key; the rest is then what is usual
	query        support.ReportQuery
	grouping     support.Grouping
	names        names
	Gone         string // the date before which everything is deleted, when the period begins earlier
	zoneProposal []string
}

// filterOf reads what somebody picked from an address, within what they may see.
func filterOf(r *http.Request, who Manager, known names, now time.Time) (filter, error) {
	in := r.URL.Query()
	f := filter{names: known, Zone: in.Get(zoneParameter), Rows: in.Get(rowsParameter), zoneProposal: known.zones()}
	if f.Zone == "" {
		f.Zone = f.zoneProposal[0]
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil || f.Zone == "Local" {
		f.Problem, f.Zone, zone = "report.problem.zone", f.zoneProposal[0], known.zone()
	}
	if i := slices.Index(groupings[:], f.Rows); i >= 0 {
		f.grouping = support.Grouping(i)
	}
	f.Rows = groupings[f.grouping]
	f.Portals, f.Teams = ids[support.PortalID](in[portalParameter]), ids[support.TeamID](in[teamParameter])
	f.Agents = ids[support.AgentID](in[agentParameter])
	f.query = support.ReportQuery{Organisation: who.Organisation.ID, Zone: zone, Portals: f.Portals, Teams: f.Teams, Agents: f.Agents}
	f.dates(in, now.In(zone))
	if err := f.query.Narrow(who); err != nil {
		return f, err
	}
	if f.Problem == "" && f.query.Check() != nil {
		f.Problem = "report.problem.period"
		f.dates(url.Values{}, now.In(zone))
	}
	return f, nil
}

// dates sets the period: what an address says, else the usual days up to today.
func (f *filter) dates(in url.Values, now time.Time) {
	first, last := now.AddDate(0, 0, 1-usualDays), now
	for parameter, to := range map[string]*time.Time{fromParameter: &first, toParameter: &last} {
		text := in.Get(parameter)
		if text == "" {
			continue
		}
		date, err := time.ParseInLocation(time.DateOnly, text, f.query.Zone)
		if err != nil {
			f.Problem = "report.problem.period"
			continue
		}
		*to = date
	}
	f.First, f.Last = first.Format(time.DateOnly), last.Format(time.DateOnly)
	f.query.From, f.query.To = support.ReportDays(dateOf(f.First), dateOf(f.Last), f.query.Zone)
}

// dateOf reads a date that Format wrote.
func dateOf(text string) time.Time {
	date, _ := time.Parse(time.DateOnly, text)
	return date
}

// ids reads the numbers among the texts of a parameter; others pick nothing.
func ids[ID ~uint64](texts []string) []ID {
	var all []ID
	for _, text := range texts {
		if n, err := strconv.ParseUint(text, 10, 64); err == nil && n > 0 && !slices.Contains(all, ID(n)) {
			all = append(all, ID(n))
		}
	}
	return all
}

// addIDs adds what was picked to the parameters of an address, from which ids reads it.
func addIDs[ID ~uint64](values url.Values, parameter string, picked []ID) {
	for _, id := range picked {
		values.Add(parameter, strconv.FormatUint(uint64(id), 10))
	}
}

// Address returns the address of another report with the same filter.
func (f filter) Address(path string) string {
	values := url.Values{fromParameter: {f.First}, toParameter: {f.Last}, zoneParameter: {f.Zone}, rowsParameter: {f.Rows}}
	addIDs(values, portalParameter, f.Portals)
	addIDs(values, teamParameter, f.Teams)
	addIDs(values, agentParameter, f.Agents)
	return path + "?" + values.Encode()
}

// choice is one entry of a field of the filter.
type choice struct {
	ID     uint64
	Name   string
	Chosen bool
}

// PortalOptions are the portals to choose from.
func (f filter) PortalOptions() []choice { return optionsOf(f.names.portals, f.Portals) }

// TeamOptions are the teams to choose from.
func (f filter) TeamOptions() []choice { return optionsOf(f.names.teams, f.Teams) }

// AgentOptions are the agents to choose from.
func (f filter) AgentOptions() []choice { return optionsOf(f.names.agents, f.Agents) }

func optionsOf[ID ~uint64](all []named[ID], chosen []ID) []choice {
	var options []choice
	for _, n := range all {
		options = append(options, choice{ID: uint64(n.id), Name: n.name, Chosen: slices.Contains(chosen, n.id)})
	}
	return options
}

// ZoneOptions are the time zones that are proposed.
func (f filter) ZoneOptions() []string { return f.zoneProposal }

// RowsIs reports whether the rows are those of a name.
func (f filter) RowsIs(name string) bool { return f.Rows == name }
