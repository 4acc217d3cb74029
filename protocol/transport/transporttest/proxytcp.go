package transporttest

import (
	"io"
	"net"
	"net/netip"
	"sync"
)

// copyBuffer is how much a proxied TCP connection holds of its own.
const copyBuffer = 16 << 10

// tcpProxy passes TCP connections on to a target, unimpaired: TCP hides losses anyway. In a blackout they stall, and when
// the machine's address changes they break, as real ones do.
type tcpProxy struct {
	target   netip.AddrPort
	listener net.Listener
	owned    sync.WaitGroup

	mu      sync.Mutex // guards the following
	cond    *sync.Cond // signalled when stalled or closed changed
	stalled bool
	closed  bool
	conns   map[net.Conn]struct{}
}

func newTCPProxy(listener net.Listener, target netip.AddrPort) *tcpProxy {
	p := &tcpProxy{target: target, listener: listener, conns: make(map[net.Conn]struct{})}
	p.cond = sync.NewCond(&p.mu)
	p.owned.Go(p.serve)
	return p
}

func (p *tcpProxy) serve() {
	for {
		app, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.owned.Go(func() { p.pass(app) })
	}
}

// pass connects an app's connection with one to the target until either ends.
func (p *tcpProxy) pass(app net.Conn) {
	defer p.forget(app)
	if !p.remember(app) || !p.wait() {
		return
	}
	relay, err := net.DialTCP("tcp", nil, net.TCPAddrFromAddrPort(p.target))
	if err != nil {
		return
	}
	defer p.forget(relay)
	if !p.remember(relay) {
		return
	}
	var back sync.WaitGroup
	back.Go(func() { p.copy(app, relay) })
	p.copy(relay, app)
	back.Wait()
}

// copy copies until either end fails, and then ends both.
func (p *tcpProxy) copy(to io.WriteCloser, from io.ReadCloser) {
	defer func() { _, _ = to.Close(), from.Close() }() // closing twice is harmless
	buffer := make([]byte, copyBuffer)
	for {
		n, err := from.Read(buffer)
		if err != nil || !p.wait() {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// wait waits for the end of a blackout, and returns false when the proxy was closed.
func (p *tcpProxy) wait() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.stalled && !p.closed {
		p.cond.Wait()
	}
	return !p.closed
}

func (p *tcpProxy) stall(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stalled = on
	p.cond.Broadcast()
}

func (p *tcpProxy) remember(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns[c] = struct{}{}
	return !p.closed
}

func (p *tcpProxy) forget(c net.Conn) {
	p.mu.Lock()
	delete(p.conns, c)
	p.mu.Unlock()
	_ = c.Close() // it may be closed already
}

// breakAll ends all connections.
func (p *tcpProxy) breakAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close() // its copying forgets it
	}
}

func (p *tcpProxy) close() {
	_ = p.listener.Close() // fails only if it is closed already
	p.mu.Lock()
	p.closed = true
	p.cond.Broadcast()
	p.mu.Unlock()
	p.breakAll()
	p.owned.Wait()
}
