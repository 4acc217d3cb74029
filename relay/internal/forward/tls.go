package forward

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"beside.example/protocol/leg"
	"github.com/coder/websocket"
)

const (
	bindWithin  = 10 * time.Second // from the connection to the first BIND that holds
	idleAfter   = 45 * time.Second // without a message: three keep-alives are missing
	writeWithin = 2 * time.Second  // a connection that takes nothing for so long is of no use to a session

	// Binding takes an app two round trips, so few connections are without a leg unless somebody means harm.
	maxUnbound        = 1024 // in all, some 40 MB; the oldest makes room for a newcomer
	maxUnboundNetwork = 32   // from one network: a large office whose apps all come back at once
)

// tlsWay is the TLS connection of one leg.
type tlsWay struct {
	id     uint64 // goes into the cookie, so that a BIND is of no use on another connection
	conn   *websocket.Conn
	cancel context.CancelFunc
	source netip.AddrPort
	queue  *queue
	seen   atomic.Int64 // when the last message came, on the monotonic clock: since opened
	opened time.Time

	leg *sessionLeg // nil until bound; Forwarder.mu guards it
}

// close ends the connection; its handler does the rest.
func (w *tlsWay) close() { w.cancel() }

// stale reports whether the connection has been silent for too long.
func (w *tlsWay) stale(now time.Time) bool {
	age := now.Sub(w.opened)
	if w.leg == nil {
		return age > bindWithin
	}
	return age-time.Duration(w.seen.Load()) > idleAfter
}

// ServeHTTP serves a TLS leg: the packets of a UDP leg as binary WebSocket messages. It returns when the connection ends.
func (f *Forwarder) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	source, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		http.Error(rw, "no source address", http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	w := &tlsWay{
		cancel: cancel,
		source: netip.AddrPortFrom(source.Addr().Unmap(), source.Port()),
		queue:  newQueue(),
		opened: time.Now(),
	}
	if !f.enter(w) {
		http.Error(rw, "no room", http.StatusServiceUnavailable)
		return
	}
	defer f.leave(w)
	w.conn, err = websocket.Accept(rw, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return // Accept has answered
	}
	defer func() { _ = w.conn.CloseNow() }() // the other end may have closed it
	w.conn.SetReadLimit(leg.MaxPacket)
	written := make(chan struct{})
	go func() {
		defer close(written)
		defer cancel()
		f.writeTLS(ctx, w)
	}()
	f.readTLS(ctx, w)
	cancel()
	<-written
}

// enter lets a connection in, unless its network has too many that have not bound a leg. When there are too many in all,
// the one that has had the most time goes.
func (f *Forwarder) enter(w *tlsWay) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return false
	}
	var oldest *tlsWay
	neighbours := 0
	for other := range f.unbound {
		if network(other.source.Addr()) == network(w.source.Addr()) {
			neighbours++
		}
		if oldest == nil || other.opened.Before(oldest.opened) {
			oldest = other
		}
	}
	if neighbours >= maxUnboundNetwork {
		return false
	}
	if len(f.unbound) >= maxUnbound {
		delete(f.unbound, oldest)
		oldest.close()
	}
	f.nextWay++
	w.id = f.nextWay
	f.unbound[w] = struct{}{}
	f.handlers.Add(1)
	return true
}

// leave takes the connection out, and its leg loses the TLS way.
func (f *Forwarder) leave(w *tlsWay) {
	f.mu.Lock()
	delete(f.unbound, w)
	delete(f.ways, w)
	if w.leg != nil {
		f.setTLSLocked(w.leg, nil)
	}
	f.mu.Unlock()
	f.handlers.Done()
}

// readTLS handles the messages of a connection until it ends.
func (f *Forwarder) readTLS(ctx context.Context, w *tlsWay) {
	buffer := make([]byte, leg.MaxPacket+1) // one more, so that the end of the longest packet is read too
	for {
		kind, message, err := w.conn.Reader(ctx)
		if err != nil || kind != websocket.MessageBinary {
			return
		}
		n, err := io.ReadFull(message, buffer)
		if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
			return // too long, or broken
		}
		now := time.Now()
		w.seen.Store(int64(now.Sub(w.opened)))
		f.handleTLS(buffer[:n], w, now)
	}
}

// handleTLS handles one packet, which is the reader's again afterwards.
func (f *Forwarder) handleTLS(packet []byte, w *tlsWay, now time.Time) {
	if leg.IsForwarded(packet) {
		f.mu.RLock()
		if w.leg == nil {
			f.mu.RUnlock()
			f.metrics.droppedUnbound.Inc()
			return
		}
		f.forward(w.leg, wayTLS, packet, now)
		return
	}
	reply, request, ok := f.admit(packet, w.source, w, now)
	if ok {
		reply = f.bind(request, now)
	}
	if reply != nil {
		w.queue.push(reply, now, f.metrics)
	}
}

// writeTLS writes what waits for a connection until it ends.
func (f *Forwarder) writeTLS(ctx context.Context, w *tlsWay) {
	buffer := make([]byte, 0, leg.MaxPacket)
	stuck := time.AfterFunc(writeWithin, w.close)
	defer stuck.Stop()
	for {
		stuck.Stop()
		packet, ok := w.queue.pop(buffer, time.Now(), f.metrics)
		if !ok {
			select {
			case <-ctx.Done():
				return
			case <-w.queue.ready:
			}
			continue
		}
		stuck.Reset(writeWithin)
		if err := w.conn.Write(ctx, websocket.MessageBinary, packet); err != nil {
			return
		}
	}
}
