package server

import (
	"errors"
	"fmt"
	"net"
	"strconv"
)

// pairAttempts is how often a free pair of ports is looked for: the system gives a TCP port whose UDP twin is nearly always
// free.
const pairAttempts = 32

// listenPair opens TCP and UDP on the same port of address.
func listenPair(address string) (net.Listener, net.PacketConn, error) {
	host, port, err := splitAddress(address)
	if err != nil {
		return nil, nil, fmt.Errorf("listen on %q: %w", address, err)
	}
	attempts := 1
	if port == 0 {
		attempts = pairAttempts
	}
	for range attempts {
		var tcp net.Listener
		var udp net.PacketConn
		if tcp, udp, err = tryPair(host, port); err == nil {
			return tcp, udp, nil
		}
	}
	return nil, nil, fmt.Errorf("listen on %s, TCP and UDP: %w", address, err)
}

func tryPair(host string, port uint16) (net.Listener, net.PacketConn, error) {
	tcp, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(int(port))))
	if err != nil {
		return nil, nil, err
	}
	_, got, err := net.SplitHostPort(tcp.Addr().String())
	if err != nil {
		return nil, nil, errors.Join(err, tcp.Close())
	}
	udp, err := net.ListenPacket("udp", net.JoinHostPort(host, got))
	if err != nil {
		return nil, nil, errors.Join(err, tcp.Close())
	}
	return tcp, udp, nil
}

// reachable returns HOST:PORT at which this machine reaches a listener: one that listens on every address is "localhost".
func reachable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
