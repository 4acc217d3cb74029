package support

import (
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/leg"
)

// RendezvousKind says what a portal code leads to.
type RendezvousKind uint8

// The kinds of rendezvous. The numbers stand in the store.
const (
	RendezvousPortal   RendezvousKind = iota // the agent who accepted a request
	RendezvousTransfer                       // a colleague who takes over
	RendezvousInvite                         // a colleague who joins
)

// Rendezvous is what a portal code stands for: which agent's app answers to it, and why.
type Rendezvous struct {
	Code         code.PortalCode
	Kind         RendezvousKind
	Request      RequestID // zero when the session came of a nine-digit code
	Introduction IntroductionID
	Organisation OrganisationID
	Portal       PortalID
	Customer     string
	Agent        AgentID
	Device       DeviceID      // of that agent: the app that expects the code
	Session      leg.SessionID // the first session, with RendezvousTransfer and RendezvousInvite
	Expires      time.Time
}
