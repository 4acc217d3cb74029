package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"beside.example/internal/words"
)

// What a relay on trial calls the portal of the journey, and asks there in the end.
const (
	boxName        = "Ask us"
	surveyQuestion = "Did we help you?"
)

// figures are a report's table as the page shows it; the first row is the columns' titles.
type figures [][]string

// figures reads the one table of a report.
func (m *manager) figures(ctx context.Context) (figures, error) {
	return evaluate[figures](ctx, m.Browser, `[...document.querySelectorAll("section.figures tr")].map(r => [...r.children].map(c => c.innerText.trim()))`)
}

// row returns the first row that has a text in it, by the columns' titles.
func (f figures) row(name string) map[string]string {
	row := map[string]string{}
	if i := slices.IndexFunc(f, func(row []string) bool { return slices.Contains(row, name) }); i > 0 {
		for column, text := range f[i] {
			row[f[0][column]] = text
		}
	}
	return row
}

// expect compares some columns of a row.
func (f figures) expect(row string, want map[string]string) error {
	got := f.row(row)
	for key, text := range want {
		if column := pageText("report.column." + key); got[column] != text {
			return fmt.Errorf("the report says %q for %s in the row %s, should be %q; all of it: %v", got[column], column, row, text, f)
		}
	}
	return nil
}

// within makes sure that a time which the page shows, in whole seconds, can be the one between two moments.
func within(what, shown string, later, earlier moment) error {
	parts := strings.Split(shown, ":")
	var took time.Duration
	for _, part := range parts {
		var n int
		if _, err := fmt.Sscanf(part, "%d", &n); err != nil {
			return fmt.Errorf("%s is %q, which is no time: %w", what, shown, err)
		}
		const sixty = 60
		took = took*sixty + time.Duration(n)*time.Second
	}
	shortest, longest := later.since(earlier)
	const rounding = time.Second
	if took < shortest-rounding || took > longest+rounding {
		return fmt.Errorf("%s is %v, but was between %v and %v", what, took, shortest, longest)
	}
	return nil
}

// readsReport finds the session that has just been held in the session summary, and no other.
func (j *Journey) readsReport(ctx context.Context) error {
	if err := j.follows(ctx, reportsPath, pageText("report.summary.title")); err != nil {
		return err
	}
	f, err := j.manager.figures(ctx)
	if err != nil {
		return err
	}
	one := map[string]string{
		"submitted": "1", "posted": "1", "accepted": "1", "sessions": "1", "resolved": "1", "declined": "0", "no_response": "0",
		"abandoned": "0", "download_error": "0", "connection_error": "0", "unresolved": "0", "unknown": "0", "open": "0",
	}
	for _, row := range []string{boxName, pageText("report.total")} {
		if err := f.expect(row, one); err != nil {
			return err
		}
	}
	row := f.row(boxName)
	if err := within("the wait in the report", row[pageText("report.column.median_wait")], j.accepted, moment{j.asked, j.asked.Add(patience)}); err != nil {
		return err
	}
	return within("the handling in the report", row[pageText("report.column.median_handling")], j.filed, j.accepted)
}

// readsAgents finds what the one agent did.
func (j *Journey) readsAgents(ctx context.Context) error {
	f, err := j.tab(ctx, "agents")
	if err != nil {
		return err
	}
	return f.expect(j.Name, map[string]string{"accepted": "1", "declined": "0", "sessions": "1", "resolved": "1"})
}

// readsSurvey finds the customer's answers.
func (j *Journey) readsSurvey(ctx context.Context) error {
	f, err := j.tab(ctx, "survey")
	if err != nil {
		return err
	}
	if err := f.expect(surveyQuestion, map[string]string{"answers": "1", "mean": "5.00", "rated_5": "1", "rated_1": "0"}); err != nil {
		return err
	}
	return j.manager.See(ctx, surveyText)
}

