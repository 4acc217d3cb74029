package model

import (
	"context"
	"errors"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// NameRelay is the person's word which relay to talk to. What is no address gets a fault.
func (m *Model) NameRelay(relay string) {
	m.do(func(ctx context.Context) { m.dial(ctx, relay, nil) })
}

// TrustRelay is the person's Yes to the relay shown, and to its fingerprint where it has one.
func (m *Model) TrustRelay() {
	shown := m.Snapshot() // what the person says Yes to, whatever comes before Run gets to it
	m.do(func(ctx context.Context) {
		if shown.Fingerprint != "" {
			pin, err := signalling.ParseFingerprint(shown.Fingerprint)
			if err != nil {
				m.change(func(s *Snapshot) { s.Fault = protocol.FaultRelayUntrusted })
				return
			}
			m.dial(ctx, shown.Relay, &pin)
		}
		m.change(func(s *Snapshot) {
			if s.Relay == shown.Relay && s.Fingerprint == shown.Fingerprint && s.Fault == 0 && s.Page == PageRelay {
				s.Page = PageCode
			}
		})
	})
}

// ForgetRelay is the person's No to the relay shown: the app hangs up and asks for another one.
func (m *Model) ForgetRelay() {
	m.do(func(context.Context) { m.hang(Snapshot{Page: PageRelay}) })
}

// hang ends the line with what came of it, and shows what is left without them. What the person chose for the picture stays.
func (m *Model) hang(left Snapshot) {
	m.mu.Lock()
	if m.attempt != nil {
		m.attempt.cancel()
	}
	if m.hangUp != nil {
		m.hangUp()
	}
	left.Fidelity = m.snapshot.Fidelity
	m.line, m.hangUp, m.attempt, m.session, m.snapshot = nil, nil, nil, nil, left
	m.mu.Unlock()
	m.tell()
}

// dial opens the line to a relay, in place of the present one. Where the relay is no address there is none then.
func (m *Model) dial(ctx context.Context, relay string, pin *signalling.Fingerprint) {
	shown := m.Snapshot()
	left := Snapshot{Page: shown.Page, Relay: relay, Code: shown.Code, Checking: true}
	if pin != nil {
		left.Fingerprint = shown.Fingerprint
	}
	line, err := m.cfg.Dial(relay, pin)
	if err != nil {
		left.Page, left.Checking, left.Fault = PageRelay, false, protocol.FaultRelayUnknown
		m.hang(left)
		return
	}
	m.hang(left)
	ctx, hangUp := context.WithCancel(ctx)
	m.mu.Lock()
	m.line, m.hangUp = line, hangUp
	m.mu.Unlock()
	m.work.Go(func() {
		if err := line.Run(ctx); err != nil && ctx.Err() == nil {
			m.cfg.Logger.Warn("the line to the relay ended", "err", err)
		}
	})
	m.work.Go(func() { m.follow(ctx, line) })
}

// follow brings a line's state to the snapshot until ctx ends.
func (m *Model) follow(ctx context.Context, line Line) {
	for {
		changed := line.Changed()
		m.mu.Lock()
		if m.line == line {
			m.snapshot.takeLine(line.State())
		}
		m.mu.Unlock()
		m.tell()
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

// takeLine puts down how the line is. Once a session is there nothing is asked or complained about: that does without the
// line, and what it shows must stay.
func (s *Snapshot) takeLine(state signalling.State) {
	wasReady := s.Ready
	s.Checking = state.Phase == signalling.PhaseConnecting
	s.Ready = state.Phase == signalling.PhaseConnected
	if s.Page > PageCode {
		return
	}
	var untrusted *signalling.UntrustedError
	switch {
	case s.Ready:
		if !wasReady {
			s.Fault = 0 // whatever was wrong with the line
		}
	case errors.As(state.Err, &untrusted): // nobody vouches for the relay: a question to the person, whoever named it
		s.Page, s.Fingerprint, s.Fault = PageRelay, untrusted.Fingerprint.String(), 0
	case state.Phase == signalling.PhaseRefused, state.Phase == signalling.PhaseWaiting && s.Page == PageRelay:
		s.Fault = state.Fault
	}
}
