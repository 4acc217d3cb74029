package carrier

import (
	"net/netip"
	"testing"
	"time"
)

func TestNetworkChange(t *testing.T) {
	now := time.Now()
	n := network{watch: true}
	if n.changed("127.0.0.1:443", now) {
		t.Error("the first look found a change")
	}
	if n.changed("[::1]:443", now.Add(time.Second)) {
		t.Error("looked again too early")
	}
	n.addr = netip.MustParseAddr("192.0.2.1") // as if we had been elsewhere
	if !n.changed("127.0.0.1:443", now.Add(lookEvery)) {
		t.Error("the change was not found")
	}
	if n.changed("127.0.0.1:443", now.Add(2*lookEvery)) {
		t.Error("the change was found twice")
	}
	if n.changed("not an address", now.Add(3*lookEvery)) {
		t.Error("losing the route is a change")
	}
}
