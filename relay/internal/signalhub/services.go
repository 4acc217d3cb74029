package signalhub

import (
	"context"
	"crypto/ed25519"
	"net/netip"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// Agents knows who is behind a device token.
type Agents interface {
	SignedIn(ctx context.Context, token string) (support.SignedIn, error)
	SignOut(ctx context.Context, agent support.AgentID, device support.DeviceID) error
	StillValid(ctx context.Context, devices []support.DeviceID) ([]support.DeviceID, error)
	// DeskVersion grows with whatever may make StillSo or StillValid say something else.
	DeskVersion(ctx context.Context) (uint64, error)
	// StillSo reports whether an agent's name, team, portals and rights are as they were when the app connected.
	StillSo(ctx context.Context, who support.SignedIn) (bool, error)
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
	Redeem(ctx context.Context, who support.SignedIn, id support.CodeID) (support.Grant, error)
	Authorise(ctx context.Context, id leg.SessionID, side leg.Side, secret support.Secret) (support.Session, error)
	End(ctx context.Context, agent support.AgentID, id leg.SessionID, started, ended time.Time, outcome support.Outcome) error
	History(ctx context.Context, agent support.AgentID, from support.HistoryCursor, limit int) ([]support.HistoryEntry, support.HistoryCursor, error)
}

// Requests follows customers' calls for help, and what portal codes stand for.
type Requests interface {
	For(ctx context.Context, who support.SignedIn) ([]support.Request, error)
	Request(ctx context.Context, id support.RequestID) (support.Request, error)
	Events(ctx context.Context, id support.RequestID, after uint64, limit int) ([]support.Event, error)
	Alert(r support.Request, who support.SignedIn, status support.Status, now time.Time) time.Duration
	Accept(ctx context.Context, who support.SignedIn, id support.RequestID) (support.Request, error)
	Decline(ctx context.Context, who support.SignedIn, id support.RequestID) (support.Request, error)
	Say(ctx context.Context, id support.RequestID, by support.Actor, line string) (support.Event, error)
	OfferApp(ctx context.Context, who support.SignedIn, id support.RequestID) (support.Request, error)
	Close(ctx context.Context, who support.SignedIn, id support.RequestID, outcome support.Outcome, notes string) (support.Request, error)
	FindCode(ctx context.Context, c code.PortalCode) (support.Rendezvous, error)
	Begin(ctx context.Context, who support.SignedIn, c code.PortalCode) (support.Grant, error)
}

// Introductions brings colleagues into sessions.
type Introductions interface {
	Introduce(ctx context.Context, who support.SignedIn, asked support.Asked) (support.Introduction, error)
	Introduction(ctx context.Context, id support.IntroductionID) (support.Introduction, error)
	For(ctx context.Context, who support.SignedIn) ([]support.Introduction, error)
	Answered(ctx context.Context, who support.SignedIn) ([]support.Introduction, error)
	Answer(ctx context.Context, who support.SignedIn, id support.IntroductionID, yes bool, deviceKey ed25519.PublicKey) (support.Introduction, error)
	TurnAway(ctx context.Context, who support.SignedIn, id support.IntroductionID, result protocol.IntroductionResult) error
}

// HandIns takes what agents' apps saw of sessions that are over.
type HandIns interface {
	// Vouch notes the key of a device, and returns what its credential says is kept.
	Vouch(ctx context.Context, who support.SignedIn, key ed25519.PublicKey) (protocol.Keeps, error)
	Keep(ctx context.Context, who support.SignedIn, key ed25519.PublicKey, signature, page []byte) error
}

// Presence tells the fleet which agents are here, and who is anywhere.
type Presence interface {
	Arrive(ctx context.Context, who support.SignedIn, status support.Status) (support.Visit, error)
	SetStatus(ctx context.Context, v support.Visit, status support.Status) error
	Leave(ctx context.Context, v support.Visit) error
	Colleagues(ctx context.Context, organisation support.OrganisationID) ([]support.PresentAgent, error)
}

// Canned keeps ready-made replies.
type Canned interface {
	List(ctx context.Context, who support.SignedIn) ([]support.Canned, error)
}

// Feed tells of everything that happens to requests, at any relay of the fleet. A closed channel means that something may have been
// missed.
type Feed interface {
	Subscribe() (events <-chan support.Event, cancel func())
}

// Directory tells what organisations, agents and portals are called.
type Directory interface {
	Agents(ctx context.Context, organisation support.OrganisationID) ([]support.Agent, error)
	Portals(ctx context.Context, organisation support.OrganisationID) ([]support.Portal, error)
	Organisation(ctx context.Context, id support.OrganisationID) (support.Organisation, error)
}

// Fleet is how a relay and others on the same store work together.
type Fleet interface {
	Node() support.NodeID
	Elsewhere(ctx context.Context, agent support.AgentID) ([]support.AgentNode, error)
	Send(ctx context.Context, to support.NodeID, body []byte) error
	Take(ctx context.Context, limit int) ([][]byte, error)
	Wake() <-chan struct{}
}

// Limits keeps strangers from trying nameplates and portal codes.
type Limits interface {
	Attempt(addr netip.Addr) (delay time.Duration, err error)
	Failed()
	Succeeded(addr netip.Addr)
	Alarmed() bool
}

// Tickets signs permissions to bind legs.
type Tickets interface {
	Grant(ctx context.Context, session leg.SessionID, side leg.Side, legKey ed25519.PublicKey) (leg.Grant, error)
}

// Legs carries the packets of sessions.
type Legs interface {
	// EndSoon stops carrying a session's packets once its apps have taken leave of each other.
	EndSoon(session leg.SessionID)
}

var (
	_ Agents        = (*support.Accounts)(nil)
	_ Codes         = (*support.Codes)(nil)
	_ Sessions      = (*support.Sessions)(nil)
	_ Requests      = (*support.Requests)(nil)
	_ Introductions = (*support.Introductions)(nil)
	_ HandIns       = (*support.HandIns)(nil)
	_ Presence      = (*support.Presence)(nil)
	_ Canned        = (*support.CannedReplies)(nil)
	_ Feed          = (*support.Feed)(nil)
	_ Fleet         = (*support.Fleet)(nil)
	_ Limits        = (*support.JoinLimits)(nil)
)
