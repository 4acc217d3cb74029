package mail

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"strconv"

	"beside.example/internal/product"
)

// Security is how a connection to the server is protected.
type Security string

// The ways to protect it.
const (
	StartTLS Security = "starttls" // a plain beginning, then TLS or nothing
	TLS      Security = "tls"      // from the first byte
	Plain    Security = "none"     // none: for a server on this very machine
)

// The usual ports.
const (
	submissionPort    = 587
	submissionTLSPort = 465
	relayPort         = 25
)

// Settings say how mails leave the relay. The zero value sends none.
type Settings struct {
	Server       string         // HOST[:PORT] of an SMTP server
	Security     Security       // StartTLS when empty
	User         string         // to sign in at the server, empty for none
	PasswordFile string         // which holds the password, read each time
	From         string         // address of the sender
	Name         string         // of the sender, the product's when empty
	Roots        *x509.CertPool // who may vouch for the server, nil means whom the system trusts
	Dir          string         // folder for one file a mail, in the place of a server: for trials
}

// On reports whether any mail is sent.
func (s Settings) On() bool { return s.Server != "" || s.Dir != "" }

// Complete fills in defaults and returns an error that names every value which cannot work. relay is HOST[:PORT] as the world reaches it.
func (s Settings) Complete(relay string) (Settings, error) {
	if s.Name == "" {
		s.Name = product.Name
	}
	if s.Security == "" {
		s.Security = StartTLS
	}
	if s.Dir != "" && s.Server == "" && s.From == "" {
		s.From = "beside@" + hostOf(relay)
	}
	if !s.On() {
		return s, nil
	}
	var problems []error
	if s.Dir != "" && s.Server != "" {
		problems = append(problems, errors.New("mail-dir: name either a folder or a mail-server"))
	}
	if !isAddress(s.From) {
		problems = append(problems, fmt.Errorf("mail-from %q: write the mail address that mails come from", s.From))
	}
	if !isLine(s.Name, maxName) {
		problems = append(problems, fmt.Errorf("mail-name %q: write one line of at most %d bytes", s.Name, maxName))
	}
	if s.Server != "" {
		problems = append(problems, s.checkServer())
	}
	return s, errors.Join(problems...)
}

func (s Settings) checkServer() error {
	host, _, err := s.address()
	if err != nil {
		return err
	}
	switch s.Security {
	case StartTLS, TLS:
	case Plain:
		if addr, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !addr.IsLoopback()) {
			return fmt.Errorf("mail-tls none: %s is another machine; write starttls or tls", host)
		}
	default:
		return fmt.Errorf("mail-tls %q: write starttls, tls or none", s.Security)
	}
	if (s.User == "") != (s.PasswordFile == "") {
		return errors.New("mail-user and mail-password-file: name both or none")
	}
	return nil
}

// address takes Server apart.
func (s Settings) address() (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(s.Server)
	if err != nil {
		host = s.Server
		switch s.Security {
		case TLS:
			port = submissionTLSPort
		case Plain:
			port = relayPort
		default:
			port = submissionPort
		}
	} else if port, err = strconv.Atoi(digits); err != nil || port < 1 || port > 65535 {
		return "", 0, fmt.Errorf("mail-server %q: write HOST or HOST:PORT", s.Server)
	}
	if host == "" {
		return "", 0, fmt.Errorf("mail-server %q: write HOST or HOST:PORT", s.Server)
	}
	return host, port, nil
}

// hostOf returns a relay's host without its port, as it stands in an address.
func hostOf(relay string) string {
	host, _, err := net.SplitHostPort(relay)
	if err != nil {
		host = relay
	}
	if _, err := mail.ParseAddress("beside@" + host); err != nil {
		return "localhost" // an IPv6 address
	}
	return host
}
