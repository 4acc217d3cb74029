package protocol

import "fmt"

// CloseCode is the numbered reason for which a conn or a session ended. It travels in End and as QUIC's application
// error code, so that one of the two arrives.
type CloseCode uint16

// The close codes. Numbers are never used twice.
const (
	// CloseUnknown is never sent: the reason did not arrive.
	CloseUnknown CloseCode = 0
	// CloseByAgent and CloseByCustomer: a person ended the session.
	CloseByAgent    CloseCode = 1
	CloseByCustomer CloseCode = 2
	// CloseDeclined: the customer said No to the session as a whole.
	CloseDeclined CloseCode = 3
	// CloseUnanswered: nobody answered the consent page in time.
	CloseUnanswered CloseCode = 4
	// CloseLost: the connection was lost and did not come back within ResumeWithin.
	CloseLost CloseCode = 5
	// CloseGone: the app was closed.
	CloseGone CloseCode = 6

	// CloseProtocol: the peer sent what the protocol does not allow.
	CloseProtocol CloseCode = 16
	// CloseTooEarly: the peer sent more than hello and identity before consent.
	CloseTooEarly CloseCode = 17
	// CloseFlood: the peer sent more than any person or program of ours does.
	CloseFlood CloseCode = 18
	// CloseVersion: the two sides have no version in common.
	CloseVersion CloseCode = 19
	// CloseAuthentication: the peer did not prove the key that the exchange pinned.
	CloseAuthentication CloseCode = 20
	// CloseIdentity: the agent's credential does not hold.
	CloseIdentity CloseCode = 21
	// CloseResume: the peer may not resume this session.
	CloseResume CloseCode = 22
	// CloseReplaced: a newer conn of the same session took over; the session goes on.
	CloseReplaced CloseCode = 23

	// CloseInternal: this side failed; its log says why.
	CloseInternal CloseCode = 32
)

// String returns the code's name for logs.
func (c CloseCode) String() string {
	switch c {
	case CloseUnknown:
		return "unknown"
	case CloseByAgent:
		return "ended by agent"
	case CloseByCustomer:
		return "ended by customer"
	case CloseDeclined:
		return "declined"
	case CloseUnanswered:
		return "unanswered"
	case CloseLost:
		return "connection lost"
	case CloseGone:
		return "app closed"
	case CloseProtocol:
		return "protocol violation"
	case CloseTooEarly:
		return "sent before consent"
	case CloseFlood:
		return "flood"
	case CloseVersion:
		return "no common version"
	case CloseAuthentication:
		return "not authenticated"
	case CloseIdentity:
		return "identity does not hold"
	case CloseResume:
		return "resumption refused"
	case CloseReplaced:
		return "replaced by a newer conn"
	case CloseInternal:
		return "internal error"
	}
	return fmt.Sprintf("close code %d", uint16(c))
}

// Fault returns what a person is shown for the code, and 0 where a person's own act ended the session.
func (c CloseCode) Fault() Fault {
	switch c {
	case CloseByAgent, CloseByCustomer, CloseDeclined, CloseReplaced:
		return 0
	case CloseUnanswered:
		return FaultUnanswered
	case CloseLost, CloseResume:
		return FaultConnectionLost
	case CloseGone, CloseUnknown:
		return FaultPeerGone
	case CloseVersion:
		return FaultPeerVersion
	case CloseAuthentication:
		return FaultNotPrivate
	case CloseIdentity:
		return FaultIdentity
	case CloseProtocol, CloseTooEarly, CloseFlood:
		return FaultPeerProtocol
	}
	return FaultInternal
}
