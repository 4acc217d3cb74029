package transport_test

import (
	"context"
	"crypto/tls"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quic-go/quic-go"

	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// attempt dials and listens, and returns how both ended.
func attempt(t *testing.T, agentConfig, customerConfig transport.Config, timeout time.Duration) (dialErr, listenErr error) {
	t.Helper()
	link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: 10 * time.Millisecond})
	agentConfig.Carrier, customerConfig.Carrier = link.Agent(), link.Customer()
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	listening := make(chan error, 1)
	go func() {
		conn, err := transport.Listen(ctx, customerConfig)
		if conn != nil {
			err = errors.Join(err, conn.Close(protocol.CloseGone, ""))
		}
		listening <- err
	}()
	conn, dialErr := transport.Dial(ctx, agentConfig)
	if conn != nil {
		dialErr = conn.Close(protocol.CloseGone, "")
	}
	return dialErr, <-listening
}

func TestWrongPinAtTheAgent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		agent, customer := transporttest.Configs(t)
		agent.PeerSPKI[0] ^= 1
		dialErr, listenErr := attempt(t, agent, customer, 5*time.Second)
		if dialErr == nil || !errors.Is(listenErr, context.DeadlineExceeded) {
			t.Errorf("dial: %v, listen: %v", dialErr, listenErr)
		}
	})
}

func TestWrongPinAtTheCustomer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		agent, customer := transporttest.Configs(t)
		customer.PeerSPKI[31] ^= 1
		dialErr, listenErr := attempt(t, agent, customer, 5*time.Second)
		if dialErr == nil || !errors.Is(listenErr, context.DeadlineExceeded) {
			t.Errorf("dial: %v, listen: %v", dialErr, listenErr)
		}
	})
}

func TestWrongKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		agent, customer := transporttest.Configs(t)
		agent.Key = append([]byte(nil), agent.Key...)
		agent.Key[0] ^= 1
		dialErr, listenErr := attempt(t, agent, customer, 5*time.Second)
		if dialErr == nil || listenErr == nil || errors.Is(listenErr, context.DeadlineExceeded) {
			t.Errorf("dial: %v, listen: %v", dialErr, listenErr)
		}
	})
}

func TestConfigIsChecked(t *testing.T) {
	agent, _ := transporttest.Configs(t)
	for name, spoil := range map[string]func(*transport.Config){
		"no carrier":     func(c *transport.Config) { c.Carrier = nil },
		"short key":      func(c *transport.Config) { c.Key = c.Key[:31] },
		"no certificate": func(c *transport.Config) { c.Certificate = tls.Certificate{} },
	} {
		cfg := agent
		cfg.Carrier = transporttest.NewLink(t, 1, transporttest.Impairment{}).Agent()
		spoil(&cfg)
		if _, err := transport.Dial(t.Context(), cfg); err == nil {
			t.Errorf("dialed with %s", name)
		}
		if _, err := transport.Listen(t.Context(), cfg); err == nil {
			t.Errorf("listened with %s", name)
		}
	}
}

// stranger is a peer that speaks QUIC and holds the right certificate, but does on its streams what it likes.
type stranger struct {
	conn *quic.Conn
	done func()
}

func newStranger(ctx context.Context, t *testing.T, cfg transport.Config, carrier transport.PacketConn) *stranger {
	t.Helper()
	tr := &quic.Transport{Conn: carrier}
	conn, err := tr.Dial(ctx, carrier.Peer(), &tls.Config{
		Certificates: []tls.Certificate{cfg.Certificate}, NextProtos: []string{"beside/1"}, InsecureSkipVerify: true,
	}, &quic.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return &stranger{conn, func() {
		_ = conn.CloseWithError(0, "")
		_ = tr.Close()
		_ = carrier.Close()
	}}
}

func TestStrangers(t *testing.T) {
	write := func(s *quic.Stream, b []byte) { _, _ = s.Write(b) }
	for name, act := range map[string]func(*quic.Conn){
		"no proof": func(c *quic.Conn) {},
		"a proof that ends early": func(c *quic.Conn) {
			s, _ := c.OpenStream()
			write(s, make([]byte, 31))
			_ = s.Close()
		},
		"a wrong proof": func(c *quic.Conn) {
			s, _ := c.OpenStream()
			write(s, make([]byte, 32))
		},
		"streams before the proof": func(c *quic.Conn) {
			for range 20 {
				s, _ := c.OpenStream()
				if s.StreamID() != 0 {
					write(s, []byte{byte(protocol.StreamScreen), 1, 2, 3})
				}
				u, _ := c.OpenUniStream()
				_, _ = u.Write([]byte{byte(protocol.StreamInput), 1, 2, 3})
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				agent, customer := transporttest.Configs(t)
				link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: time.Millisecond})
				customer.Carrier = link.Customer()
				ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
				defer cancel()
				listening := make(chan error, 1)
				go func() {
					conn, err := transport.Listen(ctx, customer)
					if conn != nil {
						t.Error("a stranger was let in")
						err = errors.Join(err, conn.Close(protocol.CloseGone, ""))
					}
					listening <- err
				}()
				s := newStranger(ctx, t, agent, link.Agent())
				defer s.done()
				act(s.conn)
				<-s.conn.Context().Done()
				var closed *quic.ApplicationError
				if err := context.Cause(s.conn.Context()); !errors.As(err, &closed) || !closed.Remote ||
					closed.ErrorCode != quic.ApplicationErrorCode(protocol.CloseAuthentication) {
					t.Errorf("the stranger was turned away with %v", err)
				}
				if err := <-listening; err == nil {
					t.Error("listening ended without an error")
				}
			})
		})
	}
}

// TestAgentComesAgain has the agent give up in the middle of a handshake and dial once more.
func TestAgentComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		agentConfig, customerConfig := transporttest.Configs(t)
		link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: 10 * time.Millisecond})
		customerConfig.Carrier = link.Customer()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		type result struct {
			conn *transport.Conn
			err  error
		}
		listening := make(chan result, 1)
		go func() {
			conn, err := transport.Listen(ctx, customerConfig)
			listening <- result{conn, err}
		}()
		s := newStranger(ctx, t, agentConfig, link.Agent())
		s.done()
		link.RedialAgent()
		agentConfig.Carrier = link.Agent()
		agent, err := transport.Dial(ctx, agentConfig)
		if err != nil {
			t.Fatal(err)
		}
		r := <-listening
		if r.err != nil {
			t.Fatal(r.err)
		}
		if err := errors.Join(agent.Close(protocol.CloseByAgent, "bye"), r.conn.Close(protocol.CloseGone, "")); err != nil {
			t.Error(err)
		}
	})
}

func TestListenEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, customer := transporttest.Configs(t)
		customer.Carrier = transporttest.NewLink(t, 1, transporttest.Impairment{}).Customer()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := transport.Listen(ctx, customer); !errors.Is(err, context.Canceled) {
			t.Errorf("listen: %v", err)
		}
	})
}
