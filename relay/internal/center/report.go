package center

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// reportsPath is where the reports are.
const reportsPath = "/center/reports"

// pageReport names the template of the reports.
const pageReport = "report"

// reportRoutes are those of the reports.
func (c *Center) reportRoutes() []route {
	return []route{
		{"GET " + reportsPath, support.ActSeeReports, c.showReport},
		{"GET " + reportsPath + "/{report}", support.ActSeeReports, c.showReport},
	}
}

// The reports, by the names in addresses. The first is shown to whoever names none.
const (
	reportSummary = "summary"
	reportAgents  = "agents"
	reportSignIns = "sign-ins"
	reportSurvey  = "survey"
)

// reportAnswers is no page, but every answer to a survey as a file.
const reportAnswers = "answers"

// rowsShown is how many rows of a report a page shows: more than anybody reads, and no browser is slowed by them. Files have all.
const rowsShown = 2000

// tab leads to a report.
type tab struct {
	Key, Path string
	On        bool
}

// reportData is what a report's page shows.
type reportData struct {
	filter
	Report    string
	Tabs      []tab
	Chart     *chart
	Table     table
	Texts     []surveyText
	CSV, JSON string // addresses of the exports
	Groups    []string
	Cut       int       // how many rows the page leaves out
	Answers   [2]string // addresses of every answer as CSV and as JSON, empty but for the survey
	Kept      string    // address of the job whose result this is, empty when it was counted just now
	KeptAt    time.Time
}

// surveyText is what a customer wrote.
type surveyText struct {
	At                   time.Time
	Portal, Agent, Words string
	Link                 string
}

// showReport shows a report, or hands it out as a file when its name ends in .csv or .json.
func (c *Center) showReport(w http.ResponseWriter, r *http.Request, who Manager) error {
	name, format, _ := strings.Cut(r.PathValue("report"), ".")
	if name == "" {
		name = reportSummary
	}
	known, err := c.names(r.Context(), who)
	if err != nil {
		return err
	}
	f, err := filterOf(r, who, known, time.Now())
	if err != nil {
		return err
	}
	if err := c.noteGone(r.Context(), &f, name == reportSignIns); err != nil {
		return err
	}
	if name == reportAnswers {
		return c.exportAnswers(w, r, who, f, format)
	}
	data := reportData{filter: f, Report: name, Tabs: tabs(name, f), CSV: f.Address(reportsPath + "/" + name + ".csv"), JSON: f.Address(reportsPath + "/" + name + ".json")}
	if err := c.fill(r, who, &data); err != nil {
		if elsewhere(w, r, err) {
			return nil
		}
		return err
	}
	switch format {
	case "":
		if data.Cut = max(0, len(data.Table.Rows)-rowsShown); data.Cut > 0 {
			data.Table.Rows = data.Table.Rows[:rowsShown]
		}
		return c.render(w, r, who, http.StatusOK, pageReport, reportsPath, data)
	case formatCSV, formatJSON:
		return export(w, r, c.Site.Words(web.Language(r)), format, fileName(name, f), data.Table.Columns, data.Table.each)
	}
	return web.NotFound()
}

// noteGone notes when the period begins before all that was not deleted.
func (c *Center) noteGone(ctx context.Context, f *filter, ofSignIns bool) error {
	cases, signIns, err := c.Reports.Gone(ctx, f.query.Organisation)
	if err != nil {
		return err
	}
	if ofSignIns {
		cases = signIns
	}
	if f.query.From.Before(cases) {
		f.Gone = dateIn(cases, f.query.Zone)
	}
	return nil
}

// fill puts the figures into a report.
func (c *Center) fill(r *http.Request, who Manager, data *reportData) error {
	l := web.Language(r)
	catalogue, ctx := c.Site.Words(l), r.Context()
	switch data.Report {
	case reportSummary:
		s, err := counted(ctx, c, who, data, func(ctx context.Context, on *support.Reports) (support.Summary, error) {
			return on.Summary(ctx, data.query, data.grouping)
		})
		if err != nil {
			return err
		}
		drawing := newChart(s.Days, data.query.Zone, catalogue)
		data.Chart, data.Table, data.Groups = &drawing, summaryTable(s, data.filter, catalogue), groupings[:]
	case reportAgents:
		all, err := counted(ctx, c, who, data, func(ctx context.Context, on *support.Reports) ([]support.AgentPerformance, error) {
			return on.Agents(ctx, data.query)
		})
		if err != nil {
			return err
		}
		data.Table = agentsTable(all, data.filter)
	case reportSignIns:
		all, err := counted(ctx, c, who, data, func(ctx context.Context, on *support.Reports) ([]support.SignInDay, error) {
			return on.SignIns(ctx, data.query)
		})
		if err != nil {
			return err
		}
		data.Table = signInsTable(all, data.filter, catalogue)
	case reportSurvey:
		s, err := counted(ctx, c, who, data, func(ctx context.Context, on *support.Reports) (support.SurveyReport, error) {
			return on.Survey(ctx, data.query)
		})
		if err != nil {
			return err
		}
		data.Table, data.Texts = surveyTable(s, data.filter, l), surveyTexts(s, data.filter)
		data.Answers = [2]string{data.Address(reportsPath + "/answers.csv"), data.Address(reportsPath + "/answers.json")}
	default:
		return fmt.Errorf("report %q: %w", data.Report, support.ErrNotFound)
	}
	return nil
}

func surveyTexts(s support.SurveyReport, f filter) []surveyText {
	var texts []surveyText
	for _, a := range s.Texts {
		texts = append(texts, surveyText{
			At: a.At.In(f.query.Zone), Portal: f.names.portal(a.Portal), Agent: f.names.agent(a.Agent), Words: a.Text, Link: requestLink(a.Request),
		})
	}
	return texts
}

func tabs(current string, f filter) []tab {
	var all []tab
	for _, name := range []string{reportSummary, reportAgents, reportSignIns, reportSurvey} {
		all = append(all, tab{Key: reportTitle(name), Path: f.Address(reportsPath + "/" + name), On: name == current})
	}
	return all
}

// reportTitle is the catalogue key of a report's title.
func reportTitle(name string) string {
	titles := map[string]string{
		reportSummary: "report.summary.title", reportAgents: "report.agents.title", reportSignIns: "report.signins.title", reportSurvey: "report.survey.title",
	}
	if key, ok := titles[name]; ok {
		return key
	}
	return "report.title"
}

// Title is the catalogue key of the report's title.
func (d reportData) Title() string { return reportTitle(d.Report) }

// Note is the catalogue key of what the report says about how it counts.
func (d reportData) Note() string {
	return map[string]string{
		reportSummary: "report.summary.note", reportAgents: "report.agents.note", reportSignIns: "report.signins.note", reportSurvey: "report.survey.note",
	}[d.Report]
}

// GroupKey is the catalogue key of a way to group.
func (d reportData) GroupKey(name string) string { return "report.by." + name }
