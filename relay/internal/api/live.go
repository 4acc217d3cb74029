package api

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// liveView is what happens now.
type liveView struct {
	At       time.Time     `json:"at"`
	Waiting  []waitingView `json:"waiting" doc:"The longest waiting first"`
	Agents   []presentView `json:"agents" doc:"Who is signed in"`
	Sessions []underWay    `json:"under_way" doc:"What agents have"`
}

// waitingView is a request that waits.
type waitingView struct {
	ID        string    `json:"id"`
	Portal    Ref       `json:"portal"`
	Customer  string    `json:"customer"`
	Question  string    `json:"question,omitempty"`
	Submitted time.Time `json:"submitted_at"`
	OfferedTo *Ref      `json:"offered_to,omitempty" doc:"To whom a queue offers it at the moment"`
}

// presentView is an agent who is signed in.
type presentView struct {
	Ref
	Team     Ref       `json:"team"`
	Status   string    `json:"status" enum:"available,busy,away"`
	Since    time.Time `json:"since"`
	Sessions int       `json:"sessions"`
}

// underWay is a request that an agent has.
type underWay struct {
	ID        string    `json:"id"`
	Telephone bool      `json:"telephone"`
	State     string    `json:"state" enum:"accepted,in_session"`
	Portal    Ref       `json:"portal"`
	Agent     *Ref      `json:"agent,omitempty"`
	Customer  string    `json:"customer"`
	Accepted  time.Time `json:"accepted_at"`
}

// statusNames are the statuses of agents by the names that programs use.
var statusNames = [...]string{support.StatusAvailable: "available", support.StatusBusy: "busy", support.StatusAway: "away"}

func (a *API) live() {
	register(a, operation{
		method: "GET", path: "/live", id: "get-live", group: "Requests", summary: "What happens now: who waits, who is there, what is under way", act: support.ActSeeRequest,
	}, func(ctx context.Context, who support.Manager, _ *struct{}) (*struct{ Body liveView }, error) {
		now, err := a.Live.Now(ctx, who)
		if err != nil {
			return nil, err
		}
		k, err := a.names(ctx, who)
		if err != nil {
			return nil, err
		}
		return &struct{ Body liveView }{viewNow(now, k)}, nil
	})
}

func viewNow(now support.Now, k known) liveView {
	v := liveView{At: now.At.UTC().Truncate(time.Millisecond), Waiting: []waitingView{}, Agents: []presentView{}, Sessions: []underWay{}}
	for _, r := range now.Waiting {
		one := waitingView{ID: hexOf(r.ID), Portal: k.portal(r.Portal), Customer: r.Customer, Question: r.Question, Submitted: r.Created.UTC()}
		if r.OfferedTo(r.Offer.To, now.At) {
			one.OfferedTo = k.agent(r.Offer.To)
		}
		v.Waiting = append(v.Waiting, one)
	}
	for _, p := range now.Agents {
		v.Agents = append(v.Agents, presentView{
			Ref: Ref{uint64(p.Agent), p.Name}, Team: Ref{uint64(p.Team), p.TeamName}, Status: nameIn(statusNames[:], int(p.Status)), Since: p.Since.UTC(), Sessions: p.Sessions,
		})
	}
	for _, r := range now.Helped {
		v.Sessions = append(v.Sessions, underWay{hexOf(r.ID), false, r.State.Name(), k.portal(r.Portal), k.agent(r.Agent), r.Customer, r.Accepted.UTC()})
	}
	for _, s := range now.Calls {
		v.Sessions = append(v.Sessions, underWay{
			support.CaseID{Call: s.ID}.Name(), true, support.RequestInSession.Name(), k.portal(s.Portal), k.agent(s.Agent), s.Customer, s.Granted.UTC(),
		})
	}
	return v
}
