package support

import "time"

// EventKind says what happened.
type EventKind uint8

// The kinds of events. The numbers stand in the store; a retired one is never used again.
const (
	EventSubmitted     EventKind = iota + 1 // the form came in
	EventPosted                             // the request waits
	EventOffered                            // a queue offers it to Other
	EventOfferLapsed                        // Other did not answer the offer
	EventAccepted                           // Actor said Yes
	EventDeclined                           // Actor said No
	EventSaid                               // Actor wrote Text
	EventAppOffered                         // Actor asked for the screen: the page offers the app
	EventSessionBegun                       // both apps have met
	EventReconnecting                       // the customer's page has been silent for a while
	EventReturned                           // the customer's page is back
	EventIntroduced                         // Actor asks Other, or a portal's agents, to come or to take over
	EventIntroAnswered                      // Actor said Yes or No to that; the introduction says which
	EventIntroEnded                         // that was taken back or nobody answered in time
	EventTakenOver                          // Other helps in place of Actor from here on
	EventLeft                               // the customer left by own will
	EventEnded                              // the state is final
	EventSurveyed                           // the customer answered the survey
)

// Event is one change of a request, or of an introduction, written together with the change. Events of all requests have one
// order: whoever has seen one has seen all that come before it.
type Event struct {
	Seq          uint64
	Request      RequestID // zero for the introductions of a session that came of a code
	Organisation OrganisationID
	Portal       PortalID
	Kind         EventKind
	State        RequestState // of the request, after the change
	Actor        Actor
	Other        AgentID // whom it concerns beside the actor; zero for none
	Introduction IntroductionID
	At           time.Time
	Text         string
}

// ActorRole says who did something.
type ActorRole uint8

// The roles of actors. The numbers stand in the store.
const (
	ActorSystem ActorRole = iota // the relay, by a rule
	ActorCustomer
	ActorAgent
)

// Actor is who did something.
type Actor struct {
	Role  ActorRole
	Agent AgentID // with ActorAgent
}

// ByCustomer is the customer of the request that an event is about.
func ByCustomer() Actor { return Actor{Role: ActorCustomer} }

// ByAgent is an agent.
func ByAgent(id AgentID) Actor { return Actor{Role: ActorAgent, Agent: id} }
