package protocol

import "fmt"

// Fault is the number of a message that tells a person what went wrong and what to do: "F-104". The text stands in the
// catalogue under Key, in every language. Numbers are never used twice.
type Fault uint16

// Faults on the way to the relay.
const (
	FaultRelayUnknown     Fault = 101 // no machine has this name
	FaultRelayUntrusted   Fault = 102 // nobody whom this computer trusts vouches for its certificate
	FaultRelayVersion     Fault = 103 // this app is too old for the relay
	FaultRelayUnreachable Fault = 104 // it does not answer
	FaultRelayRestarting  Fault = 105 // it said so
	FaultRelayBusy        Fault = 106 // it slows everyone down, or has no room
	FaultRelayRefused     Fault = 107 // it did not understand or allow the request
	FaultRelayInternal    Fault = 108 // it failed; its log says why
	FaultRelayNotBeside   Fault = 109 // something answers that is no relay of ours
	FaultRelayChanged     Fault = 110 // its certificate is not the one that was confirmed
)

// Faults of codes.
const (
	FaultCodeWrong     Fault = 201 // the secret digits do not match
	FaultCodeUnknown   Fault = 202 // no code has this nameplate
	FaultCodeExpired   Fault = 203
	FaultCodeUsed      Fault = 204
	FaultCodeWithdrawn Fault = 205 // by the agent
	FaultCodeDead      Fault = 206 // too many wrong tries
	FaultCodeTries     Fault = 207 // this app has tried the code too often
	FaultCodeLimit     Fault = 208 // the agent has as many active codes as allowed
	FaultCodeShape     Fault = 209 // not nine digits
	FaultCodeSlow      Fault = 210 // too many tries from this network
	FaultAgentAway     Fault = 211 // the agent's app does not answer
)

// Faults of requests.
const (
	FaultRequestTaken  Fault = 220 // a colleague accepted it first
	FaultRequestGone   Fault = 221 // the customer left, or it is over
	FaultPortalCode    Fault = 222 // no portal code like this one, or not any more
	FaultNotAllowed    Fault = 223 // the portal or the team does not allow it
	FaultColleagueGone Fault = 224 // the colleague is not signed in any more
	FaultInvitedEnough Fault = 225 // as many colleagues are invited as a session may have
	FaultWatchUntold   Fault = 226 // the customer was not told that managers may watch
	FaultWatchEnded    Fault = 227 // the customer has ended the watching, for the whole session
	FaultWatchFailed   Fault = 228 // the customer's app or the agent's did not let the manager in
)

// Faults between the two peers.
const (
	FaultExchange    Fault = 301 // the key exchange was broken off
	FaultNotPrivate  Fault = 302 // the peer did not prove its key: someone may stand in between
	FaultIdentity    Fault = 303 // the agent's credential does not hold
	FaultPeerVersion Fault = 304 // no common version
	FaultNoWay       Fault = 305 // neither UDP nor TLS gets through to the relay
	FaultTicket      Fault = 306 // the relay does not let this session through
)

// Faults of a session.
const (
	FaultConnectionLost Fault = 401 // and not back within ResumeWithin
	FaultPeerProtocol   Fault = 402 // the peer's app does what it must not
	FaultUnanswered     Fault = 403 // nobody answered the consent page
	FaultPeerGone       Fault = 404 // the peer's app closed without a word
	FaultSessionsLimit  Fault = 405 // the agent has as many sessions as allowed
)

// Faults of this machine.
const (
	FaultNoDisplay   Fault = 501 // no display to show
	FaultGrab        Fault = 502 // the screen cannot be taken
	FaultInject      Fault = 503 // pointer and keys cannot be produced
	FaultPicture     Fault = 504 // what arrived is no picture
	FaultDetails     Fault = 505 // the computer's details cannot be read
	FaultRoot        Fault = 506 // the app must not run as root
	FaultFile        Fault = 507 // a file cannot be written
	FaultSecondCopy  Fault = 508 // the app runs already
	FaultOwnHandGone Fault = 509 // the person's own hand cannot be told from the agent's
)

// Faults of signing in.
const (
	FaultSignIn         Fault = 601 // wrong mail address or password
	FaultSignInExpired  Fault = 602 // the page stood open too long, or was used twice
	FaultSignedOut      Fault = 603 // the device was signed out
	FaultAccountClosed  Fault = 604 // the account is disabled
	FaultNoBrowser      Fault = 605 // no browser could be opened
	FaultSignInSlow     Fault = 606 // too many wrong passwords
	FaultNoPortal       Fault = 607 // the agent serves no portal
	FaultSignInReplaced Fault = 608 // the same device signed in elsewhere
)

// FaultInternal is everything that is nobody's doing but ours; the log says what.
const FaultInternal Fault = 901

// String returns the number as a person reads it, such as "F-104".
func (f Fault) String() string { return fmt.Sprintf("F-%03d", uint16(f)) }

// Key returns the catalogue's key for the fault's text, such as "fault.f104".
func (f Fault) Key() string { return fmt.Sprintf("fault.f%03d", uint16(f)) }

// Known reports whether the fault has a text; a newer peer or relay may send one that has none yet.
func (f Fault) Known() bool {
	switch {
	case f >= FaultRelayUnknown && f <= FaultRelayChanged,
		f >= FaultCodeWrong && f <= FaultAgentAway,
		f >= FaultRequestTaken && f <= FaultWatchFailed,
		f >= FaultExchange && f <= FaultTicket,
		f >= FaultConnectionLost && f <= FaultSessionsLimit,
		f >= FaultNoDisplay && f <= FaultOwnHandGone,
		f >= FaultSignIn && f <= FaultSignInReplaced,
		f == FaultInternal:
		return true
	}
	return false
}
