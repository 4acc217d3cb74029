package model

import (
	"context"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/identity"
	"beside.example/protocol/signalling"
)

// wanted brings a manager into a session of this agent's who would watch: nobody here is asked, since the customer was told before the
// session whether that may be. The session itself keeps out whom it may not let in.
func (m *Model) wanted(a signalling.IntroductionAnswered) {
	m.mu.Lock()
	organisation := m.agent().OrganisationKey
	var of *liveSession
	for _, l := range m.live {
		if l.id == a.Session && !l.monitors && !l.over {
			of = l
		}
	}
	known := of != nil && of.wanted[a.ID]
	if of != nil && !known {
		if of.wanted == nil {
			of.wanted = map[signalling.IntroductionID]bool{}
		}
		of.wanted[a.ID] = true
	}
	m.mu.Unlock()
	switch {
	case !a.Yes || known: // the relay says it again after a lost connection
		return
	case of == nil:
		m.keepOut(a.ID, protocol.IntroductionFailed)
		return
	}
	credential, err := identity.Open(a.Credential, organisation, time.Now())
	if err != nil {
		m.cfg.Logger.Error("nobody vouches for a manager who would watch", "err", err)
		m.keepOut(a.ID, protocol.IntroductionFailed)
		return
	}
	of.session.Introduce(protocol.Introduce{
		ID: uint64(a.ID), Kind: protocol.IntroductionMonitor, Code: a.Code, Device: credential.Device, Name: credential.Agent,
		Rights: protocol.PermissionSee,
	})
}

// tellRefused tells the relay of managers whom the apps of a session did not let in. The goroutine that holds the session calls it.
func (m *Model) tellRefused(l *liveSession, introductions []session.Introduction) {
	for _, i := range introductions {
		if i.Kind != protocol.IntroductionMonitor || !i.Answered || l.answered[i.ID] {
			continue
		}
		switch i.Result {
		case protocol.IntroductionAgreed:
			continue // another result follows
		case protocol.IntroductionJoined:
		default:
			m.keepOut(signalling.IntroductionID(i.ID), i.Result)
		}
		if l.answered == nil {
			l.answered = map[uint64]bool{}
		}
		l.answered[i.ID] = true
	}
}

// keepOut tells the relay that a manager was not let in.
func (m *Model) keepOut(id signalling.IntroductionID, result protocol.IntroductionResult) {
	m.ask("tell that a manager was not let in", func(ctx context.Context, c Connection) error {
		return c.Desk.RefuseIntroduction(ctx, id, result)
	})
}

// notLetIn takes the relay's word that this agent, a manager, was not let into a session to watch it.
func (m *Model) notLetIn(id signalling.IntroductionID, why protocol.Fault) {
	m.mu.Lock()
	_, waits := m.desk.coming[id]
	delete(m.desk.coming, id)
	if waits {
		m.shown.Fault = why
	}
	m.mu.Unlock()
}
