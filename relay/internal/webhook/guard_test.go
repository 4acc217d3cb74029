package webhook

import (
	"net/netip"
	"testing"
)

// TestGuard holds addresses against where the internet is.
func TestGuard(t *testing.T) {
	strict, loose := NewGuard(false), NewGuard(true)
	for address, want := range map[string]bool{
		"93.184.216.34": true, "8.8.8.8": true, "2a00:1450:4001:81b::200e": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "::ffff:127.0.0.1": false, "10.0.0.1": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12::1": false, "100.64.0.1": false, "192.0.0.1": false,
		"198.18.0.1": false, "0.1.2.3": false, "240.0.0.1": false, "255.255.255.255": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
		"2001:db8::1": false, "2001::1": false, "::ffff:10.0.0.1": false, "203.0.113.1": false, "fec0::1": false,
	} {
		addr := netip.MustParseAddr(address)
		if got := strict.Allows(addr); got != want {
			t.Errorf("%s: %v", address, got)
		}
		if !loose.Allows(addr) {
			t.Errorf("%s is kept away where private networks are let in", address)
		}
	}
	for _, address := range []string{"0.0.0.0", "::", "224.0.0.1", "ff02::1"} {
		if addr := netip.MustParseAddr(address); strict.Allows(addr) || loose.Allows(addr) {
			t.Errorf("%s is let in", address)
		}
	}
	if loose.Allows(netip.Addr{}) {
		t.Error("no address is let in")
	}
}
