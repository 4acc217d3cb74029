package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"beside.example/relay/internal/support"
)

// PersonEntry is what is known of a customer who is looked for.
type PersonEntry struct {
	Name  string `json:"name,omitempty" maxLength:"80" doc:"At least three letters"`
	Mail  string `json:"mail,omitempty" maxLength:"254"`
	Phone string `json:"phone,omitempty" maxLength:"40" doc:"At least six digits"`
}

// CasesEntry names requests.
type CasesEntry struct {
	Requests []string `json:"requests" minItems:"1" maxItems:"200" doc:"IDs of requests, as lists have them"`
}

// traceView is a request by which a person seems to have asked.
type traceView struct {
	ID        string            `json:"id"`
	Telephone bool              `json:"telephone" doc:"Whether it came by nine digits told on the telephone"`
	State     string            `json:"state"`
	Portal    Ref               `json:"portal"`
	Customer  string            `json:"customer"`
	Question  string            `json:"question,omitempty"`
	Fields    map[string]string `json:"fields,omitempty" doc:"What the customer wrote into the portal's own fields"`
	Submitted time.Time         `json:"submitted_at"`
	Sure      bool              `json:"sure" doc:"The same name, address or number; else the words of the name are in it"`
	Over      bool              `json:"over" doc:"Whether it can be erased: what is not over stays"`
}

// tracesView is what was found of a person.
type tracesView struct {
	Items []traceView `json:"items" doc:"The latest first"`
	More  bool        `json:"more" doc:"There are others beyond these, which are found once these are erased"`
}

// personsView is all that is kept of a person.
type personsView struct {
	Items []support.PersonCase `json:"items"`
}

const personsGroup = "Persons"

// persons hand out and erase what is kept of customers. What is looked for is in the body of calls, so that no address says it.
func (a *API) persons() {
	register(a, operation{
		method: http.MethodPost, path: "/persons/search", id: "search-person", group: personsGroup, summary: "Find the requests by which a customer seems to have asked",
		text: "By name, mail address, telephone number or several of them. The audit log says that somebody looked, and not for whom.", act: support.ActSeePerson, long: true,
	}, a.searchPerson)
	register(a, operation{
		method: http.MethodPost, path: "/persons/export", id: "export-person", group: personsGroup, summary: "All that is kept of requests, as their customer gets it",
		act: support.ActSeePerson, errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, who support.Manager, in *making[CasesEntry]) (*struct{ Body personsView }, error) {
		ids, err := support.ParseCaseIDs(in.Body.Requests)
		if err != nil {
			return nil, err
		}
		cases, err := a.Privacy.Export(ctx, who, ids)
		return &struct{ Body personsView }{personsView{cases}}, err
	})
	register(a, operation{
		method: http.MethodPost, path: "/persons/erase", id: "erase-person", group: personsGroup, summary: "Erase who asked, and what was written, from requests",
		text: "All of them or none. What reports count stays. It cannot be taken back.", act: support.ActErasePerson, status: http.StatusNoContent, errors: []int{http.StatusConflict},
	}, func(ctx context.Context, who support.Manager, in *making[CasesEntry]) (*struct{}, error) {
		ids, err := support.ParseCaseIDs(in.Body.Requests)
		if err != nil {
			return nil, err
		}
		return nil, unready(a.Privacy.Erase(ctx, who, ids), "One of the requests is not over, or not there. Nothing was erased.")
	})
	register(a, operation{
		method: http.MethodPost, path: "/agents/{id}/erase-name", id: "erase-agent-name", group: personsGroup, summary: "Give an agent who is out of service a number for a name",
		text: "Everywhere and for good. What the agent did stays.", act: support.ActErasePerson, status: http.StatusNoContent, errors: []int{http.StatusNotFound, http.StatusConflict},
	}, func(ctx context.Context, who support.Manager, in *ThingPath) (*struct{}, error) {
		return nil, unready(a.Privacy.EraseAgent(ctx, who, support.AgentID(in.ID)), "The agent is in service. Take the agent out of service first.")
	})
}

// unready makes a refusal of what cannot be erased yet.
func unready(err error, why string) error {
	if errors.Is(err, support.ErrChanged) {
		return huma.Error409Conflict(why)
	}
	return err
}

func (a *API) searchPerson(ctx context.Context, who support.Manager, in *making[PersonEntry]) (*struct{ Body tracesView }, error) {
	traces, more, err := a.Privacy.Find(ctx, who, support.Person(in.Body))
	if err != nil {
		return nil, err
	}
	k, err := a.names(ctx, who)
	if err != nil {
		return nil, err
	}
	return &struct{ Body tracesView }{tracesView{More: more, Items: views(traces, func(t support.Trace) traceView {
		return traceView{
			ID: t.Name(), Telephone: t.Request == support.RequestID{}, State: t.State.Name(), Portal: k.portal(t.Portal), Customer: t.Customer,
			Question: t.Question, Fields: t.Fields, Submitted: t.Created.UTC(), Sure: t.Sure, Over: t.State.Final(),
		}
	})}}, nil
}
