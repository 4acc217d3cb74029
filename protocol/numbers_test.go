package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func TestPriorities(t *testing.T) {
	for kind, want := range map[protocol.StreamKind]uint8{
		protocol.StreamControl: 0, protocol.StreamInput: 0, protocol.StreamPing: 0, protocol.StreamCursor: 1, protocol.StreamPointing: 1, protocol.StreamScreen: 2, protocol.StreamVideo: 3,
	} {
		if got := kind.Priority(); got != want {
			t.Errorf("%s has priority %d, want %d", kind, got, want)
		}
	}
	if protocol.StreamKind(0).Valid() || protocol.StreamKind(99).Valid() {
		t.Error("an unknown stream kind is valid")
	}
}

func TestPermissions(t *testing.T) {
	for i, p := range protocol.AllPermissions() {
		if p != 1<<i || !p.Single() {
			t.Errorf("permission %d is %d", i, p)
		}
	}
	for _, p := range []protocol.Permission{0, 3, 1 << 7, 1 << 15} {
		if p.Single() {
			t.Errorf("%d is a single known permission", p)
		}
	}
	if got := (protocol.PermissionSee | protocol.PermissionControl).String(); got != "see+control" {
		t.Errorf("the set is %q", got)
	}
	if got := protocol.Permission(0).String(); got != "none" {
		t.Errorf("the empty set is %q", got)
	}
}

func TestFaults(t *testing.T) {
	if got := protocol.FaultRelayUnreachable.String(); got != "F-104" {
		t.Errorf("number is %q", got)
	}
	if got := protocol.FaultRelayUnreachable.Key(); got != "fault.f104" {
		t.Errorf("key is %q", got)
	}
	for _, f := range []protocol.Fault{0, 100, 111, 999} {
		if f.Known() {
			t.Errorf("%s is known", f)
		}
	}
}

// TestCloseCodesHaveWords wants a name for every code, and a fault for each that no person caused.
func TestCloseCodesHaveWords(t *testing.T) {
	byPerson := map[protocol.CloseCode]bool{
		protocol.CloseByAgent: true, protocol.CloseByCustomer: true,
		protocol.CloseDeclined: true, protocol.CloseReplaced: true,
	}
	for c := protocol.CloseUnknown; c <= protocol.CloseInternal; c++ {
		if fault := c.Fault(); byPerson[c] != (fault == 0) || fault != 0 && !fault.Known() {
			t.Errorf("%s has the fault %s", c, fault)
		}
	}
	if got := protocol.CloseCode(9999).String(); got != "close code 9999" {
		t.Errorf("unknown code is %q", got)
	}
}
