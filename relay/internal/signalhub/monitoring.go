package signalhub

import (
	"context"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// concernsMonitor reports whether an app is to be told how a manager's wish to watch stands. The app of the agent whose session it is hears
// of it once the manager has said Yes, and of nothing else; the manager's apps are told here why nothing came of a Yes.
func (d *desk) concernsMonitor(f *follower, i support.Introduction) bool {
	who := f.conn.who
	switch {
	case !f.conn.monitors:
		return false
	case i.From == who.Agent.ID:
		return i.State == support.IntroductionAccepted
	case i.By == who.Agent.ID && i.TurnedAway():
		f.conn.push(signalling.IntroductionWithdrawn{ID: signalling.IntroductionID(i.ID), Fault: watchFault(i.State)})
		return false
	}
	return true
}

// watchFault is what a manager is told who was not let in.
func watchFault(s support.IntroductionState) protocol.Fault {
	switch s {
	case support.IntroductionUntold:
		return protocol.FaultWatchUntold
	case support.IntroductionUnwanted:
		return protocol.FaultWatchEnded
	}
	return protocol.FaultWatchFailed
}

func (c *conn) refuseIntroduction(ctx context.Context, m signalling.IntroductionRefused) (signalling.Message, error) {
	if err := c.hub.config.Desk.Introductions.TurnAway(ctx, c.who, support.IntroductionID(m.ID), m.Result); err != nil {
		return nil, deskRefusal(err)
	}
	c.log.InfoContext(ctx, "manager not let into a session", "introduction", m.ID, "result", m.Result.String())
	return signalling.Done{}, nil
}
