package transport_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// closeCode returns the code of a CloseError.
func closeCode(t *testing.T, err error) protocol.CloseCode {
	t.Helper()
	var ce *transport.CloseError
	if !errors.As(err, &ce) {
		t.Fatalf("the conn ended with %v", err)
	}
	return ce.Code
}

func TestCloseReachesThePeer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: 20 * time.Millisecond})
		agent, customer := transporttest.PairOver(t, link)
		if agent.Err() != nil {
			t.Errorf("a living conn has the error %v", agent.Err())
		}
		if err := customer.Close(protocol.CloseByCustomer, strings.Repeat("long ", 100)); err != nil {
			t.Fatal(err)
		}
		<-agent.Done()
		var ce *transport.CloseError
		if !errors.As(agent.Err(), &ce) || ce.Code != protocol.CloseByCustomer || !ce.Remote || len(ce.Reason) > 120 {
			t.Errorf("agent's conn ended with %v", agent.Err())
		}
		if !errors.As(customer.Err(), &ce) || ce.Code != protocol.CloseByCustomer || ce.Remote {
			t.Errorf("customer's conn ended with %v", customer.Err())
		}
		if _, _, err := agent.AcceptStream(t.Context()); closeCode(t, err) != protocol.CloseByCustomer {
			t.Error(err)
		}
		if _, err := agent.OpenStream(t.Context(), protocol.StreamScreen); err == nil {
			t.Error("opened a stream on a closed conn")
		}
		if _, err := agent.OpenUniStream(t.Context(), protocol.StreamInput); err == nil {
			t.Error("opened a stream on a closed conn")
		}
	})
}

// TestCloseSurvivesALoss loses the first packet that tells of the end.
func TestCloseSurvivesLosses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := transporttest.NewLink(t, 3, transporttest.Impairment{Delay: 20 * time.Millisecond})
		agent, customer := transporttest.PairOver(t, link)
		link.Set(transporttest.Impairment{}, transporttest.Impairment{Loss: 0.3})
		if err := customer.Close(protocol.CloseByCustomer, ""); err != nil {
			t.Fatal(err)
		}
		<-agent.Done()
		if code := closeCode(t, agent.Err()); code != protocol.CloseByCustomer {
			t.Errorf("agent's conn ended with %v", code)
		}
	})
}

// TestRedial dials anew with the same identities after a conn died.
func TestRedial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		agentConfig, customerConfig := transporttest.Configs(t)
		link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: 20 * time.Millisecond})
		for range 3 {
			agentConfig.Carrier, customerConfig.Carrier = link.Agent(), link.Customer()
			agent, customer := transporttest.Connect(t, agentConfig, customerConfig)
			if err := errors.Join(agent.Close(protocol.CloseGone, ""), customer.Close(protocol.CloseGone, "")); err != nil {
				t.Fatal(err)
			}
			link.Redial()
		}
	})
}

// TestStreamFlood has a peer open all the streams it can, which no more than fills what QUIC allows.
func TestStreamFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: time.Millisecond})
		agent, customer := transporttest.PairOver(t, link)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		opened := 0
		for {
			s, err := agent.OpenStream(ctx, protocol.StreamScreen)
			if err != nil {
				break
			}
			opened++
			_ = s.SetWriteDeadline(time.Now())
			_, _ = s.Write(make([]byte, 1<<20))
		}
		if opened > 32 {
			t.Errorf("opened %d streams", opened)
		}
		if _, err := customer.Control().Write([]byte("still here")); err != nil {
			t.Fatal(err)
		}
		var b [10]byte
		if _, err := io.ReadFull(agent.Control(), b[:]); err != nil {
			t.Fatal(err)
		}
		// Streams that are given up make room again.
		for range opened {
			_, s, err := customer.AcceptStream(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			s.CancelRead(protocol.CloseFlood)
			s.CancelWrite(protocol.CloseFlood)
		}
	})
}

// TestStreamsOfTheWrongKind end the conn.
func TestStreamsOfTheWrongKind(t *testing.T) {
	for name, open := range map[string]func(*transport.Conn) error{
		"unknown": func(c *transport.Conn) error { _, err := c.OpenUniStream(context.Background(), 200); return err },
		"zero":    func(c *transport.Conn) error { _, err := c.OpenStream(context.Background(), 0); return err },
		"second control": func(c *transport.Conn) error {
			_, err := c.OpenStream(context.Background(), protocol.StreamControl)
			return err
		},
		"second ping": func(c *transport.Conn) error {
			_, err := c.OpenStream(context.Background(), protocol.StreamPing)
			return err
		},
		"wrong direction": func(c *transport.Conn) error {
			_, err := c.OpenUniStream(context.Background(), protocol.StreamScreen)
			return err
		},
		"wrong directions": func(c *transport.Conn) error {
			_, err := c.OpenStream(context.Background(), protocol.StreamInput)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: time.Millisecond})
				agent, customer := transporttest.PairOver(t, link)
				<-time.After(time.Second)
				if err := open(agent); err != nil {
					t.Fatal(err)
				}
				<-agent.Done()
				if code := closeCode(t, agent.Err()); code != protocol.CloseProtocol {
					t.Errorf("the peer closed with %v", code)
				}
				<-customer.Done()
			})
		})
	}
}

// TestAcceptEndsWithItsContext waits for streams that never come.
func TestAcceptEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, customer := transporttest.PairOver(t, transporttest.NewLink(t, 1, transporttest.Impairment{}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, _, err := customer.AcceptUniStream(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}
