package center

import (
	"net/http"
	"net/url"
	"time"

	"beside.example/relay/internal/support"
)

// many fills a fortnight with cases.
func many(s *scene) { s.fillCases(60, 9) }

// liveStates are the page of what happens now.
func liveStates() map[string]pageState {
	busy := func(s *scene) {
		s.phone("Omar Haddad", 18*time.Minute)
		s.phone("", 40*time.Second)
		s.accept("Margaret Ellis")
		s.ask("Daniel Fournier", "Je ne peux plus ouvrir ma messagerie depuis la mise à jour de ce matin, et le téléphone du bureau ne sonne plus non plus.")
		s.ask(longName, "Scanner", 1)
		s.pass(6*time.Minute + 12*time.Second)
	}
	offered := func(s *scene) {
		must(s.t, s.requests().Sweep(s.t.Context(), time.Now()))
		s.pass(12 * time.Second)
	}
	monitored := func(s *scene) {
		settings := support.DefaultSettings()
		settings.Monitoring = true
		must(s.t, s.PutSettings(s.t.Context(), s.organisation, settings))
		s.phone("", 40*time.Second)
		s.names["call"] = support.PhoneCase(s.phone("Omar Haddad", 18*time.Minute)).Name()
		s.accept("Margaret Ellis")
	}
	return map[string]pageState{
		"live/usual":              {at: livePath, whole: true},
		"live/nothing":            {at: livePath, who: "south"},
		"live/busy":               {at: livePath, scene: inTurn(longNames, busy)},
		"live/busy, for a lead":   {at: livePath, who: "lead", scene: busy},
		"live/offered":            {at: livePath, scene: offered},
		"live/offered, to a lead": {at: livePath, who: "lead", scene: offered},
		"live/somebody above":     {at: livePath, who: "lead", scene: above},
		"live/picked":             {at: livePath + "?team={front}&portal={staff}", scene: busy},
		"live/picked, by a lead":  {at: livePath + "?portal={pharmacy}", who: "lead", scene: busy},
		"live/after a morning":    {at: livePath, scene: inTurn(func(s *scene) { s.fillCases(160, 2) }, busy)},
		"live/signed out":         {at: livePath + "?done=out"},
		"live/may monitor":        {at: livePath + "?done=monitor", scene: monitored},
		"live/no app to monitor":  {at: livePath + "/sessions/{call}/monitor", form: url.Values{}, scene: monitored, status: http.StatusConflict},
	}
}

// wrote has customers answer a survey in words.
func wrote(s *scene) {
	ctx := s.t.Context()
	portal, err := s.Portal(ctx, s.portals[0])
	must(s.t, err)
	portal.Survey = append(portal.Survey, support.Question{Key: "more", Label: support.Texts{"en": "What else?", "fr": "Autre chose ?"}, Kind: support.QuestionText})
	must(s.t, s.UpdatePortal(ctx, portal))
	for _, customer := range []string{"Margaret Ellis", "Daniel Fournier"} {
		claire := s.signedIn(s.t, s.claire)
		r, err := s.requests().Accept(ctx, claire, s.ask(customer, "").ID)
		must(s.t, err)
		r, err = s.requests().Close(ctx, claire, r.ID, support.OutcomeUnresolved, "")
		must(s.t, err)
		must(s.t, support.NewSurveys(s.Store).Answer(ctx, portal, r, []support.Answer{{Key: "help", Rating: 2}, {Key: "more", Text: "I waited <b>long</b>. " + longName}}))
	}
}

