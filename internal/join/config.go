package join

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"net"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

const (
	// MaxAttempts is how many failed or unfinished exchanges one code stands, at either end: who guesses has three chances
	// in 100,000.
	MaxAttempts = 3

	// connectWithin is how long the two apps have from the exchange to a working connection: a TLS leg through a slow
	// proxy included.
	connectWithin = 30 * time.Second
)

// Config is what either side needs.
type Config struct {
	// Client talks to the relay; somebody else runs it.
	Client *signalling.Client
	// Trust is the client's, for the TLS leg to the same relay.
	Trust signalling.Trust
	// Capabilities are this app's. They are part of the exchange, so that nobody can take any away.
	Capabilities protocol.Capabilities
	// ListenPacket opens the socket of the UDP leg; nil means a real one.
	ListenPacket func() (net.PacketConn, error)
	// Logger takes what is worth knowing, never digits or keys; nil discards it.
	Logger *slog.Logger
}

func (c Config) logger() *slog.Logger {
	if c.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Logger
}

// relay is what this package uses of a *signalling.Client.
type relay interface {
	HostPort() string
	Join(ctx context.Context, n code.Nameplate, sid signalling.SID) (opened, error)
	JoinPortal(ctx context.Context, c code.PortalCode, sid signalling.SID) (opened, error)
	AcceptExchange(ctx context.Context) (opened, error)
	WithdrawCode(ctx context.Context, id signalling.CodeID, dead bool) error
	Ticket(ctx context.Context, session leg.SessionID, side leg.Side, secret signalling.Secret, legKey ed25519.PublicKey) (leg.Grant, error)
}

// exchange is what this package uses of a *signalling.Exchange.
type exchange interface {
	Send(data []byte) error
	Receive(ctx context.Context) ([]byte, error)
	Redeem(ctx context.Context) (signalling.SessionGranted, error)
	Granted(ctx context.Context) (signalling.SessionGranted, error)
	End(reason signalling.EndReason)
}

var _ exchange = (*signalling.Exchange)(nil)

// opened is an exchange with what the relay says about it.
type opened struct {
	exchange
	expects
	sid             signalling.SID
	organisation    string
	organisationKey ed25519.PublicKey
}

// client makes a *signalling.Client a relay.
type client struct{ *signalling.Client }

var _ relay = client{}

func (c client) Join(ctx context.Context, n code.Nameplate, sid signalling.SID) (opened, error) {
	return open(c.Client.Join(ctx, n, sid))
}

func (c client) JoinPortal(ctx context.Context, portal code.PortalCode, sid signalling.SID) (opened, error) {
	return open(c.Client.JoinPortal(ctx, portal, sid))
}

func (c client) AcceptExchange(ctx context.Context) (opened, error) {
	return open(c.Client.AcceptExchange(ctx))
}

func open(x *signalling.Exchange, err error) (opened, error) {
	if err != nil {
		return opened{}, err
	}
	return opened{
		exchange: x, expects: expects{code: x.Code, meeting: Meeting{x.Request, x.Introduction}}, sid: x.SID,
		organisation: x.Organisation, organisationKey: x.OrganisationKey,
	}, nil
}
