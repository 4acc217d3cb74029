package model

import (
	"context"
	"errors"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// SignIn begins to sign in at a relay; the browser opens.
func (m *Model) SignIn(relay string) {
	if _, err := signalling.HostPort(relay); err != nil {
		m.change(func(s *Snapshot) { s.Relay, s.Fault = relay, protocol.FaultRelayUnknown })
		return
	}
	pin := ""
	if old := m.Settings(); old.Relay == relay {
		pin = old.Pin
	}
	m.do(func(ctx context.Context) { m.signIn(ctx, relay, pin) })
}

// TrustRelay is the agent's Yes to the fingerprint that is shown: the sign-in goes on.
func (m *Model) TrustRelay() {
	m.do(func(ctx context.Context) {
		if s := m.Snapshot(); s.Fingerprint != "" {
			m.signIn(ctx, s.Relay, s.Fingerprint)
		}
	})
}

// CancelSignIn gives a sign-in up, and forgets a fingerprint that waits for an answer.
func (m *Model) CancelSignIn() {
	m.mu.Lock()
	cancel := m.cancel
	m.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	m.change(func(s *Snapshot) { s.Fingerprint = "" })
}

func (m *Model) signIn(ctx context.Context, relay, pin string) {
	trust, err := trustOf(pin)
	if err != nil {
		m.change(func(s *Snapshot) { s.Fault = protocol.FaultRelayUntrusted })
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	m.mu.Lock()
	busy := m.cancel != nil
	if !busy {
		m.cancel = cancel
	}
	m.mu.Unlock()
	if busy {
		cancel()
		return
	}
	m.change(func(s *Snapshot) { s.Account, s.Relay, s.Fault, s.Fingerprint = SigningIn, relay, 0, "" })
	m.work.Go(func() {
		token, err := m.cfg.SignIn(ctx, relay, trust)
		cancel()
		m.mu.Lock()
		m.cancel = nil
		m.mu.Unlock()
		if err != nil {
			m.refused(err)
			return
		}
		if err := m.cfg.Secrets.Set(tokenName, token); err != nil {
			m.cfg.Logger.Error("the sign-in could not be kept for the next start", "err", err)
		}
		m.ChangeSettings(func(s *Settings) { s.Relay, s.Pin = relay, pin })
		m.do(func(ctx context.Context) { m.connect(ctx, token) })
	})
}

// refused shows why a sign-in failed; a relay that nobody vouches for is a question to the agent.
func (m *Model) refused(err error) {
	var untrusted *signalling.UntrustedError
	m.change(func(s *Snapshot) {
		s.Account = SignedOut
		if errors.As(err, &untrusted) {
			s.Fingerprint = untrusted.Fingerprint.String()
			return
		}
		s.Fault = signalling.Fault(err)
	})
}

// SignOut signs this device out and forgets its token. Sessions under way go on.
func (m *Model) SignOut() {
	m.do(func(ctx context.Context) {
		m.mu.Lock()
		line := m.connection.Line
		m.mu.Unlock()
		m.work.Go(func() {
			if line != nil {
				if err := line.SignOut(ctx); err != nil {
					m.cfg.Logger.Warn("the relay was not told of the sign-out", "err", err)
				}
			}
			m.do(func(context.Context) { m.forget(0) })
		})
	})
}

// forget ends the connection and drops the token; fault tells why, 0 for the agent's own act.
func (m *Model) forget(fault protocol.Fault) {
	m.disconnect()
	if err := m.cfg.Secrets.Delete(tokenName); err != nil {
		m.cfg.Logger.Error("the sign-in was not forgotten", "err", err)
	}
	m.change(func(s *Snapshot) { s.Account, s.Fault, s.History = SignedOut, fault, History{} })
}

// connect opens the line for a device token.
func (m *Model) connect(ctx context.Context, token string) {
	settings := m.Settings()
	trust, err := trustOf(settings.Pin)
	if err != nil {
		m.change(func(s *Snapshot) { s.Fault = protocol.FaultRelayUntrusted })
		return
	}
	connection, err := m.cfg.Dial(settings.Relay, trust, token)
	if err != nil {
		m.cfg.Logger.Error("no line to the relay could be made", "err", err)
		m.change(func(s *Snapshot) { s.Account, s.Fault = SignedOut, signalling.Fault(err) })
		return
	}
	m.disconnect()
	ctx, hangUp := context.WithCancel(ctx)
	m.mu.Lock()
	m.connection, m.hangUp = connection, hangUp
	m.mu.Unlock()
	m.change(func(s *Snapshot) { s.Account, s.Relay, s.Fault = SignedIn, settings.Relay, 0 })
	m.work.Go(func() { m.runLine(ctx, connection.Line) })
	m.work.Go(func() { m.followLine(ctx, connection) })
	m.work.Go(func() { m.receive(ctx, connection.Door) })
}

func (m *Model) disconnect() {
	m.mu.Lock()
	hangUp := m.hangUp
	m.connection, m.hangUp = Connection{}, nil
	m.mu.Unlock()
	if hangUp != nil {
		hangUp()
	}
}

// runLine keeps the line open; when the relay refuses the device for good, the app is signed out.
func (m *Model) runLine(ctx context.Context, line Line) {
	err := line.Run(ctx)
	if ctx.Err() != nil {
		return
	}
	m.cfg.Logger.Warn("the relay refuses this device", "err", err)
	fault := signalling.Fault(err)
	switch fault {
	case protocol.FaultSignedOut, protocol.FaultAccountClosed, protocol.FaultSignInReplaced:
		m.do(func(context.Context) { m.forget(fault) })
	default:
		m.change(func(s *Snapshot) { s.Fault = fault })
	}
}

// followLine says that the line's state or codes changed, and keeps the door's codes in step, until ctx ends.
func (m *Model) followLine(ctx context.Context, c Connection) {
	loaded := false
	for {
		changed := c.Line.Changed()
		m.followCodes(c)
		if !loaded && c.Line.State().Phase == signalling.PhaseConnected {
			loaded = true
			m.LoadHistory()
		}
		m.tell()
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

func trustOf(pin string) (signalling.Trust, error) {
	if pin == "" {
		return signalling.Trust{}, nil
	}
	fingerprint, err := signalling.ParseFingerprint(pin)
	if err != nil {
		return signalling.Trust{}, err
	}
	return signalling.Trust{Pin: &fingerprint}, nil
}
