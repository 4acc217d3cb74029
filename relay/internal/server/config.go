package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/mail"
	"beside.example/relay/internal/support"
)

// TLSMode says where the relay's certificate comes from.
type TLSMode string

// The sources of a certificate.
const (
	TLSSelfSigned TLSMode = "self-signed" // made by the relay, for trials; apps show its fingerprint
	TLSFiles      TLSMode = "files"       // given by whoever runs the relay, read again when they change
	TLSACME       TLSMode = "acme"        // fetched from an ACME authority such as Let's Encrypt
)

// TLS names the source of the certificate and what it needs.
type TLS struct {
	Mode          TLSMode
	Certificate   string // with TLSFiles: file with the certificate and its chain, PEM
	Key           string // with TLSFiles: file with the private key, PEM
	ACMEMail      string // with TLSACME: whom the authority may write to; may be empty
	ACMEAuthority string // with TLSACME: the authority's directory; Let's Encrypt when empty
}

// Config is everything that a relay can be told. Its zero value lacks Listen and Data alone.
type Config struct {
	// Listen is HOST:PORT for TCP and UDP alike. An empty host means every address, port 0 any pair that is free.
	Listen string
	// Relay is HOST[:PORT] as the world reaches the relay; empty means where it listens, which suits a trial.
	Relay string
	// Node is HOST[:PORT] at which the packets of sessions reach this very relay, where several stand behind Relay; empty means Relay.
	Node string
	// Name is what the relay calls itself; empty means Relay.
	Name string
	// Data is the folder of everything that the relay keeps. It is made with mode 0700 when missing.
	Data string
	// Store is the URL of a PostgreSQL server, which relays of a fleet share; empty means a file in Data.
	Store string
	// Downloads is the folder with the customer's app for each system; may be empty.
	Downloads string
	// Monitor is HOST:PORT on a loopback address for /metrics and /healthz; empty means none.
	Monitor string
	TLS     TLS
	Mail    mail.Settings // the zero value sends none
	// SingleSignOn is the provider of an organisation; the zero value is none.
	SingleSignOn SingleSignOn
	// PrivateWebhooks lets webhooks lead to the relay's own machine and network.
	PrivateWebhooks bool
	// Proxies are the networks whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	Codes   support.CodeSettings  // zero means the defaults
	Limits  support.LimitSettings // zero means the defaults
	// Requests are the rules of the help desk; zero means the defaults.
	Requests support.RequestSettings
	Logger   *slog.Logger // nil means silence
}

// complete fills in defaults and returns an error that names every value which cannot work.
func (c Config) complete() (Config, error) {
	if c.Codes == (support.CodeSettings{}) {
		c.Codes = support.DefaultCodeSettings()
	}
	if c.Limits == (support.LimitSettings{}) {
		c.Limits = support.DefaultLimitSettings()
	}
	if c.Requests == (support.RequestSettings{}) {
		c.Requests = support.DefaultRequestSettings()
	}
	if c.Store == "" {
		c.Store = filepath.Join(c.Data, StoreFile)
	}
	if c.TLS.Mode == "" {
		c.TLS.Mode = TLSSelfSigned
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	var badMail error
	c.Mail, badMail = c.Mail.Complete(c.Relay)
	return c, errors.Join(badMail, c.checkPlaces(), c.checkTLS(), c.checkRules())
}

func (c Config) checkPlaces() error {
	var problems []error
	if c.Data == "" {
		problems = append(problems, errors.New("data: name a folder to keep things in"))
	}
	if _, _, err := splitAddress(c.Listen); err != nil {
		problems = append(problems, fmt.Errorf("listen %q: %w", c.Listen, err))
	}
	if c.Relay != "" {
		if _, err := signalling.HostPort(c.Relay); err != nil {
			problems = append(problems, fmt.Errorf("relay %q: write HOST or HOST:PORT, as browsers and apps reach it", c.Relay))
		}
	}
	if c.Node != "" {
		if _, err := signalling.HostPort(c.Node); err != nil {
			problems = append(problems, fmt.Errorf("node %q: write HOST or HOST:PORT, as apps reach this relay of a fleet", c.Node))
		}
	}
	if c.Monitor != "" {
		host, _, err := splitAddress(c.Monitor)
		if err != nil {
			problems = append(problems, fmt.Errorf("monitor %q: %w", c.Monitor, err))
		} else if addr, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !addr.IsLoopback()) {
			problems = append(problems, fmt.Errorf("monitor %q: write a loopback address such as 127.0.0.1:9443, metrics are not for everyone", c.Monitor))
		}
	}
	return errors.Join(problems...)
}

func (c Config) checkTLS() error {
	switch c.TLS.Mode {
	case TLSSelfSigned:
	case TLSFiles:
		if c.TLS.Certificate == "" || c.TLS.Key == "" {
			return errors.New("tls files: name both tls-cert and tls-key")
		}
	case TLSACME:
		hostPort, err := signalling.HostPort(c.Relay)
		host, _, _ := splitAddress(hostPort) // empty when there was an error
		if err != nil || !strings.Contains(host, ".") || net.ParseIP(host) != nil {
			return fmt.Errorf("tls acme: relay %q must be the public DNS name that the certificate is for", c.Relay)
		}
	default:
		return fmt.Errorf("tls %q: write %s, %s or %s", c.TLS.Mode, TLSSelfSigned, TLSFiles, TLSACME)
	}
	return nil
}

func (c Config) checkRules() error {
	var problems []error
	if c.Codes.Lifetime <= 0 || c.Codes.Quarantine < 0 {
		problems = append(problems, fmt.Errorf("code-lifetime %v: write a time above zero, such as 10m", c.Codes.Lifetime))
	}
	const most = 255 // Welcome tells it to the app in one byte
	if c.Codes.MaxActive < 1 || c.Codes.MaxActive > most {
		problems = append(problems, fmt.Errorf("max-codes %d: write a number from 1 to %d", c.Codes.MaxActive, most))
	}
	if c.Limits.PerAddress < 1 || c.Limits.PerNetwork < 1 || c.Limits.Alarm < 1 {
		problems = append(problems, errors.New("limits of attempts: each must be at least 1"))
	}
	return errors.Join(problems...)
}

var errAddress = errors.New("write HOST:PORT or :PORT")

// splitAddress takes HOST:PORT apart.
func splitAddress(address string) (host string, port uint16, err error) {
	host, digits, err := net.SplitHostPort(address)
	if err != nil {
		return "", 0, errAddress
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil {
		return "", 0, errAddress
	}
	return host, uint16(n), nil
}
