package signalhub

import (
	"context"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// hears reports whether an app is to be told at all how an introduction stands. A manager's wish to watch is nothing to apps that do not know
// of such, and to the app of the agent whose session it is only once the manager has said Yes.
func (f *follower) hears(i support.Introduction) bool {
	if i.Kind != support.RendezvousMonitor {
		return true
	}
	return f.conn.monitors && (i.From != f.conn.who.Agent.ID || i.State == support.IntroductionAccepted)
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
