package signalhub

import (
	"context"
	"crypto/ed25519"
	"net/netip"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// Agents knows who is behind a device token.
type Agents interface {
	SignedIn(ctx context.Context, token string) (support.SignedIn, error)
	SignOut(ctx context.Context, agent support.AgentID, device support.DeviceID) error
	StillValid(ctx context.Context, devices []support.DeviceID) ([]support.DeviceID, error)
}

// Codes allots nameplates and follows codes.
type Codes interface {
	Settings() support.CodeSettings
	Create(ctx context.Context, who support.SignedIn, portal support.PortalID, customer string, lifetime time.Duration) (support.Code, error)
	Find(ctx context.Context, nameplate code.Nameplate) (support.Code, error)
	Active(ctx context.Context, agent support.AgentID) ([]support.Code, error)
	Withdraw(ctx context.Context, agent support.AgentID, id support.CodeID, state support.CodeState) (support.Code, error)
	Expire(ctx context.Context) ([]support.Code, error)
}

// Sessions turns codes into sessions and keeps their facts.
type Sessions interface {
	Redeem(ctx context.Context, agent support.AgentID, id support.CodeID) (support.Grant, error)
	Authorise(ctx context.Context, id leg.SessionID, side leg.Side, secret support.Secret) (support.Session, error)
	End(ctx context.Context, agent support.AgentID, id leg.SessionID, started, ended time.Time, outcome support.Outcome) error
	History(ctx context.Context, agent support.AgentID, from support.HistoryCursor, limit int) ([]support.HistoryEntry, support.HistoryCursor, error)
}

// Limits keeps strangers from trying nameplates.
type Limits interface {
	Attempt(addr netip.Addr) (delay time.Duration, err error)
	Failed()
	Succeeded(addr netip.Addr)
	Alarmed() bool
}

// Tickets signs permissions to bind legs.
type Tickets interface {
	Grant(session leg.SessionID, side leg.Side, legKey ed25519.PublicKey) (leg.Grant, error)
}

// Legs carries the packets of sessions.
type Legs interface {
	// EndSoon stops carrying a session's packets once its apps have taken leave of each other.
	EndSoon(session leg.SessionID)
}

var (
	_ Agents   = (*support.Accounts)(nil)
	_ Codes    = (*support.Codes)(nil)
	_ Sessions = (*support.Sessions)(nil)
	_ Limits   = (*support.JoinLimits)(nil)
)
