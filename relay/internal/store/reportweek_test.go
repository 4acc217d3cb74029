package store_test

import (
	"testing"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// week is what happened in the week from Monday 23 to Sunday 29 March 2026 in Paris, whose Sunday has 23 hours: at 2:00 it is 3:00.
type week struct {
	*fixture
	zone                *time.Location
	front, back         support.TeamID
	claire, tom, priya  support.AgentID
	desk, match, phone  support.PortalID
	requests, nameplate int
}

// at is a moment as the clock in Paris tells it, on a day of March 2026.
func (w *week) at(t *testing.T, moment string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05.000", "2026-03-"+moment, w.zone)
	must(t, err)
	return at
}

// happening is one event of a script, so many milliseconds after the request was submitted.
type happening struct {
	after  int64
	kind   support.EventKind
	actor  support.AgentID
	other  support.AgentID
	change func(r *support.Request, at time.Time)
}

func posted(after int64) happening {
	return happening{after: after, kind: support.EventPosted, change: func(r *support.Request, at time.Time) { r.State, r.Posted = support.RequestPosted, at }}
}

func accepted(after int64, by support.AgentID) happening {
	return happening{after: after, kind: support.EventAccepted, actor: by, change: func(r *support.Request, at time.Time) {
		r.State, r.Agent, r.Accepted = support.RequestAccepted, by, at
	}}
}

func takenOver(after int64, from, by support.AgentID) happening {
	return happening{after: after, kind: support.EventTakenOver, actor: from, other: by, change: func(r *support.Request, _ time.Time) {
		r.State, r.Agent = support.RequestInSession, by
	}}
}

func ended(after int64, state support.RequestState) happening {
	return happening{after: after, kind: support.EventEnded, change: func(r *support.Request, at time.Time) { r.State, r.Ended = state, at }}
}

func declined(after int64, by support.AgentID) happening {
	return happening{after: after, kind: support.EventDeclined, actor: by}
}

func lapsed(after int64, of support.AgentID) happening {
	return happening{after: after, kind: support.EventOfferLapsed, other: of}
}

// request plays a request from its submission on.
func (w *week) request(t *testing.T, portal support.PortalID, wanted support.AgentID, created time.Time, script ...happening) support.Request {
	t.Helper()
	w.requests++
	r := support.Request{Organisation: w.organisation.ID, Portal: portal, State: support.RequestSubmitted, Token: support.NewSecret().Hash()}
	r.ID[0], r.Customer, r.Wanted, r.Created, r.Seen = byte(w.requests), "Noor", wanted, created, created
	e := support.Event{Request: r.ID, Organisation: r.Organisation, Portal: portal, Kind: support.EventSubmitted, At: created, Actor: support.ByCustomer()}
	must(t, w.CreateRequest(t.Context(), r, e))
	for _, h := range script {
		at := created.Add(time.Duration(h.after) * time.Millisecond)
		_, _, err := w.ChangeRequest(t.Context(), r.ID, func(r *support.Request) (support.Step, error) {
			if h.change != nil {
				h.change(r, at)
			}
			actor := support.ByCustomer()
			if h.actor != 0 {
				actor = support.ByAgent(h.actor)
			}
			return support.Step{Events: []support.Event{{
				Request: r.ID, Organisation: r.Organisation, Portal: portal, Kind: h.kind, State: r.State, Actor: actor, Other: h.other, At: at,
			}}}, nil
		})
		must(t, err)
	}
	return r
}

// session begins a session of a request, and ends it.
func (w *week) session(t *testing.T, r support.Request, number byte, agent support.AgentID, granted, started, ended int64) {
	t.Helper()
	at := func(after int64) time.Time { return r.Created.Add(time.Duration(after) * time.Millisecond) }
	session := support.Session{ID: leg.SessionID{number}, Request: r.ID, Agent: agent, Portal: r.Portal, Customer: r.Customer, Granted: at(granted)}
	_, _, err := w.ChangeRequest(t.Context(), r.ID, func(r *support.Request) (support.Step, error) {
		r.Session = session.ID
		return support.Step{Session: &session}, nil
	})
	must(t, err)
	must(t, w.EndSession(t.Context(), agent, session.ID, at(started), at(ended), support.OutcomeResolved))
}

// call plays a session that came of nine digits; ended is zero while it lasts, started when nobody met.
func (w *week) call(t *testing.T, number byte, agent support.AgentID, granted time.Time, started, ended time.Duration, outcome support.Outcome) {
	t.Helper()
	w.nameplate++
	c := support.Code{Agent: agent, Portal: w.phone, Customer: "Aiko", Created: granted.Add(-time.Minute), Expires: granted.Add(time.Hour)}
	c.Nameplate = code.Nameplate([]byte{'1', '0', '0', byte('0' + w.nameplate)})
	id, err := w.CreateCode(t.Context(), c, 8)
	must(t, err)
	_, err = w.RedeemCode(t.Context(), support.Session{ID: leg.SessionID{number}, Code: id, Agent: agent, Granted: granted})
	must(t, err)
	if ended == 0 {
		return
	}
	var begun time.Time
	if started != 0 {
		begun = granted.Add(started)
	}
	must(t, w.EndSession(t.Context(), agent, leg.SessionID{number}, begun, granted.Add(ended), outcome))
}

func newWeek(t *testing.T, f *fixture) *week {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	must(t, err)
	w := &week{fixture: f, zone: zone, front: f.team, phone: f.portal, claire: f.agent.ID}
	w.back, err = f.CreateTeam(t.Context(), support.Team{Organisation: f.organisation.ID, Name: "Back", Parent: f.team})
	must(t, err)
	w.tom = f.newAgent(t, "tom@northfield.example").ID
	f.team = w.back
	w.priya = f.newAgent(t, "priya@northfield.example").ID
	for _, p := range []struct {
		to   *support.PortalID
		name string
		kind support.PortalKind
	}{{&w.desk, "Staff desk", support.PortalQueue}, {&w.match, "Find my agent", support.PortalMatch}} {
		*p.to, err = f.CreatePortal(t.Context(), support.Portal{Organisation: f.organisation.ID, Name: p.name, Kind: p.kind, Created: now})
		must(t, err)
	}
	w.play(t)
	return w
}

// play plays the script. The numbers of its comments are those of the hand-made tables.
func (w *week) play(t *testing.T) {
	t.Helper()
	r1 := w.request(t, w.desk, 0, w.at(t, "23 09:00:00.000"), posted(2_000), lapsed(32_000, w.tom), accepted(62_000, w.claire), ended(662_000, support.RequestResolved))
	w.session(t, r1, 1, w.claire, 120_000, 130_000, 650_000)
	r2 := w.request(t, w.desk, 0, w.at(t, "23 09:10:00.000"), posted(1_000), accepted(31_000, w.tom), takenOver(331_000, w.tom, w.priya), ended(931_000, support.RequestUnresolved))
	w.session(t, r2, 2, w.tom, 60_000, 61_000, 340_000)
	w.session(t, r2, 3, w.priya, 325_000, 326_000, 930_000)
	w.request(t, w.desk, 0, w.at(t, "23 23:59:59.999"), posted(1_000), ended(61_000, support.RequestAbandoned))                                                     // 3
	w.request(t, w.match, w.priya, w.at(t, "24 00:00:00.000"), posted(0), declined(20_000, w.priya), ended(20_000, support.RequestDeclined))                        // 4
	w.request(t, w.match, w.claire, w.at(t, "24 10:00:00.000"), posted(1_000), ended(241_000, support.RequestNoResponse))                                           // 5
	w.request(t, w.desk, 0, w.at(t, "25 08:00:00.000"), posted(1_000), accepted(11_000, w.tom), ended(611_000, support.RequestDownloadError))                       // 6
	w.request(t, w.desk, 0, w.at(t, "25 08:00:00.000"), ended(30_000, support.RequestConnectionError))                                                              // 7
	w.request(t, w.desk, 0, w.at(t, "26 12:00:00.000"), posted(3_000), declined(30_000, w.claire), declined(60_000, w.tom), ended(60_000, support.RequestDeclined)) // 8
	w.request(t, w.desk, 0, w.at(t, "28 23:59:59.999"), posted(0), accepted(90_001, w.claire), ended(390_001, support.RequestUnknown))                              // 9
	w.request(t, w.desk, 0, w.at(t, "29 01:59:59.999"), posted(1_000), accepted(61_000, w.priya), ended(3_661_000, support.RequestResolved))                        // 10
	w.request(t, w.desk, 0, w.at(t, "29 03:00:00.000"), posted(0))                                                                                                  // 11
	w.request(t, w.desk, 0, w.at(t, "29 23:59:59.999"), posted(0), accepted(10_000, w.claire), ended(4_000_000, support.RequestResolved))                           // 12
	w.request(t, w.desk, 0, w.at(t, "22 23:59:59.999"), posted(0), accepted(10_001, w.claire), ended(300_001, support.RequestResolved))                             // 13, the week before
	w.request(t, w.desk, 0, w.at(t, "30 00:00:00.000"), posted(0))                                                                                                  // 14, the week after
	w.call(t, 11, w.claire, w.at(t, "23 14:00:00.000"), 5*time.Second, 605*time.Second, support.OutcomeResolved)                                                    // 21
	w.call(t, 12, w.tom, w.at(t, "24 14:00:00.000"), 0, time.Minute, support.OutcomeUnknown)                                                                        // 22, nobody met
	w.call(t, 13, w.priya, w.at(t, "29 04:00:00.000"), 0, 0, 0)                                                                                                     // 23, lasts
	w.call(t, 14, w.tom, w.at(t, "27 10:00:00.000"), 0, 8*24*time.Hour, support.OutcomeUnknown)                                                                     // 24, nobody told the end
	w.answer(t, r1, w.at(t, "23 09:20:00.000"), support.Answer{Key: "help", Rating: 5}, support.Answer{Key: "remarks", Text: "Merci"})
	w.answer(t, r2, w.at(t, "24 08:00:00.000"), support.Answer{Key: "help", Rating: 3})
	w.elsewhere(t)
	w.visits(t)
}

func (w *week) answer(t *testing.T, r support.Request, at time.Time, answers ...support.Answer) {
	t.Helper()
	e := support.Event{Request: r.ID, Organisation: r.Organisation, Portal: r.Portal, Kind: support.EventSurveyed, At: at, Actor: support.ByCustomer()}
	must(t, w.KeepAnswers(t.Context(), r.ID, answers, e))
}

// elsewhere lets something happen in another organisation, which no figure may show.
func (w *week) elsewhere(t *testing.T) {
	t.Helper()
	ours := w.organisation
	other := ours
	other.Name = "Southfield"
	var err error
	w.organisation.ID, err = w.CreateOrganisation(t.Context(), other)
	must(t, err)
	portal, err := w.CreatePortal(t.Context(), support.Portal{Organisation: w.organisation.ID, Name: "Desk", Created: now})
	must(t, err)
	w.request(t, portal, 0, w.at(t, "23 12:00:00.000"), posted(0), accepted(1_000, w.claire), ended(2_000, support.RequestResolved))
	w.organisation = ours
}

// visits lets agents sign in and out.
func (w *week) visits(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	node, err := w.RegisterNode(ctx, w.at(t, "22 00:00:00.000"))
	must(t, err)
	visit := func(agent support.AgentID) support.Visit {
		id, err := w.CreateDevice(ctx, support.Device{Agent: agent, Name: "desk", TokenHash: support.NewSecret().Hash(), Created: now, Seen: now})
		must(t, err)
		return support.Visit{Agent: agent, Device: id}
	}
	arrive := func(v support.Visit, status support.Status, moment string) {
		must(t, w.Arrive(ctx, node, v, status, w.at(t, moment)))
	}
	depart := func(v support.Visit, moment string) { must(t, w.Depart(ctx, node, v, w.at(t, moment))) }
	first, second := visit(w.claire), visit(w.claire)
	arrive(first, support.StatusAvailable, "23 08:00:00.000")
	arrive(second, support.StatusAway, "23 11:00:00.000")
	arrive(first, support.StatusBusy, "23 12:00:00.000")
	arrive(first, support.StatusAvailable, "23 12:30:00.000")
	depart(second, "23 13:00:00.000")
	depart(first, "23 15:00:00.000")
	arrive(first, support.StatusAvailable, "23 15:01:30.000") // a short break
	arrive(first, support.StatusAvailable, "23 15:02:00.000") // told again
	depart(first, "23 17:00:00.000")
	arrive(first, support.StatusAway, "23 18:00:00.000")
	depart(first, "23 18:30:00.000")
	night := visit(w.priya)
	arrive(night, support.StatusAvailable, "28 22:00:00.000")
	depart(night, "29 06:00:00.000")
	early := visit(w.tom)
	arrive(early, support.StatusAvailable, "22 23:00:00.000")
	depart(early, "23 01:00:00.000")
	arrive(early, support.StatusBusy, "29 23:00:00.000")
	must(t, w.BeatNode(ctx, node, w.at(t, "29 23:30:00.000"))) // and the relay is not heard of again
}
