package support

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/leg"
)

// Why a manager cannot watch a session, besides ErrNotFound, ErrGone and ErrTooMany.
var (
	// ErrMonitoringOff: the organisation does not let its managers watch.
	ErrMonitoringOff = errors.New("managers may not watch sessions")
	// ErrOwnSession: the manager is in the session.
	ErrOwnSession = errors.New("the manager is in the session")
	// ErrNoApp: no agent's app of the manager is signed in.
	ErrNoApp = errors.New("the manager's app is not signed in")
)

// monitoringReader is what deciding about monitoring needs of a store.
type monitoringReader interface {
	// Settings returns what an organisation decided about itself.
	Settings(ctx context.Context, o OrganisationID) (Settings, error)
	// Agent finds an agent, else ErrNotFound.
	Agent(ctx context.Context, id AgentID) (Agent, error)
}

// monitoringNotes is what noting the end of monitoring needs of a store.
type monitoringNotes interface {
	// Introduction finds an introduction, else ErrNotFound.
	Introduction(ctx context.Context, id IntroductionID) (Introduction, error)
	// Agent finds an agent, else ErrNotFound.
	Agent(ctx context.Context, id AgentID) (Agent, error)
	// AddAuditOnce writes an act to the audit log, unless the same agent did the same to the same object since a time.
	AddAuditOnce(ctx context.Context, e AuditEvent, since time.Time) error
}

// MonitoringStore is what Monitoring needs of a store.
type MonitoringStore interface {
	IntroductionStore
	Request(ctx context.Context, id RequestID) (Request, error)
	// SessionsUnderWay lists a request's sessions that have not ended, the earliest first.
	SessionsUnderWay(ctx context.Context, id RequestID) ([]Session, error)
	// Introduced lists the sessions of agents who were brought into one, the earliest first.
	Introduced(ctx context.Context, session leg.SessionID) ([]Session, error)
}

// Monitoring lets managers watch sessions under way. It is the manager's app that watches and the apps of the session that let it in; the
// relay passes the wish on, to the one like to the other, and can make neither do it: the customer was told before the session, under the
// organisation's key, whether managers may watch.
type Monitoring struct {
	store    MonitoringStore
	settings RequestSettings
}

// NewMonitoring returns the monitoring of sessions kept in store under settings.
func NewMonitoring(store MonitoringStore, settings RequestSettings) *Monitoring {
	return &Monitoring{store: store, settings: settings}
}

// Ask asks a manager's apps whether the manager would watch the session of a case now. ErrNotFound for a case that is not the manager's to
// look after, ErrGone when no session is under way, ErrAway when its agent's app is not connected, ErrTooMany when the manager asked too
// often; or one of the errors above.
func (s *Monitoring) Ask(ctx context.Context, who Manager, id CaseID) error {
	session, err := s.find(ctx, who, id)
	if err != nil {
		return fmt.Errorf("find the session to watch: %w", err)
	}
	settings, err := s.store.Settings(ctx, who.Organisation.ID)
	if err != nil {
		return fmt.Errorf("read whether managers may watch: %w", err)
	}
	if !settings.Monitoring {
		return ErrMonitoringOff
	}
	if err := s.mustBeElsewhere(ctx, who, session); err != nil {
		return err
	}
	if err := s.mustBeThere(ctx, who, session); err != nil {
		return err
	}
	open, err := s.store.OpenIntroductions(ctx, who.Organisation.ID)
	if err != nil {
		return fmt.Errorf("list introductions: %w", err)
	}
	now := time.Now()
	if slices.ContainsFunc(open, func(i Introduction) bool {
		return i.Kind == RendezvousMonitor && i.Session == session.ID && i.ToAgent == who.Agent.ID && i.Open(now)
	}) {
		return nil // the app asks already
	}
	i := Introduction{
		Organisation: who.Organisation.ID, From: session.Agent, Device: session.Device, Portal: session.Portal, Customer: session.Customer,
		Asked: Asked{
			Session: session.ID, Request: session.Request, Kind: RendezvousMonitor, ToAgent: who.Agent.ID, Rights: uint16(protocol.PermissionSee),
		},
		Created: now, Until: now.Add(s.settings.AlertTime),
	}
	if _, err = s.store.CreateIntroduction(ctx, i, MaxInvited, i.event(EventIntroduced, ByAgent(who.Agent.ID), i.ToAgent, now)); err != nil {
		return fmt.Errorf("keep that a manager would watch: %w", err)
	}
	return nil
}

