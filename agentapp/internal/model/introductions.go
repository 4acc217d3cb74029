package model

import (
	"context"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/identity"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// Introduction is a transfer or an invitation that this agent made and that is not over.
type Introduction struct {
	ID      signalling.IntroductionID
	Session leg.SessionID
	Kind    signalling.IntroductionKind
	// To is the colleague's or the portal's name.
	To string
	// Answer is what became of it so far.
	Answer IntroductionState
	// Name is who said Yes.
	Name string
	// At is when it came to that.
	At time.Time

	rights protocol.Permission
}

// IntroductionState is how far an introduction is.
type IntroductionState uint8

// The states.
const (
	IntroductionAsked   IntroductionState = iota // the colleague is alerted
	IntroductionTaken                            // the customer's app goes there
	IntroductionRefused                          // nobody came
	IntroductionFailed                           // the relay did not do it
)

// keepAnswers is how long the answer to an introduction is shown.
const keepAnswers = time.Minute

// offer is a colleague's introduction that this agent may say Yes to.
type offer struct {
	signalling.IntroductionOffer
	begun time.Time
}

func (o offer) alert() Alert {
	kind := signalling.AlertTransfer
	if o.Kind == signalling.IntroductionInvite || o.Kind == signalling.IntroductionMonitor {
		kind = signalling.AlertInvitation
	}
	return Alert{
		Introduction: o.ID, Kind: kind, Monitors: o.Kind == signalling.IntroductionMonitor, PortalName: o.PortalName, Customer: o.Customer, Text: o.Comment, From: o.FromName, Rights: o.Rights,
	}
}

// coming is a session of a colleague into which this agent's app lets the customer's.
type coming struct {
	customer, portal string
	request          signalling.RequestID
	rights           protocol.Permission
	monitors         bool // this agent is a manager who watches
}

// offered shows a colleague's introduction.
func (m *Model) offered(o signalling.IntroductionOffer) {
	now := time.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.desk.offers = append(slices.DeleteFunc(slices.Clone(m.desk.offers), func(old offer) bool { return old.ID == o.ID }), offer{o, now})
	m.desk.popUp(alertKey{introduction: o.ID}, now, min(o.AlertLeft, m.alertFor()))
}

// withdrawn ends a colleague's introduction.
func (m *Model) withdrawn(id signalling.IntroductionID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.desk.offers = slices.DeleteFunc(slices.Clone(m.desk.offers), func(old offer) bool { return old.ID == id })
	delete(m.desk.alerted, alertKey{introduction: id})
}

// answerIntroduction answers a colleague; after a Yes the door expects the customer's app.
func (m *Model) answerIntroduction(id signalling.IntroductionID, yes bool) {
	m.silence(alertKey{introduction: id})
	m.ask("answer a colleague", func(ctx context.Context, c Connection) error {
		defer m.withdrawn(id)
		if !yes {
			return c.Desk.DeclineIntroduction(ctx, id)
		}
		m.mu.Lock()
		var of offer
		for _, o := range m.desk.offers {
			if o.ID == id {
				of = o
			}
		}
		m.mu.Unlock()
		expect, err := c.Desk.AcceptIntroduction(ctx, id)
		if err != nil {
			return err
		}
		monitors := of.Kind == signalling.IntroductionMonitor || expect.Kind == signalling.IntroductionMonitor
		m.mu.Lock()
		m.desk.coming[id] = coming{customer: of.Customer, portal: of.PortalName, request: expect.Request, rights: expect.Rights, monitors: monitors}
		m.mu.Unlock()
		c.Door.ExpectPortal(Visit{
			Meeting: Meeting{Request: expect.Request, Introduction: id}, Code: expect.Code, Left: expect.Left, Customer: of.Customer,
			Monitors: monitors,
		})
		return nil
	})
}

// Target is whom an agent brings into a session.
type Target struct {
	// Agent is the colleague; 0 for the available agents of Portal, of whom the first Yes wins.
	Agent  signalling.AgentID
	Portal signalling.PortalID
	// Name is shown while they are asked.
	Name string
}

// Introduce hands a session to a colleague, or invites one, with a comment that the customer never sees.
func (m *Model) Introduce(id leg.SessionID, kind signalling.IntroductionKind, to Target, comment string, rights protocol.Permission) {
	l := m.find(id)
	if l == nil {
		return
	}
	m.ask("ask a colleague", func(ctx context.Context, c Connection) error {
		made, err := c.Desk.Introduce(ctx, signalling.Introduce{
			Session: id, Request: l.request, Kind: kind, ToAgent: to.Agent, ToPortal: to.Portal, Comment: comment, Rights: rights,
		})
		state := Introduction{ID: made, Session: id, Kind: kind, To: to.Name, At: time.Now(), rights: rights}
		if err != nil {
			state.Answer = IntroductionFailed
		}
		m.mu.Lock()
		m.desk.made = append(slices.DeleteFunc(slices.Clone(m.desk.made), func(old Introduction) bool {
			return old.Answer != IntroductionAsked && time.Since(old.At) > keepAnswers
		}), state)
		m.mu.Unlock()
		m.tell()
		return err
	})
}

// answered takes what became of an introduction, and sends the customer's app to the colleague who said Yes.
func (m *Model) answered(a signalling.IntroductionAnswered) {
	if a.Session != (leg.SessionID{}) {
		m.wanted(a)
		return
	}
	m.mu.Lock()
	organisation := m.agent().OrganisationKey
	var of *Introduction
	m.desk.made = slices.Clone(m.desk.made)
	for i := range m.desk.made {
		if made := &m.desk.made[i]; made.ID == a.ID {
			made.Answer, made.Name, made.At = IntroductionRefused, a.Name, time.Now()
			if a.Yes {
				made.Answer = IntroductionTaken
			}
			of = made
		}
	}
	m.mu.Unlock()
	if of == nil || !a.Yes {
		return
	}
	credential, err := identity.Open(a.Credential, organisation, time.Now())
	if err != nil {
		m.cfg.Logger.Error("nobody vouches for a colleague", "err", err)
		m.change(func(s *Snapshot) { s.Fault = protocol.FaultIdentity })
		return
	}
	if l := m.find(of.Session); l != nil {
		l.session.Introduce(protocol.Introduce{
			ID: uint64(a.ID), Kind: protocol.IntroductionKind(of.Kind), Code: a.Code, Device: credential.Device, Name: a.Name, Rights: of.rights,
		})
	}
}
