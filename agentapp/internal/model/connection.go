package model

import (
	"context"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// tokenName is the name under which the device token is kept.
const tokenName = "device-token"

// signOutWithin is how long a sign-out waits for the relay: the agent may be without network, and wants to leave all the same.
const signOutWithin = 5 * time.Second

// connect opens the line for a device token. Sessions that begin on it live as long as ctx.
func (m *Model) connect(ctx context.Context, token string) {
	settings := m.Settings()
	trust, err := trustOf(settings.Pin)
	if err != nil {
		m.cfg.Logger.Error("the kept fingerprint is none", "err", err)
		m.change(func(s *Snapshot) { s.Account, s.Fault = SignedOut, protocol.FaultRelayUntrusted })
		return
	}
	connection, err := m.cfg.Dial(settings.Relay, trust, token)
	if err != nil {
		m.cfg.Logger.Error("no line to the relay could be made", "err", err)
		m.change(func(s *Snapshot) { s.Account, s.Fault = SignedOut, signalling.Fault(err) })
		return
	}
	m.disconnect()
	lineCtx, hangUp := context.WithCancel(ctx)
	m.mu.Lock()
	m.connection, m.hangUp = connection, hangUp
	m.mu.Unlock()
	m.change(func(s *Snapshot) { s.Account, s.Relay, s.Fault = SignedIn, settings.Relay, 0 })
	m.work.Go(func() { m.runLine(lineCtx, connection.Line) })
	m.work.Go(func() { m.followLine(lineCtx, connection) })
	m.work.Go(func() { m.tellEnds(lineCtx, connection, settings.Relay) })
	m.work.Go(func() { m.handIn(lineCtx, connection, settings.Relay) })
	m.work.Go(func() { m.receive(lineCtx, ctx, connection.Door) })
	m.work.Go(func() { m.hear(lineCtx, connection) })
}

// disconnect hangs up, if there is a line.
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
		m.do(func(context.Context) {
			if ctx.Err() == nil { // else the agent has signed out meanwhile
				m.forget(fault)
			}
		})
	}
}

// followLine says that the line's state, codes or requests changed, keeps the door's codes in step, and loads the history
// whenever the relay is reached, until ctx ends.
func (m *Model) followLine(ctx context.Context, c Connection) {
	connected := false
	for {
		changed := c.Line.Changed()
		was := connected
		if connected = c.Line.State().Phase == signalling.PhaseConnected; connected {
			m.followCodes(c)
			m.followDesk(c, !was)
		}
		if connected && !was {
			m.change(func(s *Snapshot) { s.Fault = 0 })
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
