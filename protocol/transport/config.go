package transport

import (
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"time"

	"github.com/quic-go/quic-go"
)

// PacketConn is what a conn needs below it; carrier.Carrier is one. Dial and Listen take it over: the conn closes it.
type PacketConn interface {
	net.PacketConn
	// Peer returns the address to which packets for the other side are written.
	Peer() net.Addr
}

// SPKI is the SHA-256 hash of a certificate's SubjectPublicKeyInfo: what the key exchange pins.
type SPKI = [sha256.Size]byte

// Config is what both sides of a conn need, all of it from the key exchange.
type Config struct {
	// Carrier carries the packets. Each Dial and Listen needs a fresh one; it is closed with the conn, and on failure.
	Carrier PacketConn

	// Certificate is this side's ephemeral certificate from NewIdentity, the same for every conn of the session.
	Certificate tls.Certificate

	// PeerSPKI is the only public key accepted from the other side.
	PeerSPKI SPKI

	// Key is the session key K that the key exchange gave to both sides, at least 32 bytes.
	Key []byte

	// Logger tells of outages and of what ends the conn. Nil means silence.
	Logger *slog.Logger
}

func (c Config) check() error {
	switch {
	case c.Carrier == nil:
		return errors.New("transport: no carrier")
	case len(c.Key) < minKey:
		return errors.New("transport: the session key is too short")
	case len(c.Certificate.Certificate) != 1:
		return errors.New("transport: no certificate")
	}
	return nil
}

func (c Config) logger() *slog.Logger {
	if c.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Logger
}

// What we may tune.
const (
	// packetSize fits every path that QUIC may use at all, and leaves room for a tunnel's headers; path MTU discovery could
	// not see the TLS leg anyway.
	packetSize = 1200

	// handshakeIdle is how long a handshake waits for the peer's next packet: the peer may still be binding its leg.
	handshakeIdle = 15 * time.Second

	// maxIdle is how long an outage may last before a conn is given up and must be dialed anew.
	maxIdle = 120 * time.Second

	// keepAlive is QUIC's own, should our pings fail.
	keepAlive = 5 * time.Second

	// maxStreams is how many streams of each direction the peer may have open. A session uses about ten.
	maxStreams = 32

	// The receive windows bound what a peer can make us hold in memory: streamWindow a stream, connWindow all
	// together. 3 MiB are 100 Mbit/s at 250 ms.
	streamWindow = 3 << 20
	connWindow   = 6 << 20
)

// quicConfig is the same for both sides.
func quicConfig() *quic.Config {
	return &quic.Config{
		Versions:                   []quic.Version{quic.Version1},
		HandshakeIdleTimeout:       handshakeIdle,
		MaxIdleTimeout:             maxIdle,
		KeepAlivePeriod:            keepAlive,
		InitialPacketSize:          packetSize,
		DisablePathMTUDiscovery:    true,
		MaxIncomingStreams:         maxStreams,
		MaxIncomingUniStreams:      maxStreams,
		MaxStreamReceiveWindow:     streamWindow,
		MaxConnectionReceiveWindow: connWindow,
	}
}
