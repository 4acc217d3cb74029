package transport

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
)

// What both sides must agree on.
const (
	// alpn names the protocol inside TLS; another version of it is another name, and the two do not connect.
	alpn = "beside/1"
)

var errPin = errors.New("the peer's key is not the one that the exchange pinned")

// NewIdentity makes the ephemeral certificate of one side of one session, and the hash that the key exchange pins.
func NewIdentity() (tls.Certificate, SPKI, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, SPKI{}, fmt.Errorf("make the session's key: %w", err)
	}
	// Nobody looks at names, numbers or dates: the pin says it all.
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, SPKI{}, fmt.Errorf("make the session's certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, SPKI{}, fmt.Errorf("parse the session's certificate: %w", err)
	}
	certificate := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
	return certificate, sha256.Sum256(leaf.RawSubjectPublicKeyInfo), nil
}

// tlsConfig is the same for both sides, but for what each ignores of it.
func tlsConfig(cfg Config) *tls.Config {
	return &tls.Config{
		Certificates: []tls.Certificate{cfg.Certificate},
		NextProtos:   []string{alpn},
		MinVersion:   tls.VersionTLS13,
		// There are no authorities in this protocol: verifyPin decides, for each side, on every handshake.
		InsecureSkipVerify:     true,
		ClientAuth:             tls.RequireAnyClientCert,
		VerifyConnection:       func(state tls.ConnectionState) error { return verifyPin(state, cfg.PeerSPKI) },
		SessionTicketsDisabled: true,
	}
}

// verifyPin accepts exactly one public key. TLS itself has made sure that the peer holds the private one.
func verifyPin(state tls.ConnectionState, pin SPKI) error {
	if state.DidResume || len(state.PeerCertificates) != 1 {
		return errPin
	}
	got := sha256.Sum256(state.PeerCertificates[0].RawSubjectPublicKeyInfo)
	if subtle.ConstantTimeCompare(got[:], pin[:]) != 1 {
		return errPin
	}
	return nil
}
