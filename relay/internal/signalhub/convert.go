package signalhub

import (
	"encoding/binary"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

func wireCode(c support.Code) signalling.Code {
	w := signalling.Code{
		ID: signalling.CodeID(c.ID), Portal: signalling.PortalID(c.Portal), Nameplate: c.Nameplate, Customer: c.Customer,
		State: wireState(c.State), Lifetime: c.Expires.Sub(c.Created),
	}
	if c.State == support.CodeActive {
		w.Left = max(time.Until(c.Expires), 0)
	}
	return w
}

func wireState(s support.CodeState) signalling.CodeState {
	switch s {
	case support.CodeActive:
		return signalling.CodeActive
	case support.CodeRedeemed:
		return signalling.CodeRedeemed
	case support.CodeWithdrawn:
		return signalling.CodeWithdrawn
	case support.CodeExpired:
		return signalling.CodeExpired
	}
	return signalling.CodeDead
}

// wireEnd returns why an exchange is broken off when its code ends.
func wireEnd(s support.CodeState) signalling.EndReason {
	switch s {
	case support.CodeWithdrawn:
		return signalling.EndWithdrawn
	case support.CodeExpired:
		return signalling.EndExpired
	}
	return signalling.EndDead
}

func wireSignedIn(who support.SignedIn, settings support.CodeSettings) *signalling.SignedIn {
	s := &signalling.SignedIn{
		Organisation: who.Organisation.Name, OrganisationKey: who.Organisation.PublicKey(), Agent: signalling.AgentID(who.Agent.ID),
		Name: who.Agent.Name, Team: who.Team.Name, CodeLifetime: settings.Lifetime,
		MaxCodes: uint8(min(settings.MaxActive, signalling.MaxCodes)),
	}
	for _, p := range who.Portals[:min(len(who.Portals), signalling.MaxPortals)] {
		s.Portals = append(s.Portals, signalling.Portal{
			ID: signalling.PortalID(p.ID), Name: p.Name, Kind: signalling.PortalKind(p.Kind), Features: wireFeatures(who.FeaturesIn(p)),
		})
	}
	return s
}

func wireEntry(e support.HistoryEntry) signalling.HistoryEntry {
	return signalling.HistoryEntry{
		Session: e.ID, Portal: signalling.PortalID(e.Portal), PortalName: e.PortalName, Customer: e.Customer, Granted: e.Granted,
		Started: e.Started, Ended: e.Ended, Outcome: wireOutcome(e.Outcome),
	}
}

func wireOutcome(o support.Outcome) signalling.Outcome {
	switch o {
	case support.OutcomeResolved:
		return signalling.OutcomeResolved
	case support.OutcomeUnresolved:
		return signalling.OutcomeUnresolved
	}
	return signalling.OutcomeUnknown
}

func supportOutcome(o signalling.Outcome) support.Outcome {
	switch o {
	case signalling.OutcomeResolved:
		return support.OutcomeResolved
	case signalling.OutcomeUnresolved:
		return support.OutcomeUnresolved
	}
	return support.OutcomeUnknown
}

// wireCursor writes a place in the history as the app carries it back: nanoseconds, then the session.
func wireCursor(c support.HistoryCursor) (w signalling.HistoryCursor) {
	if c.Granted.IsZero() {
		return w
	}
	binary.BigEndian.PutUint64(w[:], uint64(c.Granted.UnixNano()))
	copy(w[8:], c.ID[:])
	return w
}

// supportCursor reads what wireCursor wrote. Any other value is some other place in the same agent's history.
func supportCursor(w signalling.HistoryCursor) (c support.HistoryCursor) {
	if w == (signalling.HistoryCursor{}) {
		return c
	}
	c.Granted = time.Unix(0, int64(binary.BigEndian.Uint64(w[:])))
	copy(c.ID[:], w[8:])
	return c
}
