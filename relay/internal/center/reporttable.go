package center

import (
	"fmt"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// column is a column of a report. Its name is the member of JSON exports; people read the text under its key.
type column struct {
	Name   string
	Number bool // stands on the right
}

// Key is the catalogue key of the column's heading.
func (c column) Key() string { return "report.column." + c.Name }

// cell is one figure or word of a report: as people read it, and as programs do.
type cell struct {
	Text  string
	Value any
	Link  string // empty for none
}

// table is a report as pages show it and exports hold it.
type table struct {
	Columns []column
	Rows    [][]cell
	Total   []cell // empty for none
}

// noFigure stands where there is nothing of which a figure could be.
const noFigure = "–"

func word(text string) cell { return cell{Text: text, Value: text} }

func count(n uint64) cell { return cell{Text: fmt.Sprint(n), Value: n} }

// span is a time that something took: minutes and seconds for people, seconds for programs.
func span(d time.Duration) cell { return cell{Text: clock(d), Value: d.Seconds()} }

// spanOf is a span for which so many stand, and people read none where nobody does.
func spanOf(many int, d time.Duration) cell {
	c := span(d)
	if many == 0 {
		c.Text = noFigure
	}
	return c
}

// clock writes a duration as "4:05" or "1:04:05"; halves of a second count as one.
func clock(d time.Duration) string {
	total := int64(d.Round(time.Second) / time.Second)
	h, m, s := total/3600, total/60%60, total%60
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

// moment is a point in time as a clock in the report's zone shows it.
func moment(at time.Time, zone *time.Location) cell {
	if at.IsZero() {
		return cell{Value: nil}
	}
	local := at.In(zone)
	return cell{Text: local.Format("2006-01-02 15:04:05"), Value: local.Format(time.RFC3339)}
}

// summaryTable is the table of a session summary.
func summaryTable(s support.Summary, f filter, c *words.Catalogue) table {
	t := table{Columns: []column{{Name: groupings[f.grouping]}}}
	for _, name := range []string{
		"submitted", "download_error", "connection_error", "posted", "declined", "no_response", "abandoned", "accepted", "sessions",
		"resolved", "unresolved", "unknown", "open", "median_wait", "median_handling",
	} {
		t.Columns = append(t.Columns, column{Name: name, Number: true})
	}
	for _, row := range s.Rows {
		t.Rows = append(t.Rows, append([]cell{groupName(row.Key, s, f, c)}, summaryCells(row)...))
	}
	t.Total = append([]cell{word(c.T("report.total", nil))}, summaryCells(s.Total)...)
	return t
}

func summaryCells(r support.SummaryRow) []cell {
	return []cell{
		count(r.Submitted), count(r.DownloadError), count(r.ConnectionError), count(r.Posted), count(r.Declined), count(r.NoResponse),
		count(r.Abandoned), count(r.Accepted), count(r.Sessions), count(r.Resolved), count(r.Unresolved), count(r.Unknown), count(r.Open),
		spanOf(r.Waited, r.MedianWait), spanOf(r.Handled, r.MedianHandling),
	}
}

// groupName is what a row of a summary stands for.
func groupName(key uint64, s support.Summary, f filter, c *words.Catalogue) cell {
	switch {
	case f.grouping == support.GroupByDay:
		day := dayCell(s.Days[key].Start, f.query.Zone, c)
		f.First = s.Days[key].Start.In(f.query.Zone).Format(time.DateOnly)
		f.Last = f.First
		return day.to(f)
	case key == 0:
		return word(c.T("report.nobody", nil))
	case f.grouping == support.GroupByAgent:
		return agentCell(support.AgentID(key), f)
	case f.grouping == support.GroupByTeam:
		f.Teams = []support.TeamID{support.TeamID(key)}
		return word(f.names.team(support.TeamID(key))).to(f)
	}
	f.Portals = []support.PortalID{support.PortalID(key)}
	return word(f.names.portal(support.PortalID(key))).to(f)
}

// agentCell is an agent's name, which leads to the agent's sessions.
func agentCell(id support.AgentID, f filter) cell {
	f.Agents = []support.AgentID{id}
	return word(f.names.agent(id)).to(f)
}

// to has a cell lead to the sessions that a filter lets through.
func (c cell) to(f filter) cell {
	c.Link = f.Address(sessionsPath)
	return c
}

// dayCell is a date with its weekday.
func dayCell(at time.Time, zone *time.Location, c *words.Catalogue) cell {
	local := at.In(zone)
	date := local.Format(time.DateOnly)
	return cell{Text: c.T(weekdayKey(local.Weekday()), nil) + " " + date, Value: date}
}

// agentsTable is the table of agents' performance.
func agentsTable(all []support.AgentPerformance, f filter) table {
	t := table{Columns: []column{{Name: "agent"}, {Name: "team"}}}
	for _, name := range []string{
		"accepted", "taken_over", "handed_over", "declined", "lapsed", "phone", "sessions", "session_time", "resolved", "unresolved", "unknown",
		"median_response", "median_handling",
	} {
		t.Columns = append(t.Columns, column{Name: name, Number: true})
	}
	for _, a := range all {
		t.Rows = append(t.Rows, []cell{
			agentCell(a.Agent, f), word(f.names.team(f.names.agentBy[a.Agent].Team)),
			count(a.Accepted), count(a.TakenOver), count(a.HandedOver), count(a.Declined), count(a.Lapsed), count(a.Phone), count(a.Sessions),
			span(a.SessionTime), count(a.Resolved), count(a.Unresolved), count(a.Unknown), span(a.MedianResponse), span(a.MedianHandling),
		})
	}
	return t
}

// signInsTable is the table of agents' sign-ins.
func signInsTable(all []support.SignInDay, f filter, c *words.Catalogue) table {
	t := table{Columns: []column{{Name: "agent"}, {Name: "day"}, {Name: "first"}, {Name: "last"}}}
	for _, name := range []string{"sign_ins", "signed_in", "available", "busy", "away"} {
		t.Columns = append(t.Columns, column{Name: name, Number: true})
	}
	for _, d := range all {
		t.Rows = append(t.Rows, []cell{
			word(f.names.agent(d.Agent)), dayCell(d.Day, f.query.Zone, c), moment(d.First, f.query.Zone), moment(d.Last, f.query.Zone),
			count(d.SignIns), span(d.Total()),
			span(d.Times[support.StatusAvailable]), span(d.Times[support.StatusBusy]), span(d.Times[support.StatusAway]),
		})
	}
	return t
}

// surveyTable is the table of the answers to surveys.
func surveyTable(s support.SurveyReport, f filter, l words.Language) table {
	t := table{Columns: []column{
		{Name: "portal"},
		{Name: "question"},
		{Name: "answers", Number: true},
		{Name: "mean", Number: true},
		{Name: "rated_1", Number: true},
		{Name: "rated_2", Number: true},
		{Name: "rated_3", Number: true},
		{Name: "rated_4", Number: true},
		{Name: "rated_5", Number: true},
	}}
	for _, row := range s.Rows {
		mean := cell{}
		if value, ok := row.Mean(); ok {
			mean = cell{Text: fmt.Sprintf("%.2f", value), Value: value}
		}
		cells := []cell{word(f.names.portal(row.Portal)), word(f.names.question(row.Portal, row.Key, l)), count(row.Answers), mean}
		for _, n := range row.Ratings {
			cells = append(cells, count(n))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// question is what a portal's survey asks under a key, or the key when it is not asked any more.
func (n names) question(portal support.PortalID, key string, l words.Language) string {
	for _, q := range n.portalBy[portal].Survey {
		if text := q.Label.In(string(l)); q.Key == key && text != "" {
			return text
		}
	}
	return key
}
