package transporttest

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

// proxyBuffer is larger than any packet on loopback that a session sends.
const proxyBuffer = 2048

// Proxy is an impairing UDP proxy on loopback for real processes: apps are told its address instead of the relay's. Each app's
// address gets a socket of its own towards the relay, as in a NAT. TCP connections to the same port are passed on, so
// that signalling and the TLS leg find the relay too.
type Proxy struct {
	target netip.AddrPort
	conn   *net.UDPConn // towards the apps
	tcp    *tcpProxy
	line   *line
	seed   uint64
	owned  sync.WaitGroup

	mu       sync.Mutex // guards the following
	up, down Impairment
	blocked  bool
	closed   bool
	apps     map[netip.AddrPort]*mapping
}

// mapping is one app's place in the proxy.
type mapping struct {
	app      netip.AddrPort
	conn     *net.UDPConn // towards the relay
	up, down *channel
}

// NewProxy listens on a free loopback port and forwards to target. The same seed gives the same fate to the same packets.
func NewProxy(target netip.AddrPort, seed uint64, both Impairment) (*Proxy, error) {
	return NewProxyAt(loopbackLike(target.Addr()), target, seed, both)
}

// NewProxyAt is NewProxy on another address of this machine, which may be of another family than the target's.
func NewProxyAt(at netip.Addr, target netip.AddrPort, seed uint64, both Impairment) (*Proxy, error) {
	listener, conn, err := listenBoth(at)
	if err != nil {
		return nil, fmt.Errorf("open the proxy's sockets: %w", err)
	}
	p := &Proxy{
		target: target, conn: conn, tcp: newTCPProxy(listener, target), line: newLine(), seed: seed,
		up: both, down: both, apps: make(map[netip.AddrPort]*mapping),
	}
	p.owned.Go(p.serve)
	return p, nil
}

// listenBoth returns sockets for TCP and UDP with the same port number.
func listenBoth(on netip.Addr) (net.Listener, *net.UDPConn, error) {
	const attempts = 20 // the port that is free for TCP may be taken for UDP
	var failure error
	for range attempts {
		listener, err := net.Listen("tcp", netip.AddrPortFrom(on, 0).String())
		if err != nil {
			return nil, nil, err
		}
		port := uint16(listener.Addr().(*net.TCPAddr).Port)
		conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(on, port)))
		if err == nil {
			return listener, conn, nil
		}
		failure = errors.Join(err, listener.Close())
	}
	return nil, nil, failure
}

func loopbackLike(a netip.Addr) netip.Addr {
	if a.Is6() {
		return netip.IPv6Loopback()
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}

// Addr returns where the proxy listens.
func (p *Proxy) Addr() netip.AddrPort { return p.conn.LocalAddr().(*net.UDPAddr).AddrPort() }

// Set changes what the proxy does, per direction: up is towards target.
func (p *Proxy) Set(up, down Impairment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.up, p.down = up, down
	for _, m := range p.apps {
		m.up, m.down = newChannel(up, p.seed, 1), newChannel(down, p.seed, 2)
	}
}

// Blackout drops everything, and stalls TCP, until it is called with false.
func (p *Proxy) Blackout(on bool) {
	p.tcp.stall(on)
	p.BlockUDP(on)
}

// BlockUDP drops all UDP packets until it is called with false, as some firewalls do.
func (p *Proxy) BlockUDP(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.blocked = on
}

// Rebind moves every app to a new source address towards the relay, as a NAT does that forgot its mappings, or a machine
// that changed its network. What the relay sends to the old one is lost, and TCP connections break.
func (p *Proxy) Rebind() {
	p.tcp.breakAll()
	p.unmap()
}

// unmap gives up all mappings.
func (p *Proxy) unmap() {
	p.mu.Lock()
	old := p.apps
	p.apps = make(map[netip.AddrPort]*mapping)
	p.mu.Unlock()
	for _, m := range old {
		_ = m.conn.Close() // ends its goroutine
	}
}

// Close ends the proxy and waits for its goroutines.
func (p *Proxy) Close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	err := p.conn.Close()
	p.unmap()
	p.tcp.close()
	p.owned.Wait()
	p.line.close()
	return err
}

// serve takes packets from the apps.
func (p *Proxy) serve() {
	buffer := make([]byte, proxyBuffer)
	for {
		n, from, err := p.conn.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return
		}
		m, err := p.mapping(from)
		if err != nil {
			continue // as a NAT that has no port left
		}
		p.carry(m, true, buffer[:n])
	}
}

// mapping returns the app's place, making one for a new app.
func (p *Proxy) mapping(app netip.AddrPort) (*mapping, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if m := p.apps[app]; m != nil {
		return m, nil
	}
	if p.closed {
		return nil, net.ErrClosed
	}
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(p.target))
	if err != nil {
		return nil, err
	}
	m := &mapping{app: app, conn: conn, up: newChannel(p.up, p.seed, 1), down: newChannel(p.down, p.seed, 2)}
	p.apps[app] = m
	p.owned.Go(func() { p.serveApp(m) })
	return m, nil
}

// serveApp takes packets for one app from the relay until its socket is closed.
func (p *Proxy) serveApp(m *mapping) {
	buffer := make([]byte, proxyBuffer)
	for {
		n, err := m.conn.Read(buffer)
		if err == nil {
			p.carry(m, false, buffer[:n])
			continue
		}
		// A relay that is being restarted answers with errors, which pass.
		if p.gone(m) {
			return
		}
	}
}

// gone reports whether the app has another place by now.
func (p *Proxy) gone(m *mapping) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.apps[m.app] != m
}

// carry decides what happens to a packet, and when it goes on.
func (p *Proxy) carry(m *mapping, up bool, packet []byte) {
	p.mu.Lock()
	if p.blocked {
		p.mu.Unlock()
		return
	}
	through := m.down
	if up {
		through = m.up
	}
	copies := through.fate(time.Now(), len(packet))
	packet = append([]byte(nil), packet...)
	through.spoil(packet)
	p.mu.Unlock()
	for _, after := range copies {
		p.line.put(after, func() {
			if up {
				_, _ = m.conn.Write(packet) // lost, then
				return
			}
			_, _ = p.conn.WriteToUDPAddrPort(packet, m.app)
		})
	}
}