// tab goes to another report.
func (j *Journey) tab(ctx context.Context, report string) (figures, error) {
	if err := j.manager.Click(ctx, `nav.seg a[href^="`+reportsPath+"/"+report+`"]`); err != nil {
		return nil, err
	}
	if err := j.manager.heading(ctx, pageText("report."+report+".title")); err != nil {
		return nil, err
	}
	return j.manager.figures(ctx)
}

// follows goes to a page by the navigation at the top.
func (j *Journey) follows(ctx context.Context, path, heading string) error {
	if err := j.manager.Click(ctx, `.cnav nav a[href="`+path+`"]`); err != nil {
		return err
	}
	return j.manager.heading(ctx, heading)
}

// heading waits until the page has a heading.
func (m *manager) heading(ctx context.Context, want string) error {
	return await(ctx, "the page "+want, func() (bool, error) {
		got, err := evaluate[string](ctx, m.Browser, `document.readyState === "complete" ? document.querySelector("h1")?.innerText ?? "" : ""`)
		if err == nil && got != want {
			err = fmt.Errorf("its heading is %q", got)
		}
		return err == nil, err
	})
}

// findsSession finds the session in the list of all.
func (j *Journey) findsSession(ctx context.Context) error {
	return inOrder(func(ctx context.Context) error {
		return j.follows(ctx, sessionsPath, pageText("report.sessions.title"))
	},
		func(ctx context.Context) error { return j.manager.See(ctx, customerName) })(ctx)
}

// stay is a line of a review that says from when to when somebody was there.
var stay = regexp.MustCompile(`(\d\d):(\d\d):(\d\d) – (\d\d):(\d\d):(\d\d)`)

// reviewsSession opens the session that has just been held, and compares what stands there with what happened.
func (j *Journey) reviewsSession(ctx context.Context) error {
	m := j.manager
	if err := m.Leave(ctx, "table td a.b"); err != nil {
		return err
	}
	if err := m.heading(ctx, pageText("report.review.title", words.Args{"Customer": customerName, "Agent": j.Name})); err != nil {
		return err
	}
	for _, part := range []string{
		boxName, question, pageText("report.state.resolved"), pageGreeted, pageAnswer, pageText("handin.proof.checked"),
		surveyText, pageText("report.review.stars", words.Args{"N": "5"}),
	} {
		if err := m.See(ctx, part); err != nil {
			return err
		}
	}
	lists, err := evaluate[[]string](ctx, m.Browser, `[...document.querySelectorAll(".facts section")].map(s => s.innerText)`)
	if err != nil {
		return err
	}
	for title, when := range map[string][2]moment{
		pageText("report.review.had"): {j.accepted, j.filed}, pageText("report.review.met"): {j.met, j.ended},
		pageText("handin.seen"): {j.met, j.ended}, pageText("handin.controlled"): {j.met, j.tookBack},
	} {
		i := slices.IndexFunc(lists, func(l string) bool { return strings.HasPrefix(l, title) && strings.Contains(l, j.Name) })
		if i < 0 {
			said, _ := json.Marshal(lists)
			return fmt.Errorf("the review does not say who “%s”: %s", title, said)
		}
		took, err := lasted(lists[i])
		if err != nil {
			return err
		}
		if err := within("“"+title+"” in the review", took, when[1], when[0]); err != nil {
			return err
		}
	}
	return nil
}

// lasted reads how long a stay was, as minutes and seconds.
func lasted(text string) (string, error) {
	found := stay.FindString(text)
	from, till, _ := strings.Cut(found, " – ")
	began, err := time.Parse(time.TimeOnly, from)
	if err != nil {
		return "", fmt.Errorf("read when somebody was there in %q: %w", text, err)
	}
	ended, err := time.Parse(time.TimeOnly, till)
	if err != nil {
		return "", fmt.Errorf("read when somebody was there in %q: %w", text, err)
	}
	took := ended.Sub(began)
	if took < 0 { // over midnight
		const day = 24 * time.Hour
		took += day
	}
	return fmt.Sprintf("0:%d", int(took/time.Second)), nil
}