// reportStates are the pages of reports.
func reportStates() map[string]pageState {
	const summary, fortnight = reportsPath + "/summary", "?from=2026-11-10&to=2026-11-23"
	deleted := func(s *scene) {
		mark := support.RetentionMark{Before: opening().AddDate(0, 0, -3), Looked: opening()}
		for _, kind := range []support.Perishable{support.PerishableCases, support.PerishableSignIns} {
			must(s.t, s.SetRetentionMark(s.t.Context(), s.organisation, kind, mark))
		}
	}
	kept := func(s *scene) {
		g := gated{s.Store, make(chan struct{})}
		s.center.Reports = support.NewReports(g)
		s.look(pageState{at: summary}, "en")
		close(g.gate)
		s.pass(2 * time.Second)
	}
	return map[string]pageState{
		"report/summary":               {at: summary + fortnight, scene: many},
		"report/nothing":               {at: summary, who: "south"},
		"report/for an agent":          {at: summary, who: "claire", scene: many},
		"report/for a lead":            {at: summary + fortnight, who: "lead", scene: many},
		"report/by day":                {at: summary + "?rows=day&zone=America/New_York", scene: many},
		"report/by agent":              {at: summary + "?rows=agent&portal={staff}&agent={claire}", scene: many},
		"report/by team":               {at: summary + "?rows=team&team={back}", scene: many},
		"report/by week":               {at: summary + "?from=2026-08-01&to=2026-11-23", scene: func(s *scene) { s.fillCases(200, 110) }},
		"report/by day, six weeks":     {at: summary + "?from=2026-10-12&to=2026-11-23", scene: many},
		"report/the first":             {at: reportsPath},
		"report/more than a page":      {at: reportsPath + "/sign-ins?from=2023-11-25&to=2026-11-23", scene: func(s *scene) { s.fillCases(1, 1090) }},
		"report/by month":              {at: summary + "?from=2025-10-01&to=2026-11-23", scene: func(s *scene) { s.fillCases(300, 400) }},
		"report/no such zone":          {at: summary + "?zone=Mars/Olympus"},
		"report/no such period":        {at: summary + "?from=2026-11-23&to=2026-11-01"},
		"report/some of it is deleted": {at: summary, scene: inTurn(many, deleted)},
		"report/kept":                  {at: summary, scene: kept},
		"report/agents":                {at: reportsPath + "/agents", scene: many},
		"report/no agents":             {at: reportsPath + "/agents", who: "south"},
		"report/sign-ins":              {at: reportsPath + "/sign-ins", scene: deleted},
		"report/no sign-ins":           {at: reportsPath + "/sign-ins", who: "south"},
		"report/survey":                {at: reportsPath + "/survey", scene: inTurn(many, wrote)},
		"report/no survey":             {at: reportsPath + "/survey", who: "south"},
	}
}

// jobStates are the pages of reports that take longer.
func jobStates() map[string]pageState {
	job := func(state support.JobState, done, whole int) func(s *scene) {
		return func(s *scene) {
			ctx, now := s.t.Context(), time.Now()
			ask := support.JobAsk{Organisation: s.organisation, Agent: s.elena.ID, Key: support.SecretHash{byte(state), byte(done)}, Report: reportSummary, Address: reportsPath + "/summary"}
			id, err := s.AddJob(ctx, support.Job{JobAsk: ask, State: support.JobRuns, Created: now, Beat: now}, 100)
			must(s.t, err)
			must(s.t, s.BeatJob(ctx, id, done, whole, now))
			if state.Final() {
				must(s.t, s.EndJob(ctx, id, state, nil, now))
			}
			s.names["job"] = id
		}
	}
	const one = jobsPath + "/{job}"
	failed, stopped, cancelled := job(support.JobFailed, 1, 2), job(support.JobStopped, 1, 2), job(support.JobCancelled, 1, 2)
	begun, half, over := job(support.JobRuns, 0, 0), job(support.JobRuns, 420_000, 1_000_000), job(support.JobDone, 1, 1)
	return map[string]pageState{
		"job/begun":       {at: one, scene: begun},
		"job/half":        {at: one, scene: half},
		"job/failed":      {at: one, scene: failed},
		"job/stopped":     {at: one, scene: stopped},
		"job/cancelled":   {at: one, scene: cancelled},
		"job/done":        {at: one, scene: over, status: http.StatusSeeOther},
		"jobs/none":       {at: jobsPath},
		"jobs/all":        {at: jobsPath, scene: inTurn(failed, stopped, cancelled, begun, half, over)},
		"jobs/no room":    {at: jobsPath + "?" + fullParameter, scene: half},
		"jobs/of another": {at: jobsPath, who: "lead", scene: half},
	}
}

// caseStates are the list of sessions.
func caseStates() map[string]pageState {
	erased := func(s *scene) {
		id := support.CaseID{Request: s.request}
		must(s.t, s.EraseCases(s.t.Context(), s.organisation, []support.CaseID{id}, time.Now(), support.AuditEvent{Organisation: s.organisation, At: time.Now(), Agent: s.elena.ID, Act: support.AuditPersonErased}))
	}
	all := func(s *scene) {
		many(s)
		s.phone("", time.Minute)
		s.ask(longName, "A question that is longer than the column is wide, so that its end cannot be seen in the list at all.")
	}
	last := func(s *scene) {
		many(s)
		s.names["before"] = formatCursor(support.CaseEntry{Case: support.Case{Request: s.office.request, Created: opening().AddDate(0, 0, -8)}})
	}
	return map[string]pageState{
		"cases/usual":                 {at: sessionsPath},
		"cases/none":                  {at: sessionsPath, who: "south"},
		"cases/one is erased":         {at: sessionsPath, scene: erased},
		"cases/more than a page":      {at: sessionsPath, scene: all},
		"cases/the last page":         {at: sessionsPath + "?before={before}", scene: last},
		"cases/of an agent":           {at: sessionsPath, who: "claire"},
		"cases/no such period":        {at: sessionsPath + "?from=tomorrow"},
		"cases/some of it is deleted": {at: sessionsPath + "?from=2026-11-01", scene: reportStates()["report/some of it is deleted"].scene},
	}
}
