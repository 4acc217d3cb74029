package carrier

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/coder/websocket"

	"beside.example/protocol/leg"
)

const (
	// dialTimeout bounds opening the TLS leg, proxies included.
	dialTimeout = 10 * time.Second

	// A TLS leg holds at most so many packets, none longer than this: behind a stalled TCP connection old packets are worth less than
	// new ones, and QUIC has long sent them again.
	queuePackets = 64
	queueAge     = 100 * time.Millisecond

	// writeTimeout is when a connection that takes nothing counts as dead.
	writeTimeout = 2 * time.Second

	// maxResponseHeader bounds what a relay or a proxy may answer before the WebSocket is open.
	maxResponseHeader = 16 << 10

	// farewell is how long close waits for the last packets to leave.
	farewell = 100 * time.Millisecond
)

// tlsWay is the relay leg over TLS: every packet is a binary WebSocket message.
type tlsWay struct {
	events events
	cancel context.CancelFunc
	owned  sync.WaitGroup
	queue  *queue
}

// proxyChooser says which proxy a request goes through, if any.
type proxyChooser = func(*http.Request) (*url.URL, error)

// openTLS opens the way to HOST:PORT, through the proxy that proxy names, or else the environment, if any.
func openTLS(config *tls.Config, proxy proxyChooser, address string, events events) way {
	ctx, cancel := context.WithCancel(context.Background())
	w := &tlsWay{events: events, cancel: cancel, queue: newQueue(queuePackets, queueAge)}
	w.owned.Go(func() {
		if err := w.run(ctx, config, proxy, address); ctx.Err() == nil {
			events.failed(err)
		}
	})
	return w
}

// run dials and reads until the connection ends.
func (w *tlsWay) run(ctx context.Context, config *tls.Config, proxy proxyChooser, address string) error {
	if config != nil {
		config = config.Clone()
	}
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	transport := &http.Transport{Proxy: proxy, TLSClientConfig: config, MaxResponseHeaderBytes: maxResponseHeader}
	defer transport.CloseIdleConnections()
	dialing, dialed := context.WithTimeout(ctx, dialTimeout)
	defer dialed()
	conn, response, err := websocket.Dial(dialing, "wss://"+address+leg.Path, &websocket.DialOptions{
		HTTPClient:      &http.Client{Transport: transport},
		CompressionMode: websocket.CompressionDisabled, // packets are sealed: they do not shrink
	})
	if err != nil {
		if response != nil && response.Body != nil {
			_ = response.Body.Close() // the error says enough
		}
		return fmt.Errorf("open the TLS leg: %w", err)
	}
	defer func() { _ = conn.CloseNow() }() // fails only if it is closed already
	conn.SetReadLimit(leg.MaxPacket)
	var writer sync.WaitGroup
	writer.Go(func() {
		w.write(ctx, conn)
		_ = conn.CloseNow() // ends the reading below
	})
	defer writer.Wait()
	defer w.queue.close()
	w.events.opened()
	for {
		kind, packet, err := conn.Read(ctx)
		if err != nil {
			return fmt.Errorf("read from the TLS leg: %w", err)
		}
		if kind == websocket.MessageBinary {
			w.events.received(packet)
		}
	}
}

// write sends what is queued until the queue is closed or the connection fails.
func (w *tlsWay) write(ctx context.Context, conn *websocket.Conn) {
	for {
		packet, ok := w.queue.next()
		if !ok {
			return
		}
		writing, written := context.WithTimeout(ctx, writeTimeout)
		err := conn.Write(writing, websocket.MessageBinary, packet)
		written()
		if err != nil {
			return
		}
	}
}

func (w *tlsWay) send(packet []byte) { w.queue.put(packet) }
func (w *tlsWay) settle()            {}
func (w *tlsWay) unsettle()          {}

func (w *tlsWay) remote() netip.AddrPort { return netip.AddrPort{} }

func (w *tlsWay) close() {
	w.queue.drain(farewell)
	w.cancel()
	w.queue.close()
	w.owned.Wait()
}
