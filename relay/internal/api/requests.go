package api

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"beside.example/relay/internal/support"
)

const idSize = 16 // bytes of the IDs of requests and sessions

// parseID reads an ID in hex.
func parseID(text string) (id [idSize]byte, ok bool) {
	if len(text) != hex.EncodedLen(idSize) || strings.ToLower(text) != text {
		return id, false
	}
	n, err := hex.Decode(id[:], []byte(text))
	return id, err == nil && n == idSize
}

func hexOf(id [idSize]byte) string {
	if id == [idSize]byte{} {
		return ""
	}
	return hex.EncodeToString(id[:])
}

// Ref names a thing of which somebody wants to know more.
type Ref struct {
	ID   uint64 `json:"id"`
	Name string `json:"name,omitempty" doc:"Missing when it is not there any more"`
}

// RequestView is a call for help: a request through a portal, or a session that came of nine digits told on the telephone.
type RequestView struct {
	ID        string     `json:"id"`
	Telephone bool       `json:"telephone" doc:"Whether it came by nine digits told on the telephone"`
	State     string     `json:"state" enum:"submitted,posted,accepted,in_session,download_error,connection_error,declined,no_response,abandoned,resolved,unresolved,unknown"`
	Portal    Ref        `json:"portal"`
	Agent     *Ref       `json:"agent,omitempty" doc:"Who has it or had it last, else whom the customer picked"`
	Customer  string     `json:"customer"`
	Question  string     `json:"question,omitempty"`
	Submitted time.Time  `json:"submitted_at"`
	Posted    *time.Time `json:"posted_at,omitempty"`
	Accepted  *time.Time `json:"accepted_at,omitempty"`
	Ended     *time.Time `json:"ended_at,omitempty"`
	Wait      *float64   `json:"wait,omitempty" doc:"Seconds until an agent said Yes"`
	Handling  *float64   `json:"handling,omitempty" doc:"Seconds that agents had it"`
	Rating    uint8      `json:"rating,omitempty" doc:"The first that the customer gave, 1 to 5"`
}

// moment returns a time as JSON has it, nothing for one that has not come.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// seconds returns a duration as JSON has it, nothing when there is none.
func seconds(d time.Duration, ok bool) *float64 {
	if !ok {
		return nil
	}
	n := d.Seconds()
	return &n
}

func viewCase(e support.CaseEntry) RequestView {
	v := RequestView{
		ID: e.Name(), Telephone: e.Request == support.RequestID{}, State: e.State.Name(), Portal: Ref{uint64(e.Portal), e.PortalName},
		Customer: e.Customer, Question: e.Question, Submitted: e.Created.UTC(), Posted: moment(e.Posted), Accepted: moment(e.Accepted), Ended: moment(e.Ended),
		Wait: seconds(e.Wait()), Handling: seconds(e.Handling()), Rating: e.Rating,
	}
	if e.Agent != 0 {
		v.Agent = &Ref{uint64(e.Agent), e.AgentName}
	}
	return v
}

// requestFilter picks requests.
type requestFilter struct {
	Period
	Paging
	State []string `query:"state,explode" maxItems:"12" doc:"Only requests in these states"`
}

func (a *API) requests() {
	const group = "Requests"
	register(a, operation{
		method: "GET", path: "/requests", id: "list-requests", group: group, summary: "Requests that were submitted in a period, the latest first",
		text: "Calls by telephone are among them. A page may have fewer than limit, even none, and still be followed by another one when only some states are asked for.",
		act:  support.ActSeeRequest,
	}, a.listRequests)
	register(a, operation{
		method: "GET", path: "/requests/{id}", id: "get-request", group: group, summary: "All that is known of a request", act: support.ActSeeRequest, errors: []int{404},
		text: "With its events, the chat of the page, sessions, and answers to the survey. What was said between the apps is end-to-end encrypted: the relay knows what agents' apps handed in, which get-account returns.",
	}, a.request)
}

// scanned bounds how many requests one call looks at to find those in the states that it asks for.
const scanned = 5000

func (a *API) listRequests(ctx context.Context, who support.Manager, in *requestFilter) (*list[RequestView], error) {
	q, err := a.query(ctx, who, in.Period)
	if err != nil {
		return nil, err
	}
	var from support.CaseCursor
	if in.Cursor != "" {
		p, err := parsePlace(in.Cursor)
		if err != nil {
			return nil, err
		}
		from.Created = time.UnixMilli(p.At).UTC()
		from.Request, _ = parseID(p.Request)
		from.Session, _ = parseID(p.Session)
	}
	var found []RequestView
	for looked := 0; ; {
		limit := in.Limit
		if len(in.State) > 0 {
			limit = support.MaxCasePage
		}
		page, err := a.Reports.Cases(ctx, q, from, limit)
		if err != nil {
			return nil, err
		}
		looked += len(page)
		for _, e := range page {
			from = e.Cursor()
			if len(in.State) == 0 || slices.Contains(in.State, e.State.Name()) {
				if found = append(found, viewCase(e)); len(found) == in.Limit {
					break
				}
			}
		}
		switch {
		case len(page) < limit && len(found) < in.Limit:
			return newList(found, ""), nil
		case len(found) == in.Limit || looked >= scanned:
			next, err := place{At: from.Created.UnixMilli(), Request: hexOf(from.Request), Session: hexOf(from.Session)}.cursor()
			return newList(found, next), err
		}
	}
}

// requestID is the address of a request.
type requestID struct {
	ID string `path:"id" pattern:"^s?[0-9a-f]{32}$" doc:"As lists have it"`
}

// caseID reads it.
func (r requestID) caseID() (support.CaseID, error) {
	id, ok := support.ParseCaseName(r.ID)
	if !ok {
		return id, support.ErrNotFound
	}
	return id, nil
}

func (a *API) request(ctx context.Context, who support.Manager, in *requestID) (*struct{ Body reviewView }, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	review, err := a.Reviews.Case(ctx, who, id)
	if err != nil {
		return nil, err
	}
	known, err := a.names(ctx, who)
	if err != nil {
		return nil, err
	}
	return &struct{ Body reviewView }{viewReview(review, known)}, nil
}
