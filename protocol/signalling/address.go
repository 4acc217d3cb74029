package signalling

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// DefaultPort is a relay's port unless its address names another.
const DefaultPort = 443

// ErrAddress tells that a relay's address is not of the form HOST[:PORT].
var ErrAddress = errors.New("not an address of a relay")

// maxHost is the longest name that DNS knows.
const maxHost = 253

// HostPort completes the address of a relay, HOST[:PORT] as people write it, to HOST:PORT. The host comes back in lower case. A link's
// scheme or path is not taken off: what is more than an address is refused.
func HostPort(relay string) (string, error) {
	host, port := strings.TrimSpace(relay), strconv.Itoa(DefaultPort)
	if addr, err := netip.ParseAddr(host); err == nil {
		return net.JoinHostPort(addr.String(), port), nil
	}
	if h, p, err := net.SplitHostPort(host); err == nil {
		host, port = h, p
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 || !isHost(host) {
		return "", ErrAddress
	}
	return net.JoinHostPort(host, strconv.FormatUint(number, 10)), nil
}

// isHost reports whether host can be a machine's name or address.
func isHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	for _, r := range host {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_' {
			return false
		}
	}
	return host != "" && len(host) <= maxHost
}
