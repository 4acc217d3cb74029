package center

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// pageReview names the template of the review of a session.
const pageReview = "review"

// reviewData is what the review of a session shows.
type reviewData struct {
	Heading  string
	At       time.Time
	Portal   string
	Length   string // how long it took, empty while it lasts
	State    badge
	Question string
	Notes    string
	Phone    bool
	Log      []logLine
	Had, Met []presence
	Fields   []answered
	Answers  []answered
	Lanes    lanes
	Zone     string
	Account  accountData
	Erased   string // the date on which who asked was erased, empty for never
}

// logLine is a line of the log: what somebody said, or what happened.
type logLine struct {
	At    time.Time
	Who   string // empty when something happened
	Text  string
	Agent bool // whether an agent said it
	// Private tells that it was said among agents alone. By are those who report it, where there are several; Not are those who were there,
	// and do not.
	Private bool
	By, Not string
}

// presence is when somebody was there.
type presence struct {
	Who         string
	Since, Till time.Time
	Lasts       bool
	By          string // who reports it, when that is somebody else
}

// answered is an answer to a question of a form or a survey.
type answered struct {
	Question, Text string
	Rating         int
	Stars          []bool
}

// showReview shows all that is known of a session.
func (c *Center) showReview(w http.ResponseWriter, r *http.Request, who Manager) error {
	review, known, err := c.review(r, who)
	if err != nil {
		return err
	}
	l := web.Language(r)
	zone := known.zone()
	if hours := known.portalBy[review.Portal].Hours.Zone; hours != "" {
		if z, err := time.LoadLocation(hours); err == nil {
			zone = z
		}
	}
	return c.render(w, r, who, http.StatusOK, pageReview, sessionsPath, reviewOf(review, known, zone, l, c.Site.Words(l), time.Now()))
}

// reviewOf says in words what is known of a case; now ends what still lasts.
func reviewOf(v support.Review, known names, zone *time.Location, l words.Language, c *words.Catalogue, now time.Time) reviewData {
	d := reviewData{
		At: v.Created.In(zone), Portal: known.portal(v.Portal), State: badgeOf(v.State), Question: v.Question, Notes: v.Notes,
		Phone: v.Request == support.RequestID{}, Zone: zone.String(),
	}
	if !v.Erased.IsZero() {
		d.Erased, v.Customer = dateIn(v.Erased, zone), c.T("privacy.erased", nil)
	}
	d.Heading = c.T("report.review.alone", words.Args{"Customer": v.Customer})
	if name := known.agent(v.Agent); name != "" && !v.Accepted.IsZero() {
		d.Heading = c.T("report.review.title", words.Args{"Customer": v.Customer, "Agent": name})
	}
	if !v.Ended.IsZero() {
		d.Length = clock(v.Ended.Sub(v.Created))
	}
	for _, e := range v.Events {
		d.Log = append(d.Log, lineOf(e, v, known, zone, c))
	}
	d.Log = append(d.Log, accountLines(v, known, zone, c)...)
	slices.SortStableFunc(d.Log, func(a, b logLine) int { return a.At.Compare(b.At) })
	for _, s := range v.Stints {
		d.Had = append(d.Had, presenceOf(known.agent(s.Agent), s.Began, s.Ended, zone))
	}
	for _, s := range v.Sessions {
		began := s.Started
		if began.IsZero() {
			began = s.Granted
		}
		d.Met = append(d.Met, presenceOf(known.agent(s.Agent), began, s.Ended, zone))
	}
	d.Fields, d.Answers = fieldsOf(v, known, l), answersOf(v, known, l)
	d.Account = newAccount(v, known, zone, l)
	d.Lanes = newLanes(v, d, zone, now)
	for i, s := range v.Sessions {
		if s.Monitor {
			d.Met[i].Who = c.T("monitor.review", words.Args{"Name": d.Met[i].Who})
		}
	}
	return d
}

func presenceOf(who string, since, till time.Time, zone *time.Location) presence {
	p := presence{Who: who, Since: since.In(zone), Lasts: till.IsZero()}
	if !p.Lasts {
		p.Till = till.In(zone)
	}
	return p
}

// lineOf says what an event tells.
func lineOf(e support.Event, v support.Review, known names, zone *time.Location, c *words.Catalogue) logLine {
	actor := map[support.ActorRole]string{
		support.ActorCustomer: c.T("report.event.customer", nil), support.ActorSystem: c.T("report.event.relay", nil), support.ActorAgent: known.agent(e.Actor.Agent),
	}[e.Actor.Role]
	line := logLine{At: e.At.In(zone)}
	if e.Kind == support.EventSaid {
		line.Who, line.Text, line.Agent = actor, e.Text, e.Actor.Role == support.ActorAgent
		if e.Actor.Role == support.ActorCustomer && v.Customer != "" {
			line.Who = v.Customer
		}
		return line
	}
	line.Text = c.T(eventKey(e), words.Args{
		"Customer": v.Customer, "Actor": actor, "Other": known.agent(e.Other), "State": c.T(badgeOf(e.State).Key, nil),
	})
	return line
}

// eventKey is the catalogue key of what an event tells.
func eventKey(e support.Event) string {
	if e.Kind == support.EventIntroduced && e.Other != 0 {
		return "report.event.introduced.to"
	}
	return map[support.EventKind]string{
		support.EventSubmitted: "report.event.submitted", support.EventPosted: "report.event.posted", support.EventOffered: "report.event.offered",
		support.EventOfferLapsed: "report.event.lapsed", support.EventAccepted: "report.event.accepted", support.EventDeclined: "report.event.declined",
		support.EventAppOffered: "report.event.app", support.EventSessionBegun: "report.event.begun", support.EventReconnecting: "report.event.silent",
		support.EventReturned: "report.event.returned", support.EventIntroduced: "report.event.introduced", support.EventIntroAnswered: "report.event.answered",
		support.EventIntroEnded: "report.event.introended", support.EventTakenOver: "report.event.takenover", support.EventLeft: "report.event.left",
		support.EventEnded: "report.event.ended", support.EventSurveyed: "report.event.surveyed",
	}[e.Kind]
}

// fieldsOf lists what the customer wrote into the portal's own fields, in their order; of fields that are gone, by their keys.
func fieldsOf(v support.Review, known names, l words.Language) []answered {
	var all []answered
	seen := map[string]bool{}
	for _, f := range known.portalBy[v.Portal].Page.Fields {
		if text := v.Fields[f.Key]; text != "" {
			all = append(all, answered{Question: f.Label.In(string(l)), Text: text})
		}
		seen[f.Key] = true
	}
	var gone []answered
	for key, text := range v.Fields {
		if !seen[key] && text != "" {
			gone = append(gone, answered{Question: key, Text: text})
		}
	}
	slices.SortFunc(gone, func(a, b answered) int { return strings.Compare(a.Question, b.Question) })
	return append(all, gone...)
}

// answersOf lists what the customer answered to the survey.
func answersOf(v support.Review, known names, l words.Language) []answered {
	var all []answered
	for _, a := range v.Answers {
		one := answered{Question: known.question(v.Portal, a.Key, l), Text: a.Text, Rating: int(a.Rating)}
		if a.Rating > 0 {
			for star := range support.MaxRating {
				one.Stars = append(one.Stars, star < int(a.Rating))
			}
		}
		all = append(all, one)
	}
	return all
}
