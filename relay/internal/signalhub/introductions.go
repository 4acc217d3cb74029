package signalhub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/identity"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// introduced reads the introductions that events are about.
func (d *desk) introduced(ctx context.Context, events []support.Event) ([]support.Introduction, error) {
	var introductions []support.Introduction
	for _, e := range events {
		switch e.Kind {
		case support.EventIntroduced, support.EventIntroAnswered, support.EventIntroEnded:
		default:
			continue
		}
		if slices.ContainsFunc(introductions, func(i support.Introduction) bool { return i.ID == e.Introduction }) {
			continue
		}
		i, err := d.hub.config.Desk.Introductions.Introduction(ctx, e.Introduction)
		if errors.Is(err, support.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read introduction %d: %w", e.Introduction, err)
		}
		introductions = append(introductions, i)
	}
	return introductions, nil
}

// tellIntroduction tells an app how an introduction stands, if it concerns it.
func (d *desk) tellIntroduction(ctx context.Context, f *follower, i support.Introduction, now time.Time) {
	who := f.conn.who
	if !f.hears(i) {
		return
	}
	if i.From == who.Agent.ID {
		if i.Device == who.Device.ID && i.State != support.IntroductionOpen {
			f.conn.push(d.answered(ctx, who, i))
		}
		return
	}
	_, alerted := f.alerted[i.ID]
	asked := i.Open(now) && i.VisibleTo(who) && !i.DeclinedBy(who.Agent.ID)
	switch {
	case i.TurnedAway() && i.By == who.Agent.ID:
		delete(f.alerted, i.ID)
		f.conn.push(signalling.IntroductionWithdrawn{ID: signalling.IntroductionID(i.ID), Fault: watchFault(i.State)})
	case asked && !alerted && (i.ToAgent != 0 || f.status == support.StatusAvailable):
		f.alerted[i.ID] = struct{}{}
		f.conn.push(signalling.IntroductionOffer{
			ID: signalling.IntroductionID(i.ID), Kind: wireIntroductionKind(i.Kind), From: signalling.AgentID(i.From),
			FromName: d.names.agent(ctx, i.Organisation, i.From), Comment: i.Comment, Customer: i.Customer,
			PortalName: d.names.portal(ctx, i.Organisation, i.Portal).Name, Rights: protocol.Permission(i.Rights),
			Request: signalling.RequestID(i.Request), AlertLeft: i.Until.Sub(now),
		})
	case !asked && alerted:
		delete(f.alerted, i.ID)
		f.conn.push(signalling.IntroductionWithdrawn{ID: signalling.IntroductionID(i.ID)})
	}
}

// tellAnswers tells an app that comes back what became of its introductions. It may know that already.
func (d *desk) tellAnswers(ctx context.Context, f *follower) {
	answered, err := d.hub.config.Desk.Introductions.Answered(ctx, f.conn.who)
	if err != nil {
		f.conn.log.WarnContext(ctx, "list answered introductions", "error", err)
		return
	}
	for _, i := range answered {
		if f.hears(i) {
			f.conn.push(d.answered(ctx, f.conn.who, i))
		}
	}
}

// answered returns what the agent who introduced is told at the end of an introduction.
func (d *desk) answered(ctx context.Context, who support.SignedIn, i support.Introduction) signalling.IntroductionAnswered {
	m := signalling.IntroductionAnswered{ID: signalling.IntroductionID(i.ID)}
	if i.State != support.IntroductionAccepted {
		return m
	}
	m.Yes, m.Agent, m.Name, m.Code = true, signalling.AgentID(i.By), d.names.agent(ctx, i.Organisation, i.By), i.Code
	m.Credential = vouch(who.Organisation, m.Name, i.DeviceKey, 0)
	if i.Kind == support.RendezvousMonitor {
		m.Session = i.Session
	}
	return m
}

// vouch returns the organisation's word that a device is an agent's, and what is kept of that device's sessions.
func vouch(organisation support.Organisation, agent string, device ed25519.PublicKey, keeps protocol.Keeps) []byte {
	credential := identity.Credential{Organisation: organisation.Name, Agent: agent, NotAfter: time.Now().Add(credentialLifetime), Keeps: keeps}
	copy(credential.Device[:], device)
	return credential.Sign(organisation.Key)
}

func (c *conn) introduce(ctx context.Context, m signalling.Introduce) (signalling.Message, error) {
	i, err := c.hub.config.Desk.Introductions.Introduce(ctx, c.who, support.Asked{
		Session: m.Session, Request: support.RequestID(m.Request), Kind: supportKind(m.Kind), ToAgent: support.AgentID(m.ToAgent),
		ToPortal: support.PortalID(m.ToPortal), Comment: m.Comment, Rights: uint16(m.Rights),
	})
	if err != nil {
		return nil, deskRefusal(fmt.Errorf("introduce a colleague: %w", err))
	}
	c.log.InfoContext(ctx, "colleague asked", "introduction", i.ID, "session", i.Session)
	return signalling.Introduced{ID: signalling.IntroductionID(i.ID)}, nil
}

func (c *conn) answerIntroduction(ctx context.Context, m signalling.IntroductionAnswer) (signalling.Message, error) {
	i, err := c.hub.config.Desk.Introductions.Answer(ctx, c.who, support.IntroductionID(m.ID), m.Yes, m.DeviceKey)
	if err != nil {
		return nil, deskRefusal(fmt.Errorf("answer introduction %d: %w", m.ID, err))
	}
	if !m.Yes {
		return signalling.Done{}, nil
	}
	expected, err := c.hub.config.Desk.Requests.FindCode(ctx, i.Code)
	if err != nil {
		return nil, deskRefusal(fmt.Errorf("look up the code of introduction %d: %w", i.ID, err))
	}
	c.log.InfoContext(ctx, "agent comes into a session", "introduction", i.ID, "session", i.Session)
	return signalling.RendezvousExpect{
		ID: m.ID, Kind: wireIntroductionKind(i.Kind), Code: i.Code, Left: time.Until(expected.Expires),
		Request: signalling.RequestID(i.Request), Rights: protocol.Permission(i.Rights),
	}, nil
}
