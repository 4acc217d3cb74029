package signalhub

import (
	"context"
	"fmt"
	"slices"

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

// portal returns the portal that the session will be of.
func (p purpose) portal() support.PortalID {
	if p.code.ID != 0 {
		return p.code.Portal
	}
	return p.rendezvous.Portal
}

// features returns what the agent may use in what comes of a portal. The portal is read anew, so that what was forbidden a moment ago
// is not allowed. ErrNotFound for a portal of somebody else.
func (c *conn) features(ctx context.Context, portal support.PortalID) (support.Features, error) {
	portals, err := c.hub.config.Desk.Directory.Portals(ctx, c.who.Organisation.ID)
	if err != nil {
		return 0, fmt.Errorf("read what the portal allows: %w", err)
	}
	i := slices.IndexFunc(portals, func(p support.Portal) bool { return p.ID == portal })
	if i < 0 {
		return 0, fmt.Errorf("read what portal %d allows: %w", portal, support.ErrNotFound)
	}
	return c.who.FeaturesIn(portals[i]), nil
}

// withheld returns what the portal or the agent's team does not allow in a session.
func (c *conn) withheld(ctx context.Context, p purpose) (signalling.Features, error) {
	allowed, err := c.features(ctx, p.portal())
	return wireFeatures(support.FeaturesAll &^ allowed), err
}

// begin makes the session that the exchange was for, and tells what it may not use.
func (c *conn) begin(ctx context.Context, p purpose) (support.Grant, signalling.Features, error) {
	withheld, err := c.withheld(ctx, p)
	if err != nil {
		return support.Grant{}, 0, err
	}
	if p.code.ID != 0 {
		grant, err := c.hub.config.Sessions.Redeem(ctx, c.who, p.code.ID)
		if err != nil {
			return support.Grant{}, 0, fmt.Errorf("redeem code %d: %w", p.code.ID, err)
		}
		return grant, withheld, nil
	}
	grant, err := c.hub.config.Desk.Requests.Begin(ctx, c.who, p.rendezvous.Code)
	if err != nil {
		return support.Grant{}, 0, deskRefusal(fmt.Errorf("begin the session of request %v: %w", p.rendezvous.Request, err))
	}
	return grant, withheld, nil
}
