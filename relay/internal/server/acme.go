package server

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
)

// acmeCertificate is fetched from an authority, which proves that this relay has the name by the TLS-ALPN challenge on the
// relay's own port: 443, as the world sees it. No further port is opened.
type acmeCertificate struct {
	host    string
	cache   *certmagic.Cache
	magic   *certmagic.Config
	storage *settlingStorage
}

func newACME(c TLS, host string, port int, folder string, logger *slog.Logger) *acmeCertificate {
	a := &acmeCertificate{host: host, storage: newSettlingStorage(folder)}
	silent := zap.NewNop() // what happens is told by OnEvent, in our own log
	a.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return a.magic, nil },
		Logger:           silent,
	})
	a.magic = certmagic.New(a.cache, certmagic.Config{
		Storage:             a.storage,
		DisableStorageCheck: true, // it writes without a lock; the lock of an order fails as soon in a folder that cannot be written
		Logger:              silent,
		OnEvent: func(ctx context.Context, event string, data map[string]any) error {
			switch event {
			case "cert_obtained":
				logger.InfoContext(ctx, "certificate obtained", "name", data["identifier"], "renewal", data["renewal"])
			case "cert_failed":
				logger.ErrorContext(ctx, "certificate not obtained", "name", data["identifier"], "error", data["error"])
			}
			return nil
		},
	})
	authority := c.ACMEAuthority
	if authority == "" {
		authority = certmagic.LetsEncryptProductionCA
	}
	a.magic.Issuers = []certmagic.Issuer{certmagic.NewACMEIssuer(a.magic, certmagic.ACMEIssuer{
		CA: authority, Email: c.ACMEMail, Agreed: true, DisableHTTPChallenge: true, AltTLSALPNPort: port, Logger: silent,
	})}
	return a
}

func (a *acmeCertificate) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	return a.magic.GetCertificate(hello)
}

// run fetches and renews until ctx ends; an authority that does not answer is asked again by the library.
func (a *acmeCertificate) run(ctx context.Context) error {
	defer a.storage.settle()
	defer a.cache.Stop()
	if err := a.magic.ManageAsync(ctx, []string{a.host}); err != nil {
		return fmt.Errorf("manage the certificate of %s: %w", a.host, err)
	}
	<-ctx.Done()
	return nil
}

func (a *acmeCertificate) vouched() bool       { return true }
func (a *acmeCertificate) protocols() []string { return []string{"acme-tls/1"} }
