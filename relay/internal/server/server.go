package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/forward"
	"beside.example/relay/internal/mail"
	"beside.example/relay/internal/portal"
	"beside.example/relay/internal/signalhub"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// StoreFile is the name of the store in the data folder.
const StoreFile = "relay.db"

// Server is one relay. It answers from New on, and does so for as long as Run runs.
type Server struct {
	config       Config
	store        *store.Store
	forwarder    *forward.Forwarder
	hub          *signalhub.Hub
	sessions     *support.Sessions
	ticketKeys   *ticketKeys
	desk         *desk
	mail         *mail.Office
	certificates certificates
	downloads    *portal.Downloads
	relay        string // HOST[:PORT] as the world reaches it
	hostPort     string // the same with its port
	legs         string // HOST:PORT where this very relay, of a fleet, is reached
	tcp          net.Listener
	udp          net.PacketConn
	monitorTCP   net.Listener // nil without a monitor
	pages        *http.Server
	monitor      *http.Server
	closeOnce    sync.Once
	closeErr     error
}

// New opens everything that a relay needs, its ports included. Whoever gets one calls Run or Close.
func New(ctx context.Context, c Config) (_ *Server, err error) {
	c, err = c.complete()
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	s := &Server{config: c}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if s.store, err = store.Open(ctx, c.Store); err != nil {
		return nil, err
	}
	if s.tcp, s.udp, err = listenPair(c.Listen); err != nil {
		return nil, err
	}
	if s.relay = c.Relay; s.relay == "" {
		s.relay = reachable(s.tcp.Addr())
	}
	if s.hostPort, err = signalling.HostPort(s.relay); err != nil {
		return nil, fmt.Errorf("name of the relay: %w", err)
	}
	if s.legs = s.hostPort; c.Node != "" {
		if s.legs, err = signalling.HostPort(c.Node); err != nil {
			return nil, fmt.Errorf("name of this relay of a fleet: %w", err)
		}
	}
	if s.certificates, err = openCertificates(c, s.hostPort); err != nil {
		return nil, err
	}
	if c.Monitor != "" {
		if s.monitorTCP, err = net.Listen("tcp", c.Monitor); err != nil {
			return nil, fmt.Errorf("listen for the monitor: %w", err)
		}
	}
	if err := s.assemble(ctx); err != nil {
		return nil, err
	}
	// Whoever connects in the first moment is there at once: nobody is told by a page that everyone has left.
	if err := s.desk.presence.Beat(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Addr returns HOST:PORT where the relay listens, TCP and UDP alike.
func (s *Server) Addr() string { return s.tcp.Addr().String() }

// Relay returns HOST[:PORT] as the world reaches the relay.
func (s *Server) Relay() string { return s.relay }

// MonitorAddr returns HOST:PORT of /metrics and /healthz, empty without them.
func (s *Server) MonitorAddr() string {
	if s.monitorTCP == nil {
		return ""
	}
	return s.monitorTCP.Addr().String()
}

// Fingerprint returns the fingerprint of a self-signed certificate, which people compare with what an app shows; ok is false
// when others vouch for the certificate.
func (s *Server) Fingerprint() (f signalling.Fingerprint, ok bool) {
	own, ok := s.certificates.(*selfSigned)
	if !ok {
		return f, false
	}
	return own.fingerprint, true
}

// Store returns the relay's store, for the subcommands and tests that add agents to a running relay. It is closed with the
// server.
func (s *Server) Store() *store.Store { return s.store }

// Limits of a connection, so that slow or huge requests cannot hold the relay.
const (
	headerTimeout  = 5 * time.Second  // from the first byte to the end of the headers; TLS has as long
	readTimeout    = 15 * time.Second // of a whole request: forms of a few hundred bytes
	writeTimeout   = 30 * time.Second // of a whole page; downloads put it off as they go
	idleTimeout    = 20 * time.Second // between requests: time to read a page is not worth a connection
	maxHeaderBytes = 16 << 10
	drainTimeout   = 3 * time.Second // for requests under way when the relay stops
)

// What apps are told when the relay stops: most often it is back at once.
const (
	reconnectIn = time.Second
	tryFor      = 10 * time.Minute // as long as a session can be resumed
)

func (s *Server) newHTTP(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.config.Logger.Handler(), slog.LevelDebug), // what strangers send is no error of ours
	}
}

