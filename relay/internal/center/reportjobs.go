package center

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// jobsPath is where somebody's long reports are.
const jobsPath = reportsPath + "/jobs"

// pageJob and pageJobs name the templates of a long report under way and of all of somebody's.
const (
	pageJob  = "job"
	pageJobs = "jobs"
)

// jobRoutes are those of long reports.
func (c *Center) jobRoutes() []route {
	return []route{
		{"GET " + jobsPath, support.ActSeeReports, c.showJobs},
		{"GET " + jobsPath + "/{id}", support.ActSeeReports, c.showJob},
		{"GET " + jobsPath + "/{id}/events", support.ActSeeReports, c.followJob},
		{"POST " + jobsPath + "/{id}/cancel", support.ActSeeReports, c.cancelJob},
		{"POST " + jobsPath + "/{id}/again", support.ActSeeReports, c.countAgain},
	}
}

// What we may tune of the pages of long reports.
const (
	jobLook    = time.Second // between two looks at a job by its open page
	jobRefresh = 2           // seconds until a page without scripts loads itself again
)

// jobView is a long report as its page shows it.
type jobView struct {
	support.Job
	Begun time.Time // in the time zone of the organisation
}

// Percent is how much is done; Known says whether anybody knows.
func (j jobView) Percent() int {
	share, _ := j.Share()
	return int(100 * share)
}

// Known reports whether anybody knows how much is done.
func (j jobView) Known() bool { _, ok := j.Share(); return ok }

// Path is where the page is.
func (j jobView) Path() string { return jobPath(j.ID) }

// Title is the catalogue key of the report's title.
func (j jobView) Title() string { return reportTitle(j.Report) }

// Key is the catalogue key of what happened to it.
func (j jobView) Key() string {
	return map[support.JobState]string{
		support.JobRuns: "report.job.runs", support.JobDone: "report.job.done", support.JobFailed: "report.job.failed",
		support.JobStopped: "report.job.stopped", support.JobCancelled: "report.job.cancelled",
	}[j.State]
}

// Badge is what the list shows of its state.
func (j jobView) Badge() badge {
	return map[support.JobState]badge{
		support.JobRuns: {"report.job.state.runs", "refresh", "st-sess"}, support.JobDone: {"report.job.state.done", "check", "st-ok"},
		support.JobFailed: {"report.job.state.failed", "warn", "st-bad"}, support.JobStopped: {"report.job.state.stopped", "warn", "st-bad"},
		support.JobCancelled: {"report.job.state.cancelled", "x", "st-end"},
	}[j.State]
}

// Runs reports whether it is under way.
func (j jobView) Runs() bool { return !j.State.Final() }

func jobPath(id support.JobID) string { return jobsPath + "/" + strconv.FormatUint(uint64(id), 10) }

// jobOf returns the job that a request names, when it is the reader's.
func (c *Center) jobOf(r *http.Request, who Manager) (support.Job, error) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 63)
	if err != nil {
		return support.Job{}, support.ErrNotFound
	}
	return c.Jobs.For(r.Context(), who.Agent.ID, support.JobID(id))
}

// showJob shows how far a long report is, and leads to it when it is there.
func (c *Center) showJob(w http.ResponseWriter, r *http.Request, who Manager) error {
	job, err := c.jobOf(r, who)
	if err != nil {
		return err
	}
	if job.State == support.JobDone {
		http.Redirect(w, r, job.Address, http.StatusSeeOther)
		return nil
	}
	known, err := c.names(r.Context(), who)
	if err != nil {
		return err
	}
	dress := web.Dress{Sheets: []string{c.sheet.Path(), c.reportSheet.Path()}, Script: c.script.Path()}
	if !job.State.Final() {
		dress.QuietRefresh = jobRefresh
	}
	return c.Site.RenderDressed(w, r, http.StatusOK, c.pages[pageJob], dress, view{
		Who: who, Items: c.navigation(who, reportsPath), Done: done(r), Page: jobView{Job: job, Begun: job.Created.In(known.zone())},
	})
}

// jobsData is what the list of long reports shows.
type jobsData struct {
	Jobs []jobView
	Full bool // the reader's organisation has as many under way as it may
	Zone string
}

// fullParameter says in the address of the list that no further report was begun.
const fullParameter = "full"

func (c *Center) showJobs(w http.ResponseWriter, r *http.Request, who Manager) error {
	all, err := c.Jobs.List(r.Context(), who.Agent.ID)
	if err != nil {
		return err
	}
	known, err := c.names(r.Context(), who)
	if err != nil {
		return err
	}
	data := jobsData{Full: r.URL.Query().Has(fullParameter), Zone: known.zone().String()}
	for _, j := range all {
		data.Jobs = append(data.Jobs, jobView{Job: j, Begun: j.Created.In(known.zone())})
	}
	return c.render(w, r, who, http.StatusOK, pageJobs, reportsPath, data)
}