// find returns the session of a case that is the manager's to look after.
func (s *Monitoring) find(ctx context.Context, who Manager, id CaseID) (Session, error) {
	of, gone := id.Call, false
	if id.Request != (RequestID{}) {
		r, err := s.store.Request(ctx, id.Request)
		if err != nil {
			return Session{}, err
		}
		if of = r.Session; r.Session == (leg.SessionID{}) { // it is nobody's to know who has a request with whom there is none
			if r.Organisation != who.Organisation.ID || !mayMonitor(ctx, s.store, who.Principal(), r.Organisation, r.Agent) {
				return Session{}, ErrNotFound
			}
			return Session{}, ErrGone
		}
		gone = r.State != RequestInSession
	}
	session, err := s.store.Session(ctx, of)
	if err != nil {
		return Session{}, err
	}
	if who.Program() || !mayMonitor(ctx, s.store, who.Principal(), who.Organisation.ID, session.Agent) {
		return Session{}, ErrNotFound
	}
	if gone || !session.Ended.IsZero() {
		return Session{}, ErrGone
	}
	return session, nil
}

// mayMonitor reports whether somebody may watch what an agent of an organisation does. An agent who cannot be read is nobody's to watch.
func mayMonitor(ctx context.Context, store monitoringReader, who Principal, o OrganisationID, agent AgentID) bool {
	a, err := store.Agent(ctx, agent)
	return err == nil && a.Organisation == o && Allowed(who, ActMonitorSession, Object{Organisation: a.Organisation, Team: a.Team, Agent: a.ID})
}

// mustBeElsewhere returns ErrOwnSession when the manager is in the session, as who helps or as who watches.
func (s *Monitoring) mustBeElsewhere(ctx context.Context, who Manager, session Session) error {
	var others []Session
	var err error
	if session.Request != (RequestID{}) {
		others, err = s.store.SessionsUnderWay(ctx, session.Request)
	} else {
		others, err = s.store.Introduced(ctx, session.ID)
	}
	if err != nil {
		return fmt.Errorf("ask who is in the session: %w", err)
	}
	if slices.ContainsFunc(append(others, session), func(t Session) bool { return t.Agent == who.Agent.ID && t.Ended.IsZero() }) {
		return ErrOwnSession
	}
	return nil
}

// mustBeThere returns ErrNoApp or ErrAway unless apps of both, the manager and the session's agent, are connected.
func (s *Monitoring) mustBeThere(ctx context.Context, who Manager, session Session) error {
	present, err := s.store.PresentAgents(ctx, PresenceQuery{Organisation: who.Organisation.ID, Since: time.Now().Add(-SilentNode)})
	if err != nil {
		return fmt.Errorf("ask who is there: %w", err)
	}
	there := func(agent AgentID) bool {
		return slices.ContainsFunc(present, func(p PresentAgent) bool { return p.Agent == agent })
	}
	switch {
	case !there(who.Agent.ID):
		return ErrNoApp
	case !there(session.Agent):
		return ErrAway
	}
	return nil
}

