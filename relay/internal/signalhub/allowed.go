package signalhub

import (
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// allowed reports whether an agent may say a message at all. What depends on somebody else's code, request, session or introduction is
// decided where that is read, by the same authority; what no message of an agent's app may do, dispatch does not do.
func (c *conn) allowed(m signalling.Message) bool {
	var act support.Act
	switch m.(type) {
	case signalling.Availability:
		act = support.ActSetStatus
	case signalling.HistoryRequest:
		act = support.ActSeeHistory
	case signalling.Colleagues:
		act = support.ActSeeColleagues
	case signalling.CannedList:
		act = support.ActUseCanned
	case signalling.CodeRedeem:
		act = support.ActRedeemCode
	case signalling.CredentialRequest:
		act = support.ActUseSession
	default:
		return true
	}
	own := support.Object{Organisation: c.who.Organisation.ID, Agent: c.who.Agent.ID, Features: support.FeaturesAll}
	return support.Allowed(c.who.Principal(), act, own)
}
