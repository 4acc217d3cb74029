package transporttest

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"testing"
	"time"
)

const (
	patience = 10 * time.Second
	briefly  = 100 * time.Millisecond // is silence
)

// echoServer answers every packet with its source address, and every connection with what it says.
func echoServer(t *testing.T) netip.AddrPort {
	t.Helper()
	listener, conn, err := listenBoth(netip.AddrFrom4([4]byte{127, 0, 0, 1}))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b := make([]byte, proxyBuffer)
		for {
			_, from, err := conn.ReadFromUDPAddrPort(b)
			if err != nil {
				return
			}
			_, _ = conn.WriteToUDPAddrPort([]byte(from.String()), from)
		}
	}()
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = io.Copy(c, c)
				_ = c.Close()
			}()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		_ = conn.Close()
		<-done
	})
	return conn.LocalAddr().(*net.UDPAddr).AddrPort()
}

// ask sends a packet and returns the answer, or "" if there is none.
func ask(t *testing.T, c *net.UDPConn, wait time.Duration) string {
	t.Helper()
	if _, err := c.Write([]byte("?")); err != nil {
		t.Fatal(err)
	}
	_ = c.SetReadDeadline(time.Now().Add(wait))
	b := make([]byte, proxyBuffer)
	n, err := c.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(b[:n])
}

func newTestProxy(t *testing.T) (*Proxy, *net.UDPConn) {
	t.Helper()
	p, err := NewProxy(echoServer(t), 1, Impairment{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(p.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(c.Close(), p.Close()); err != nil {
			t.Error(err)
		}
	})
	return p, c
}

func TestProxyRebind(t *testing.T) {
	p, c := newTestProxy(t)
	first := ask(t, c, patience)
	if again := ask(t, c, patience); first == "" || again != first || first == c.LocalAddr().String() {
		t.Errorf("seen at %q and %q", first, again)
	}
	p.Rebind()
	if after := ask(t, c, patience); after == "" || after == first {
		t.Errorf("seen at %q and, after it, at %q", first, after)
	}
}

func TestProxyImpairs(t *testing.T) {
	p, c := newTestProxy(t)
	p.BlockUDP(true)
	if got := ask(t, c, briefly); got != "" {
		t.Errorf("got %q through a block", got)
	}
	p.BlockUDP(false)
	p.Set(Impairment{Delay: 50 * time.Millisecond}, Impairment{Delay: 50 * time.Millisecond})
	start := time.Now()
	if got := ask(t, c, patience); got == "" || time.Since(start) < 100*time.Millisecond {
		t.Errorf("got %q after %v", got, time.Since(start))
	}
	p.Set(Impairment{Loss: 1}, Impairment{})
	if got := ask(t, c, briefly); got != "" {
		t.Errorf("got %q through total loss", got)
	}
}

func TestProxyTCP(t *testing.T) {
	p, _ := newTestProxy(t)
	c, err := net.Dial("tcp", p.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	say := func(wait time.Duration) error {
		if _, err := c.Write([]byte("x")); err != nil {
			return err
		}
		_ = c.SetReadDeadline(time.Now().Add(wait))
		var b [1]byte
		_, err := c.Read(b[:])
		return err
	}
	if err := say(patience); err != nil {
		t.Fatal(err)
	}
	p.Blackout(true)
	if err := say(briefly); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("through a blackout: %v", err)
	}
	p.Blackout(false)
	if err := say(patience); err != nil {
		t.Errorf("after the blackout: %v", err)
	}
	p.Rebind()
	_ = c.SetReadDeadline(time.Now().Add(patience))
	if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the connection outlived the change of address")
	}
}
