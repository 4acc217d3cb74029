package carrier

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"beside.example/protocol/leg"
)

const (
	// resolveTimeout bounds asking for the relay's addresses.
	resolveTimeout = 5 * time.Second

	// socketBuffer holds what arrives while the app is busy: a quarter of a second at 30 Mbit/s.
	socketBuffer = 1 << 20
)

// udpWay is the relay leg over UDP. One socket serves both address families: until the relay has answered, packets
// go to the first address of each.
type udpWay struct {
	conn   net.PacketConn
	events events
	cancel context.CancelFunc
	owned  sync.WaitGroup

	remotes  atomic.Pointer[[]netip.AddrPort] // the relay's addresses; nil until they are known
	answered atomic.Pointer[netip.AddrPort]   // the one that control packets last came from
	settled  atomic.Bool                      // send only to answered
}

// openUDP opens the way to HOST:PORT.
func openUDP(listen func() (net.PacketConn, error), address string, events events) (way, error) {
	if listen == nil {
		listen = listenUDP
	}
	conn, err := listen()
	if err != nil {
		return nil, fmt.Errorf("open the leg's socket: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := &udpWay{conn: conn, events: events, cancel: cancel}
	w.owned.Go(func() { w.run(ctx, address) })
	return w, nil
}

func listenUDP() (net.PacketConn, error) {
	conn, err := net.ListenUDP("udp", nil)
	if err != nil {
		return nil, err
	}
	// Systems may allow less, and then hold less.
	_ = conn.SetReadBuffer(socketBuffer)
	_ = conn.SetWriteBuffer(socketBuffer)
	return conn, nil
}

// run finds the relay and reads until the socket is closed.
func (w *udpWay) run(ctx context.Context, address string) {
	remotes, err := resolve(ctx, address)
	if err != nil {
		w.events.failed(err)
		return
	}
	w.remotes.Store(&remotes)
	w.events.opened()
	buffer := make([]byte, leg.MaxPacket+1)
	for {
		n, from, err := readFrom(w.conn, buffer)
		if err != nil {
			w.events.failed(fmt.Errorf("read from the leg's socket: %w", err))
			return
		}
		if n > leg.MaxPacket || !isOneOf(from, remotes) {
			continue
		}
		if leg.IsControl(buffer[:n]) {
			w.answered.Store(&from)
		}
		w.events.received(buffer[:n])
	}
}

func isOneOf(a netip.AddrPort, all []netip.AddrPort) bool {
	for _, b := range all {
		if a == b {
			return true
		}
	}
	return false
}

// readFrom reads one packet, without making an address for each if the socket can do so.
func readFrom(conn net.PacketConn, p []byte) (int, netip.AddrPort, error) {
	if udp, ok := conn.(*net.UDPConn); ok {
		n, from, err := udp.ReadFromUDPAddrPort(p)
		return n, unmap(from), err
	}
	n, from, err := conn.ReadFrom(p)
	if err != nil {
		return 0, netip.AddrPort{}, err
	}
	udp, ok := from.(*net.UDPAddr)
	if !ok {
		return 0, netip.AddrPort{}, fmt.Errorf("packet from a %s address", from.Network())
	}
	return n, unmap(udp.AddrPort()), nil
}

// unmap makes IPv4 addresses that a dual-stack socket wrote as IPv6 comparable.
func unmap(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap().WithZone(""), a.Port())
}

func (w *udpWay) send(packet []byte) {
	if to := w.answered.Load(); to != nil && w.settled.Load() {
		w.writeTo(packet, *to)
		return
	}
	if remotes := w.remotes.Load(); remotes != nil {
		for _, to := range *remotes {
			w.writeTo(packet, to)
		}
	}
}

// writeTo drops the packet if the network does not take it: an unreachable address family looks the same as a passing
// outage, and silence is noticed anyway.
func (w *udpWay) writeTo(packet []byte, to netip.AddrPort) {
	if udp, ok := w.conn.(*net.UDPConn); ok {
		_, _ = udp.WriteToUDPAddrPort(packet, to)
		return
	}
	_, _ = w.conn.WriteTo(packet, net.UDPAddrFromAddrPort(to))
}

func (w *udpWay) settle()   { w.settled.Store(true) }
func (w *udpWay) unsettle() { w.settled.Store(false) }

func (w *udpWay) remote() netip.AddrPort {
	if to := w.answered.Load(); to != nil {
		return *to
	}
	return netip.AddrPort{}
}

func (w *udpWay) close() {
	w.cancel()
	// Whatever closing complains of, the socket is gone afterwards.
	_ = w.conn.Close()
	w.owned.Wait()
}

// resolve returns the relay's first address of each family.
func resolve(ctx context.Context, address string) ([]netip.AddrPort, error) {
	if literal, err := netip.ParseAddrPort(address); err == nil {
		return []netip.AddrPort{unmap(literal)}, nil
	}
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("read the relay's address: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, resolveTimeout)
	defer cancel()
	port, err := net.DefaultResolver.LookupPort(ctx, "udp", service)
	if err != nil {
		return nil, fmt.Errorf("read the relay's port: %w", err)
	}
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("look up the relay: %w", err)
	}
	remotes := firstOfEachFamily(found, uint16(port))
	if len(remotes) == 0 {
		return nil, errors.New("look up the relay: it has no address")
	}
	return remotes, nil
}

func firstOfEachFamily(found []netip.Addr, port uint16) []netip.AddrPort {
	var remotes []netip.AddrPort
	var has4, has6 bool
	for _, a := range found {
		a = a.Unmap().WithZone("")
		if a.Is4() && !has4 || a.Is6() && !has6 {
			has4, has6 = has4 || a.Is4(), has6 || a.Is6()
			remotes = append(remotes, netip.AddrPortFrom(a, port))
		}
	}
	return remotes
}
