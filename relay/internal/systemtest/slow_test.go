package systemtest

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// TestSlowClients has a thousand connections that stop in the middle of something and wait, while a session lives and another
// customer comes. The relay lets all of them go by itself.
func TestSlowClients(t *testing.T) {
	t.Parallel() // it waits for most of the time
	const clients = 1000
	r := newRelay(t, nil)
	a := newAgent(r, r.machine())
	typed, _ := a.newCode(0)
	s := meet(a, newCustomer(r, r.machine()), typed)
	v := vandal{relay: r}
	write := func(conn net.Conn, text string) io.ReadCloser {
		_, err := io.WriteString(conn, text)
		must(t, err)
		return conn
	}
	// What each of them does before it falls silent.
	ways := []func() io.ReadCloser{
		func() io.ReadCloser { return v.dial("tcp") },
		func() io.ReadCloser { return write(v.dial("tcp"), "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03") },
		func() io.ReadCloser { return v.dialTLS() },
		func() io.ReadCloser { return write(v.dialTLS(), "GET /me HTTP/1.1\r\nHost: x\r\nX-Slow: ") },
		func() io.ReadCloser {
			return write(v.dialTLS(), "POST "+signalling.SignInTokenPath+" HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n{")
		},
		func() io.ReadCloser { return write(v.dialTLS(), upgrade(signalling.Path)) },
		func() io.ReadCloser { return write(v.dialTLS(), upgrade(leg.Path)) },
	}
	connections := make([]io.ReadCloser, clients)
	median, longest := s.during(func(<-chan struct{}) {
		for n := range connections {
			connections[n] = ways[n%len(ways)]()
		}
	})
	t.Logf("%d slow clients: echo median %v, longest %v", clients, median, longest)
	if median > liveEcho {
		t.Errorf("an echo takes %v", median)
	}
	began := time.Now()
	again, _ := a.newCode(0)
	meet(a, newCustomer(r, r.machine()), again).echo()
	t.Logf("another customer was in after %v", time.Since(began))
	var leaving sync.WaitGroup
	for _, conn := range connections {
		leaving.Go(func() {
			_, _ = io.Copy(io.Discard, conn) // ends when the relay hangs up, politely or not
			_ = conn.Close()
		})
	}
	median, longest = s.during(func(<-chan struct{}) { leaving.Wait() })
	t.Logf("all gone after %v: echo median %v, longest %v", time.Since(began), median, longest)
	if took := time.Since(began); took > 2*patience {
		t.Errorf("the relay held a slow client for %v", took)
	}
}

// upgrade is a request that asks for a WebSocket.
func upgrade(path string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
}
