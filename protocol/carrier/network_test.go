package carrier

import (
	"net/netip"
	"testing"
	"time"
)

func TestNetworkChange(t *testing.T) {
	now := time.Now()
	n := network{watch: true}
	v4, v6 := netip.MustParseAddrPort("127.0.0.1:443"), netip.MustParseAddrPort("[::1]:443")
	if n.changed(netip.AddrPort{}, now) {
		t.Error("looked without knowing the relay")
	}
	if n.changed(v4, now) {
		t.Error("the first look found a change")
	}
	if n.changed(v6, now.Add(time.Second)) {
		t.Error("looked again too early")
	}
	n.addr = netip.MustParseAddr("192.0.2.1") // as if we had been elsewhere
	if !n.changed(v4, now.Add(lookEvery)) {
		t.Error("the change was not found")
	}
	if n.changed(v4, now.Add(2*lookEvery)) {
		t.Error("the change was found twice")
	}
	if n.changed(netip.AddrPort{}, now.Add(3*lookEvery)) {
		t.Error("changed while TLS is in use")
	}
}
