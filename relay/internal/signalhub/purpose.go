package signalhub

import (
	"context"
	"fmt"

	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// purpose is what a key exchange is for: an agent's nine-digit code, or what a portal code stands for. One of code and rendezvous is
// zero.
type purpose struct {
	code       support.Code
	rendezvous support.Rendezvous
}

// purposeKey tells purposes apart.
type purposeKey struct {
	code   support.CodeID
	portal code.PortalCode
}

func (p purpose) key() purposeKey { return purposeKey{code: p.code.ID, portal: p.rendezvous.Code} }

// agent returns whose apps may take the exchange.
func (p purpose) agent() support.AgentID {
	if p.rendezvous.Agent != 0 {
		return p.rendezvous.Agent
	}
	return p.code.Agent
}

// expectedAt reports whether an app of the agent may take the exchange: any may hold the secret of a code, but one alone said that it
// expects a portal code.
func (p purpose) expectedAt(device support.DeviceID) bool {
	return p.rendezvous.Device == 0 || p.rendezvous.Device == device
}

// opened returns what an app of the agent is told.
func (p purpose) opened(id signalling.ExchangeID, sid signalling.SID) signalling.Message {
	if p.code.ID != 0 {
		return signalling.ExchangeOpened{Exchange: id, Code: signalling.CodeID(p.code.ID), SID: sid}
	}
	return signalling.PortalOpened{
		Exchange: id, Request: signalling.RequestID(p.rendezvous.Request),
		Introduction: signalling.IntroductionID(p.rendezvous.Introduction), SID: sid,
	}
}

// begin makes the session that the exchange was for.
func (c *conn) begin(ctx context.Context, p purpose) (support.Grant, error) {
	if p.code.ID != 0 {
		grant, err := c.hub.config.Sessions.Redeem(ctx, c.who.Agent.ID, p.code.ID)
		if err != nil {
			return support.Grant{}, fmt.Errorf("redeem code %d: %w", p.code.ID, err)
		}
		return grant, nil
	}
	grant, err := c.hub.config.Desk.Requests.Begin(ctx, c.who, p.rendezvous.Code)
	if err != nil {
		return support.Grant{}, deskRefusal(fmt.Errorf("begin the session of request %v: %w", p.rendezvous.Request, err))
	}
	return grant, nil
}
