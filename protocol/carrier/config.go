package carrier

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/url"

	"beside.example/protocol/leg"
)

// Config says whose packets a carrier carries and where it gets its tickets.
type Config struct {
	// Side is the side of the session that this carrier serves.
	Side leg.Side

	// Tickets asks signalling for a ticket for legKey. It is called at the start, when the lease runs out, when the relay
	// refuses, and after a restart of the relay; never twice at the same time. It must return when ctx ends.
	Tickets func(ctx context.Context, legKey ed25519.PublicKey) (leg.Grant, error)

	// TLS is used for the TLS leg, with the trust that signalling uses (roots, or the fingerprint that a person confirmed).
	// Nil means the system's roots.
	TLS *tls.Config

	// Proxy says through which HTTP proxy the TLS leg goes, if any. Nil means as the environment says.
	Proxy func(*http.Request) (*url.URL, error)

	// ListenPacket opens the socket of the UDP leg; nil means a real UDP socket on a port that the system picks.
	ListenPacket func() (net.PacketConn, error)

	// Logger tells of ways that come and go. Nil means silence.
	Logger *slog.Logger
}