// Run serves until ctx ends, then lets requests and sessions come to a clean end, closes everything and returns. The error
// is nil when it ended because ctx did.
func (s *Server) Run(ctx context.Context) error {
	s.config.Logger.InfoContext(ctx, "relay starts", "address", s.Addr(), "relay", s.relay, "tls", string(s.config.TLS.Mode), "monitor", s.MonitorAddr())
	if f, ok := s.Fingerprint(); ok {
		s.config.Logger.WarnContext(ctx, "certificate is self-signed: for trials", "fingerprint", f.String())
	}
	group, ctx := errgroup.WithContext(ctx)
	drained, stop := context.WithCancel(context.WithoutCancel(ctx)) // ends when the apps have been told
	defer stop()
	group.Go(func() error { return s.certificates.run(ctx) })
	group.Go(func() error { return s.forwarder.Run(drained) })
	group.Go(func() error {
		if err := s.hub.Run(drained); !errors.Is(err, context.Canceled) {
			return fmt.Errorf("run signalling: %w", err)
		}
		return nil
	})
	group.Go(func() error { return serve(s.pages, tls.NewListener(s.tcp, tlsConfig(s.certificates)), "pages") })
	if s.monitorTCP != nil {
		group.Go(func() error { return serve(s.monitor, s.monitorTCP, "monitor") })
	}
	group.Go(func() error { return s.cutSessions(drained) })
	group.Go(func() error {
		s.desk.run(drained)
		return nil
	})
	group.Go(func() error {
		s.mail.Run(ctx)
		return nil
	})
	group.Go(func() error { return s.ticketKeys.run(ctx, s.forwarder.SetKeys) })
	group.Go(func() error { return s.prepareDownloads(ctx) })
	group.Go(func() error {
		<-ctx.Done()
		defer stop()
		return s.drain(context.WithoutCancel(ctx))
	})
	err := group.Wait()
	s.config.Logger.InfoContext(ctx, "relay ends", "error", err)
	return errors.Join(err, s.Close())
}

func serve(server *http.Server, listener net.Listener, what string) error {
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the %s: %w", what, err)
	}
	return nil
}

// cutEvery is how often the relay looks for sessions that may not go on, which another process may have decided.
const cutEvery = 2 * time.Second

// cutSessions stops forwarding for sessions that may not go on, until ctx ends.
func (s *Server) cutSessions(ctx context.Context) error {
	ticker := time.NewTicker(cutEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		ids, err := s.sessions.Cut(ctx)
		if err != nil {
			s.config.Logger.WarnContext(ctx, "look for sessions to cut", "error", err) // the next look finds them again
		}
		for _, id := range ids {
			s.config.Logger.InfoContext(ctx, "session cut", "session", id.String())
			s.forwarder.End(id)
		}
	}
}

// prepareDownloads packs the app before the first customer asks for it.
func (s *Server) prepareDownloads(ctx context.Context) error {
	for _, f := range s.downloads.List(ctx, "") {
		s.config.Logger.InfoContext(ctx, "download offered", "file", f.File, "size", f.Size, "sha256", f.SHA256)
	}
	return nil
}

// drain tells the apps to come back and ends what is under way, within drainTimeout.
func (s *Server) drain(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, drainTimeout)
	defer cancel()
	s.hub.Drain(ctx, signalling.Restarting{ReconnectIn: reconnectIn, TryFor: tryFor})
	for _, server := range []*http.Server{s.pages, s.monitor} {
		if err := server.Shutdown(ctx); err != nil {
			s.config.Logger.WarnContext(ctx, "requests were cut off", "error", err)
			if err := server.Close(); err != nil {
				return fmt.Errorf("close the connections: %w", err)
			}
		}
	}
	return nil
}

// Close frees everything at once. It may be called at any time, also after Run, and again.
func (s *Server) Close() error {
	s.closeOnce.Do(func() {
		var all []io.Closer
		if s.pages != nil {
			all = append(all, s.pages, s.monitor)
		}
		if s.hub != nil {
			s.hub.Close()
		}
		if s.forwarder != nil {
			s.forwarder.Close()
		}
		if s.tcp != nil {
			all = append(all, s.tcp, s.udp)
		}
		if s.monitorTCP != nil {
			all = append(all, s.monitorTCP)
		}
		if s.store != nil {
			all = append(all, s.store)
		}
		for _, c := range all {
			if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
				s.closeErr = errors.Join(s.closeErr, err)
			}
		}
	})
	return s.closeErr
}
