package transport

import (
	"crypto/sha256"
	"crypto/tls"
	"log/slog"
	"net"
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