// mayStillMonitor returns ErrDenied or ErrGone when what a manager says Yes to is to watch what may not be watched any more.
func (s *Introductions) mayStillMonitor(ctx context.Context, who SignedIn, id IntroductionID) error {
	i, err := s.store.Introduction(ctx, id)
	if err != nil || i.Kind != RendezvousMonitor || !i.VisibleTo(who) {
		return err
	}
	settings, err := s.store.Settings(ctx, i.Organisation)
	if err != nil {
		return fmt.Errorf("read whether managers may watch: %w", err)
	}
	if !settings.Monitoring || !mayMonitor(ctx, s.store, who.Principal(), i.Organisation, i.From) {
		return ErrDenied
	}
	session, err := s.store.Session(ctx, i.Session)
	if err != nil {
		return fmt.Errorf("look up the session to watch: %w", err)
	}
	if !session.Ended.IsZero() {
		return ErrGone
	}
	return nil
}

// TurnAway notes that the apps of a session did not let a manager in who would watch, and why: ErrNotFound when the session is not the
// agent's.
func (s *Introductions) TurnAway(ctx context.Context, who SignedIn, id IntroductionID, result protocol.IntroductionResult) error {
	state := IntroductionFailed
	switch result {
	case protocol.IntroductionUntold:
		state = IntroductionUntold
	case protocol.IntroductionDeclined:
		state = IntroductionUnwanted
	}
	_, err := s.store.ChangeIntroduction(ctx, id, func(i *Introduction) (Step, error) {
		switch {
		case i.From != who.Agent.ID || i.Kind != RendezvousMonitor:
			return Step{}, ErrNotFound
		case i.State != IntroductionAccepted:
			return Step{}, nil // said again
		}
		now := time.Now()
		i.State = state
		return Step{Drop: i.Code, At: now, Events: []Event{i.event(EventIntroEnded, ByAgent(who.Agent.ID), i.By, now)}}, nil
	})
	if err != nil {
		return fmt.Errorf("turn a manager away: %w", err)
	}
	return nil
}

// TurnedAway reports whether a manager said Yes and was not let in.
func (i Introduction) TurnedAway() bool {
	return i.State == IntroductionUntold || i.State == IntroductionUnwanted || i.State == IntroductionFailed
}

// beginMonitoring keeps the session of a manager who watches, and who did.
func (s *Requests) beginMonitoring(ctx context.Context, who SignedIn, found Rendezvous, step Step) error {
	watched, err := s.store.Session(ctx, found.Session)
	if err != nil {
		return fmt.Errorf("look up the session to watch: %w", err)
	}
	if !watched.Ended.IsZero() {
		return ErrGone
	}
	step.Session.Monitor = true
	note := monitoringEvent(AuditMonitorBegun, who.Organisation.ID, who.Agent, found.Request, found.Session)
	step.Audit = &note
	if err := s.store.KeepStep(ctx, step); err != nil {
		return fmt.Errorf("begin to watch a session: %w", err)
	}
	return nil
}

// noteMonitored writes to the audit log that a manager watches no longer; of other sessions it writes nothing.
func noteMonitored(ctx context.Context, store monitoringNotes, session Session) error {
	if !session.Monitor {
		return nil
	}
	of, err := store.Introduction(ctx, session.Introduction)
	if errors.Is(err, ErrNotFound) { // the case was deleted before its end was told
		return nil
	}
	if err != nil {
		return fmt.Errorf("look up what was watched: %w", err)
	}
	manager, err := store.Agent(ctx, session.Agent)
	if err != nil {
		return fmt.Errorf("look up who watched: %w", err)
	}
	note := monitoringEvent(AuditMonitorEnded, of.Organisation, manager, of.Request, of.Session)
	if err := store.AddAuditOnce(ctx, note, session.Granted); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

func monitoringEvent(act AuditAct, o OrganisationID, manager Agent, request RequestID, session leg.SessionID) AuditEvent {
	return AuditEvent{
		Organisation: o, At: time.Now(), Agent: manager.ID, Name: manager.Name, Act: act, Object: Case{Request: request, Session: session}.Name(),
	}
}