// progress is what an open page is told of its job.
type progress struct {
	Percent int  `json:"percent"`
	Known   bool `json:"known"`
	Ended   bool `json:"ended"`
}

// followJob tells an open page how far its report is, until it ends.
func (c *Center) followJob(w http.ResponseWriter, r *http.Request, who Manager) error {
	job, err := c.jobOf(r, who)
	if err != nil {
		return err
	}
	if !c.streams.Enter(who.Agent.ID, maxStreams) {
		return &support.TooManyError{RetryAfter: jobLook}
	}
	defer c.streams.Leave(who.Agent.ID)
	stream, err := web.BeginEvents(w, liveWrite)
	if err != nil {
		return nil // the browser is gone
	}
	look := time.NewTicker(jobLook)
	defer look.Stop()
	for {
		shown := jobView{Job: job}
		told, err := json.Marshal(progress{Percent: shown.Percent(), Known: shown.Known(), Ended: !shown.Runs()})
		if err != nil {
			return fmt.Errorf("tell of a job: %w", err)
		}
		if err := stream.Send("progress", 0, told); err != nil || !shown.Runs() {
			return nil // the browser is gone, or knows all there is
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-c.draining:
			return nil
		case <-look.C:
		}
		if _, err := c.who(r); err != nil {
			return nil // signed out meanwhile
		}
		if job, err = c.jobOf(r, who); err != nil {
			return nil // forgotten: the page says so when it loads anew
		}
	}
}

func (c *Center) cancelJob(w http.ResponseWriter, r *http.Request, who Manager) error {
	job, err := c.jobOf(r, who)
	if err != nil {
		return err
	}
	if err := c.Jobs.Cancel(r.Context(), who.Agent.ID, job.ID); err != nil {
		return err
	}
	http.Redirect(w, r, jobPath(job.ID), http.StatusSeeOther)
	return nil
}

// countAgain has a report counted anew whose result was kept, or that did not come to an end.
func (c *Center) countAgain(w http.ResponseWriter, r *http.Request, who Manager) error {
	job, err := c.jobOf(r, who)
	if err != nil {
		return err
	}
	if err := c.Jobs.Forget(r.Context(), who.Agent.ID, job.ID); err != nil {
		return err
	}
	http.Redirect(w, r, job.Address, http.StatusSeeOther)
	return nil
}

// question is what a report counts, as its key is made of.
type question struct {
	Report   string
	Grouping support.Grouping
	Zone     string
	From, To int64
	Portals  []support.PortalID
	Teams    []support.TeamID
	Agents   []support.AgentID
}

// ask says for whom a report is counted.
func (d *reportData) ask(who Manager) (support.JobAsk, error) {
	q := question{
		Report: d.Report, Zone: d.Zone, From: d.query.From.UnixMilli(), To: d.query.To.UnixMilli(),
		Portals: d.query.Portals, Teams: d.query.Teams, Agents: d.query.Agents,
	}
	if d.Report == reportSummary {
		q.Grouping = d.grouping
	}
	text, err := json.Marshal(q)
	if err != nil {
		return support.JobAsk{}, fmt.Errorf("name a report: %w", err)
	}
	return support.JobAsk{
		Organisation: who.Organisation.ID, Agent: who.Agent.ID, Key: sha256.Sum256(text), Report: d.Report,
		Address: d.Address(reportsPath + "/" + d.Report),
	}, nil
}

// underWay is the error of a report that is not there yet: the page of its job shows how far it is.
type underWay struct{ id support.JobID }

// Error implements error.
func (u *underWay) Error() string { return fmt.Sprintf("job %d is under way", u.id) }

// counted counts a report and notes when; an *underWay says that it takes longer.
func counted[T any](ctx context.Context, c *Center, who Manager, data *reportData, count func(ctx context.Context, on *support.Reports) (T, error)) (T, error) {
	ask, err := data.ask(who)
	if err != nil {
		return *new(T), err
	}
	result, err := support.Count(ctx, c.Jobs, ask, func(ctx context.Context, tell func(done, whole int)) (T, error) {
		return count(ctx, c.Reports.Telling(tell))
	})
	if err != nil {
		return result.Result, err
	}
	if result.Under {
		return result.Result, &underWay{result.Job.ID}
	}
	if result.Job.ID != 0 {
		data.Kept, data.KeptAt = jobPath(result.Job.ID), result.At.In(data.query.Zone)
	}
	return result.Result, nil
}

// elsewhere leads whoever asked for a report that takes longer to the page that shows how far it is.
func elsewhere(w http.ResponseWriter, r *http.Request, err error) (led bool) {
	var under *underWay
	var many *support.TooManyError
	switch {
	case errors.As(err, &under):
		http.Redirect(w, r, jobPath(under.id), http.StatusSeeOther)
	case errors.As(err, &many):
		http.Redirect(w, r, jobsPath+"?"+fullParameter, http.StatusSeeOther)
	default:
		return false
	}
	return true
}
