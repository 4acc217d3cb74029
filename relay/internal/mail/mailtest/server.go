// Package mailtest runs a real SMTP server for tests, which takes mails or refuses them as a test likes. It knows nothing of what is in
// them.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Options say how a server behaves.
type Options struct {
	StartTLS bool                 // nothing is taken before
	TLS      bool                 // from the first byte
	User     string               // who must sign in, with Password; empty for nobody
	Password string               //
	Refuse   func(n int) error    // what it says to the n-th mail, counted from 1; nil takes all
	Stranger func(to string) bool // whom it does not know; nil knows everyone
}

// Mail is what a server took.
type Mail struct {
	From, To string // of the envelope
	Data     []byte
}

// Server is a running server.
type Server struct {
	Host  string
	Addr  string // HOST:PORT
	Roots *x509.CertPool

	options Options
	mu      sync.Mutex // guards the following
	asked   int
	mails   []Mail
	arrived chan struct{}
}

// most is how large a mail it takes, in bytes.
const most = 1 << 20

// Start runs a server until the test ends.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{Host: "127.0.0.1", options: o, arrived: make(chan struct{})}
	certificate, roots := certificate(t)
	s.Roots = roots
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.Domain, server.MaxMessageBytes, server.AllowInsecureAuth = "mail.test", most, !o.StartTLS && !o.TLS
	server.ErrorLog = quiet{}
	listener, err := net.Listen("tcp", s.Host+":0")
	if err != nil {
		t.Fatal(err)
	}
	s.Addr = listener.Addr().String()
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	if o.StartTLS {
		server.TLSConfig = config
	}
	if o.TLS {
		listener = tls.NewListener(listener, config)
	}
	var running sync.WaitGroup
	running.Go(func() { _ = server.Serve(listener) }) // it ends by Close alone
	t.Cleanup(func() {
		_ = server.Close() // connections that clients left open are no matter
		running.Wait()
	})
	return s
}

// Mails returns what the server took so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Asked returns how many mails were offered, the refused ones included.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// Await waits until the server has taken n mails, and returns them.
func (s *Server) Await(t testing.TB, n int) []Mail {
	t.Helper()
	const patience = 30 * time.Second
	late := time.After(patience)
	for {
		s.mu.Lock()
		arrived, mails := s.arrived, s.mails
		s.mu.Unlock()
		if len(mails) >= n {
			return append([]Mail(nil), mails...)
		}
		select {
		case <-arrived:
		case <-late:
			t.Fatalf("%d mails arrived, want %d", len(mails), n)
		}
	}
}

// certificate makes one for the server, and who vouches for it.
func certificate(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// quiet keeps what clients do wrong out of the test's log.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// session is one connection.
type session struct {
	server   *Server
	conn     *smtp.Conn
	signedIn bool
	from, to string
}

var _ smtp.AuthSession = (*session)(nil)

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if _, secure := s.conn.TLSConnectionState(); s.server.options.StartTLS && !secure {
		return &smtp.SMTPError{Code: 530, Message: "Must issue a STARTTLS command first"}
	}
	if s.server.options.User != "" && !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.server.options.Stranger != nil && s.server.options.Stranger(to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user"}
	}
	s.to = to
	return nil
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.asked++
	if s.server.options.Refuse != nil {
		if err := s.server.options.Refuse(s.server.asked); err != nil {
			return err
		}
	}
	s.server.mails = append(s.server.mails, Mail{From: s.from, To: s.to, Data: data})
	close(s.server.arrived)
	s.server.arrived = make(chan struct{})
	return nil
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.from, s.to = "", "" }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// AuthMechanisms implements smtp.AuthSession.
func (s *session) AuthMechanisms() []string {
	if s.server.options.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth implements smtp.AuthSession.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.server.options.User || password != s.server.options.Password {
			return errors.New("no")
		}
		s.signedIn = true
		return nil
	}), nil
}
