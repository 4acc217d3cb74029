package support

import (
	"crypto/ed25519"
	"slices"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/leg"
)

// IntroductionID names an introduction within one relay. The zero value names none.
type IntroductionID uint64

// IntroductionState says what became of an introduction.
type IntroductionState uint8

// The states of an introduction. The numbers stand in the store.
const (
	IntroductionOpen      IntroductionState = iota // nobody has answered yet
	IntroductionAccepted                           // one said Yes
	IntroductionDeclined                           // everyone asked said No
	IntroductionWithdrawn                          // the asker took it back
	IntroductionLapsed                             // nobody answered in time
	IntroductionUntold                             // accepted by a manager who would watch, but the customer was not told that this may be
	IntroductionUnwanted                           // the same, but the customer has ended the watching
	IntroductionFailed                             // the same, but the session's apps did not let the manager in
)

// Introduction asks a colleague, or the agents of a portal, to come into a session or to take it over. A manager who would watch asks for
// one of the own: then ToAgent is the manager, and From whose session it is.
type Introduction struct {
	ID           IntroductionID
	Organisation OrganisationID
	Asked
	State    IntroductionState
	From     AgentID
	Device   DeviceID // of From: the app that brings the two together
	Portal   PortalID // of the session
	Customer string
	Declined []AgentID // who said No
	By       AgentID   // who said Yes
	// DeviceKey is what By's app shows inside the session; the organisation vouches for it to the customer.
	DeviceKey ed25519.PublicKey
	Code      code.PortalCode // by which By's app is found, once there is one
	Created   time.Time
	Until     time.Time // when the offer lapses
}

// Asked is what an agent asks of colleagues.
type Asked struct {
	Session  leg.SessionID
	Request  RequestID      // zero when the session came of a nine-digit code
	Kind     RendezvousKind // RendezvousTransfer or RendezvousInvite; RendezvousMonitor
	ToAgent  AgentID        // the colleague; or
	ToPortal PortalID       // the portal whose agents are all asked
	Comment  string         // for the colleagues alone
	Rights   uint16         // what an invited colleague may do; the apps know the bits
}

// Open reports whether an introduction can still be answered at a time.
func (i Introduction) Open(now time.Time) bool {
	return i.State == IntroductionOpen && now.Before(i.Until)
}

// DeclinedBy reports whether an agent said No.
func (i Introduction) DeclinedBy(agent AgentID) bool { return slices.Contains(i.Declined, agent) }
