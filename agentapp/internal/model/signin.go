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
		m.change(func(s *Snapshot) { s.Relay, s.Fault, s.Fingerprint = relay, protocol.FaultRelayUnknown, "" })
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
	m.change(func(s *Snapshot) { s.Fingerprint, s.Fault = "", 0 })
}

// signIn runs a sign-in, unless one is under way or done.
func (m *Model) signIn(ctx context.Context, relay, pin string) {
	trust, err := trustOf(pin)
	if err != nil {
		m.change(func(s *Snapshot) { s.Fault = protocol.FaultRelayUntrusted })
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	m.mu.Lock()
	begins := m.shown.Account == SignedOut
	if begins {
		m.cancel = cancel
		m.shown.Account, m.shown.Relay, m.shown.Fault, m.shown.Fingerprint = SigningIn, relay, 0, ""
	}
	m.mu.Unlock()
	if !begins {
		cancel()
		return
	}
	m.tell()
	m.work.Go(func() {
		defer cancel()
		token, err := m.cfg.SignIn(ctx, relay, trust)
		m.mu.Lock()
		m.cancel = nil
		m.mu.Unlock()
		if err != nil {
			m.refused(err)
			return
		}
		m.signedIn(relay, pin, token)
	})
}

// refused shows why a sign-in failed. A relay that nobody vouches for, or that shows another key than the confirmed one, is
// a question to the agent.
func (m *Model) refused(err error) {
	m.cfg.Logger.Info("a sign-in failed", "err", err)
	var untrusted *signalling.UntrustedError
	var changed *signalling.ChangedError
	m.change(func(s *Snapshot) {
		s.Account = SignedOut
		switch {
		case errors.As(err, &untrusted):
			s.Fingerprint = untrusted.Fingerprint.String()
		case errors.As(err, &changed):
			s.Fingerprint, s.Fault = changed.Fingerprint.String(), protocol.FaultRelayChanged
		default:
			s.Fault = signalling.Fault(err)
		}
	})
}

// signedIn keeps a sign-in for the next start and opens the line.
func (m *Model) signedIn(relay, pin, token string) {
	if err := m.cfg.Secrets.Set(tokenName, token); err != nil {
		m.cfg.Logger.Error("the sign-in could not be kept for the next start", "err", err)
	}
	m.ChangeSettings(func(s *Settings) { s.Relay, s.Pin = relay, pin })
	m.do(func(ctx context.Context) { m.connect(ctx, token) })
}

// SignOut signs this device out and forgets its token. Sessions under way go on.
func (m *Model) SignOut() {
	m.do(func(ctx context.Context) {
		m.mu.Lock()
		line := m.connection.Line
		m.mu.Unlock()
		if line == nil {
			m.forget(0)
			return
		}
		m.work.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, signOutWithin)
			defer cancel()
			if err := line.SignOut(ctx); err != nil {
				m.cfg.Logger.Warn("the relay was not told of the sign-out", "err", err)
			}
			m.do(func(context.Context) { m.forget(0) })
		})
	})
}

// forget ends the connection and drops the token with all that belongs to the account; fault tells why, 0 for the agent's
// own act.
func (m *Model) forget(fault protocol.Fault) {
	m.disconnect()
	if err := m.cfg.Secrets.Delete(tokenName); err != nil {
		m.cfg.Logger.Error("the sign-in was not forgotten", "err", err)
	}
	m.mu.Lock()
	m.codes, m.past, m.desk, m.relayed = codeBook{}, pastBook{}, newDeskBook(), nil
	m.shown = Snapshot{Account: SignedOut, Relay: m.shown.Relay, Fault: fault, Status: signalling.StatusAvailable}
	m.mu.Unlock()
	m.tell()
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
