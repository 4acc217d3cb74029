package server

import (
	"context"
	"crypto/tls"
	"fmt"
	"path/filepath"
)

// certificates is a source of certificates. Run keeps them fresh until ctx ends.
type certificates interface {
	get(hello *tls.ClientHelloInfo) (*tls.Certificate, error)
	run(ctx context.Context) error
	// vouched reports whether others vouch for the certificate, so that browsers may be told to insist on TLS.
	vouched() bool
	// protocols lists what a client may ask for beside HTTP.
	protocols() []string
}

// openCertificates returns the source that the configuration names, for a relay that the world reaches at hostPort.
func openCertificates(c Config, hostPort string) (certificates, error) {
	host, _, err := splitAddress(hostPort)
	if err != nil {
		return nil, fmt.Errorf("name of the relay %q: %w", hostPort, err)
	}
	switch c.TLS.Mode {
	case TLSFiles:
		return openFiles(c.TLS.Certificate, c.TLS.Key, c.Logger)
	case TLSACME:
		_, port, err := splitAddress(c.Listen)
		if err != nil {
			return nil, err
		}
		return newACME(c.TLS, host, int(port), filepath.Join(c.Data, "acme"), c.Logger), nil
	default:
		return openSelfSigned(filepath.Join(c.Data, "tls"), host)
	}
}

// tlsConfig returns the settings of the listener. HTTP/1.1 alone: WebSockets need it, the pages are small, and what is not
// spoken cannot be attacked.
func tlsConfig(source certificates) *tls.Config {
	return &tls.Config{
		MinVersion:             tls.VersionTLS12, // browsers of locked-down machines; the session itself is TLS 1.3
		GetCertificate:         source.get,
		NextProtos:             append([]string{"http/1.1"}, source.protocols()...),
		SessionTicketsDisabled: true, // their keys would have to be kept and rolled to be worth anything
	}
}
