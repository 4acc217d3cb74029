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
	if _, err := netip.ParseAddr(host); err != nil { // an IPv6 address has colons of its own
		if h, p, err := net.SplitHostPort(host); err == nil {
			host, port = h, p
		}
	}
	host, ok := cleanHost(host)
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 || !ok {
		return "", ErrAddress
	}
	return net.JoinHostPort(host, strconv.FormatUint(number, 10)), nil
}

// cleanHost returns the one way to write a machine's name or address; ok is false when host can be neither. An address with a zone
// means something on one machine only, and is no relay's.
func cleanHost(host string) (clean string, ok bool) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.String(), addr.Zone() == ""
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", false
		}
	}
	return host, len(host) <= maxHost
}
