package support

import (
	"encoding/hex"
	"slices"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/leg"
)

// RequestID names a request. It is random: knowing one's own tells nothing about others.
type RequestID [16]byte

// String returns the first half of the ID in hex, enough to find a request in a log.
func (id RequestID) String() string { return hex.EncodeToString(id[:8]) }

// RequestState says how far a request has come. The states are the counters of the reports.
type RequestState uint8

// The states of a request. The numbers stand in the store; a retired one is never used again.
const (
	RequestSubmitted RequestState = iota // the form came in, the page is not connected yet
	RequestPosted                        // it waits for an agent
	RequestAccepted                      // an agent said Yes
	RequestInSession                     // both apps have met

	RequestDownloadError   // the customer could not get the app
	RequestConnectionError // the customer could not connect
	RequestDeclined        // everyone who could have helped said No
	RequestNoResponse      // nobody said anything
	RequestAbandoned       // the customer went away first
	RequestResolved        // ended, with the agent's judgement
	RequestUnresolved
	RequestUnknown
)

// Final reports whether nothing can happen to the request any more, except an answer to the survey.
func (s RequestState) Final() bool { return s >= RequestDownloadError }

// Waiting reports whether the request waits for an agent.
func (s RequestState) Waiting() bool { return s == RequestSubmitted || s == RequestPosted }

// With reports whether an agent is with the customer.
func (s RequestState) With() bool { return s == RequestAccepted || s == RequestInSession }

// Request is a customer's call for help through a portal, from the form to the end.
type Request struct {
	ID           RequestID
	Organisation OrganisationID
	Portal       PortalID
	Kind         PortalKind
	State        RequestState
	Form
	RequestTimes
	Offer    Offer
	App      AppOffer
	Agent    AgentID       // who accepted, or took over since; zero before
	Declined []AgentID     // who said No
	Passed   []AgentID     // whose offer lapsed, in a queue, since everyone was last asked
	Place    int           // how many waited before it in a queue when it was posted, itself counted
	Silent   bool          // the customer's page has not been heard of for a while
	Lines    int           // how many lines the chat in the page has
	Session  leg.SessionID // the latest session that came of it; zero before
	Notes    string        // what the agent noted at the end; never for the customer
	Token    SecretHash    // of what the customer's browser holds
}

// RequestTimes are the moments of a request. Those that have not come are zero.
type RequestTimes struct {
	Created  time.Time
	Posted   time.Time
	Accepted time.Time
	Ended    time.Time
	Seen     time.Time // the last sign of life of the customer's page
}

// Offer says to whom a queue offers a request at the moment. The zero Offer offers it to nobody.
type Offer struct {
	To    AgentID
	Until time.Time
}

// AppOffer says how the customer gets from the page to the app. The zero AppOffer says that the app was not offered.
type AppOffer struct {
	Code  code.PortalCode // while it can be redeemed
	Until time.Time       // when it stops to be
	Made  bool            // whether the app was ever offered
}

// DeclinedBy reports whether an agent said No to the request.
func (r Request) DeclinedBy(agent AgentID) bool { return slices.Contains(r.Declined, agent) }

// OfferedTo reports whether a queue offers the request to an agent at a time.
func (r Request) OfferedTo(agent AgentID, now time.Time) bool {
	return agent != 0 && r.Offer.To == agent && now.Before(r.Offer.Until)
}
