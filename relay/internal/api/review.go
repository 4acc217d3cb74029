package api

import (
	"context"
	"fmt"
	"time"

	"beside.example/relay/internal/support"
)

// reviewView is all that is known of a request.
type reviewView struct {
	RequestView
	Fields   map[string]string `json:"fields,omitempty" doc:"What the customer wrote into the portal's own fields"`
	Notes    string            `json:"notes,omitempty" doc:"What the agent noted at the end"`
	Events   []eventView       `json:"events"`
	Stints   []stintView       `json:"stints" doc:"Who had it when"`
	Sessions []sessionView     `json:"sessions"`
	Answers  []answerView      `json:"answers" doc:"To the survey"`
}

// eventView is one thing that happened.
type eventView struct {
	At    time.Time `json:"at"`
	Kind  string    `json:"kind" enum:"submitted,posted,offered,offer_lapsed,accepted,declined,said,app_offered,session_begun,reconnecting,returned,introduced,introduction_answered,introduction_ended,taken_over,left,ended,surveyed"`
	State string    `json:"state" doc:"Of the request, after it"`
	By    string    `json:"by" enum:"relay,customer,agent"`
	Agent *Ref      `json:"agent,omitempty" doc:"Who did it, when by is agent"`
	Other *Ref      `json:"other,omitempty" doc:"The agent whom it concerns beside"`
	Text  string    `json:"text,omitempty" doc:"What was said in the chat of the page"`
}

// stintView is a time in which one agent had a request.
type stintView struct {
	Agent Ref        `json:"agent"`
	Began time.Time  `json:"began_at"`
	Ended *time.Time `json:"ended_at,omitempty"`
}

// answerView is an answer to one question of a survey.
type answerView struct {
	Key    string `json:"key"`
	Rating uint8  `json:"rating,omitempty"`
	Text   string `json:"text,omitempty"`
}

// eventNames are the kinds of events by the names that programs use.
var eventNames = [...]string{
	support.EventSubmitted: "submitted", support.EventPosted: "posted", support.EventOffered: "offered", support.EventOfferLapsed: "offer_lapsed",
	support.EventAccepted: "accepted", support.EventDeclined: "declined", support.EventSaid: "said", support.EventAppOffered: "app_offered",
	support.EventSessionBegun: "session_begun", support.EventReconnecting: "reconnecting", support.EventReturned: "returned",
	support.EventIntroduced: "introduced", support.EventIntroAnswered: "introduction_answered", support.EventIntroEnded: "introduction_ended",
	support.EventTakenOver: "taken_over", support.EventLeft: "left", support.EventEnded: "ended", support.EventSurveyed: "surveyed",
}

// actorNames are those who do something.
var actorNames = [...]string{support.ActorSystem: "relay", support.ActorCustomer: "customer", support.ActorAgent: "agent"}

func nameIn(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprint(i) // one that is newer than this page
}

// known are the names of an organisation's portals, teams and agents.
type known struct {
	portals map[support.PortalID]string
	teams   map[support.TeamID]string
	agents  map[support.AgentID]string
}

func (a *API) names(ctx context.Context, who support.Manager) (known, error) {
	k := known{map[support.PortalID]string{}, map[support.TeamID]string{}, map[support.AgentID]string{}}
	portals, err := a.Directory.Portals(ctx, who.Organisation.ID)
	if err != nil {
		return k, err
	}
	teams, err := a.Directory.Teams(ctx, who.Organisation.ID)
	if err != nil {
		return k, err
	}
	agents, err := a.Directory.Agents(ctx, who.Organisation.ID)
	if err != nil {
		return k, err
	}
	for _, p := range portals {
		k.portals[p.ID] = p.Name
	}
	for _, t := range teams {
		k.teams[t.ID] = t.Name
	}
	for _, one := range agents {
		k.agents[one.ID] = one.Name
	}
	return k, nil
}

func (k known) agent(id support.AgentID) *Ref {
	if id == 0 {
		return nil
	}
	return &Ref{uint64(id), k.agents[id]}
}

func (k known) portal(id support.PortalID) Ref { return Ref{uint64(id), k.portals[id]} }

func viewReview(r support.Review, k known) reviewView {
	v := reviewView{
		RequestView: viewCase(support.CaseEntry{
			Case: r.Case, Customer: r.Customer, Question: r.Question, PortalName: k.portals[r.Portal], AgentName: k.agents[r.Agent],
		}),
		Fields: r.Fields, Notes: r.Notes, Events: []eventView{}, Stints: []stintView{}, Answers: []answerView{},
		Sessions: views(r.Sessions, func(s support.Session) sessionView { return viewSession(s, k) }),
	}
	for _, e := range r.Events {
		v.Events = append(v.Events, eventView{
			At: e.At.UTC(), Kind: nameIn(eventNames[:], int(e.Kind)), State: e.State.Name(), By: nameIn(actorNames[:], int(e.Actor.Role)),
			Agent: k.agent(e.Actor.Agent), Other: k.agent(e.Other), Text: e.Text,
		})
	}
	for _, s := range r.Stints {
		v.Stints = append(v.Stints, stintView{Ref{uint64(s.Agent), k.agents[s.Agent]}, s.Began.UTC(), moment(s.Ended)})
	}
	for _, answer := range r.Answers {
		v.Answers = append(v.Answers, answerView{answer.Key, answer.Rating, answer.Text})
		if v.Rating == 0 {
			v.Rating = answer.Rating
		}
	}
	return v
}
