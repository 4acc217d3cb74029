package webhook

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// errPrivate says that an address is not one of the internet's.
var errPrivate = errors.New("the address is in a private network, which the relay may not ask for webhooks")

// reserved are networks that are not the internet's and that netip does not know as private. Some lead on to others: an address of ours may
// be wrapped in one of theirs.
func reserved() []netip.Prefix {
	var all []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
	} {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// Guard decides to which addresses requests may go. It looks at the address that is dialled, after names have been looked up: a name that
// means something else each time gets nowhere.
type Guard struct {
	private  bool
	reserved []netip.Prefix
}

// NewGuard returns a guard; private lets requests go to the relay's own machine and network too, which suits trials and receivers in house.
func NewGuard(private bool) *Guard { return &Guard{private: private, reserved: reserved()} }

// Allows reports whether requests may go to an address.
func (g *Guard) Allows(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() || addr.IsUnspecified() || addr.IsMulticast() {
		return false
	}
	if g.private {
		return true
	}
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && !slices.ContainsFunc(g.reserved, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// control is the hook of a net.Dialer.
func (g *Guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial %s: %w", address, err)
	}
	if !g.Allows(to.Addr()) {
		return errPrivate
	}
	return nil
}

// dialTime is how long a receiver may take to answer the telephone.
const dialTime = 5 * time.Second

func (g *Guard) dialer() *net.Dialer {
	return &net.Dialer{Timeout: dialTime, ControlContext: g.control}
}
