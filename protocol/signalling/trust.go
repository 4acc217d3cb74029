package signalling

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strings"
)

// Fingerprint is the SHA-256 of a certificate's public key (its SubjectPublicKeyInfo), so it survives a renewal with the same key.
type Fingerprint [sha256.Size]byte

// FingerprintOf returns the fingerprint of a certificate.
func FingerprintOf(certificate *x509.Certificate) Fingerprint {
	return sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
}

// fingerprintGroup is how many hexadecimal digits stand together, so that two people can compare them aloud.
const fingerprintGroup = 4

// String writes the fingerprint in hexadecimal, in groups.
func (f Fingerprint) String() string {
	digits := hex.EncodeToString(f[:])
	groups := make([]string, 0, len(digits)/fingerprintGroup)
	for i := 0; i < len(digits); i += fingerprintGroup {
		groups = append(groups, digits[i:i+fingerprintGroup])
	}
	return strings.Join(groups, " ")
}

// ParseFingerprint reads what String wrote, with or without blanks.
func ParseFingerprint(s string) (Fingerprint, error) {
	var f Fingerprint
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil || len(b) != len(f) {
		return f, errors.New("not a fingerprint")
	}
	copy(f[:], b)
	return f, nil
}

// Trust says how an app knows its relay. The zero value asks the system's certificate authorities.
type Trust struct {
	// Pin is the fingerprint that a person confirmed, and then the only one accepted; nil for authorities.
	Pin *Fingerprint
	// Roots replaces the system's authorities; nil for those.
	Roots *x509.CertPool
}

// UntrustedError tells that nobody whom this computer trusts vouches for the relay's certificate. A person may compare the
// fingerprint and pin it.
type UntrustedError struct {
	Fingerprint Fingerprint
	Err         error
}

// Error implements error.
func (e *UntrustedError) Error() string {
	return fmt.Sprintf("certificate of the relay not trusted: %v", e.Err)
}

// Unwrap returns why the certificate is not trusted.
func (e *UntrustedError) Unwrap() error { return e.Err }

// ChangedError tells that the relay's certificate is not the one that was pinned.
type ChangedError struct {
	Fingerprint Fingerprint // the one it has now
}

// Error implements error.
func (e *ChangedError) Error() string { return "certificate of the relay is not the pinned one" }

// TLS returns the configuration for every TLS connection to the relay at HOST:PORT: signalling, sign-in and the TLS leg.
// A handshake that it refuses fails with UntrustedError or ChangedError, after [Untrusted] where it trusts authorities.
func (t Trust) TLS(hostPort string) *tls.Config {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = hostPort
	}
	config := &tls.Config{MinVersion: tls.VersionTLS13, ServerName: host, RootCAs: t.Roots}
	if t.Pin == nil {
		return config
	}
	pin := *t.Pin
	config.InsecureSkipVerify = true // no authority is asked: VerifyConnection, which always runs, accepts the pinned key alone
	config.VerifyConnection = func(state tls.ConnectionState) error {
		if len(state.PeerCertificates) == 0 {
			return errors.New("relay shows no certificate")
		}
		if got := FingerprintOf(state.PeerCertificates[0]); got != pin {
			return &ChangedError{Fingerprint: got}
		}
		return nil
	}
	return config
}

// Untrusted returns err as an *UntrustedError where it is a certificate that no authority vouches for, and err itself otherwise.
func Untrusted(err error) error {
	var refused *tls.CertificateVerificationError
	if errors.As(err, &refused) && len(refused.UnverifiedCertificates) > 0 {
		return &UntrustedError{Fingerprint: FingerprintOf(refused.UnverifiedCertificates[0]), Err: refused.Err}
	}
	return err
}
