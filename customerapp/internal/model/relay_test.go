package model_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"beside.example/customerapp/internal/model"
	"beside.example/customerapp/internal/model/modeltest"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

func TestRelayIsNamedAndConfirmed(t *testing.T) {
	in(t, model.Config{}, func(w *world) {
		w.want("relay ")
		w.act(func() { w.NameRelay(relay) })
		w.want("relay " + relay + ", checking")
		w.connect()
		w.want("relay " + relay + ", ready")
		w.act(w.TrustRelay)
		w.want("code " + relay + ", ready")
	})
}

func TestRelayOfTheFileNameIsConfirmed(t *testing.T) {
	in(t, model.Config{Relay: relay}, func(w *world) {
		w.want("relay " + relay + ", checking")
		w.connect()
		w.want("relay " + relay + ", ready")
	})
}

func TestWhatIsNoAddressIsNotDialled(t *testing.T) {
	in(t, model.Config{Relay: relay}, func(w *world) {
		w.act(func() { w.NameRelay("no address at all") })
		w.want("relay no address at all, F-101")
		if len(w.dialled) != 1 || w.lines[0].Open() {
			t.Errorf("dialled %q, the first is open: %t; what is shown must be what is used", w.dialled, w.lines[0].Open())
		}
		w.act(func() { w.NameRelay(relay) })
		w.want("relay " + relay + ", checking")
	})
}

func TestSelfSignedRelayIsPinned(t *testing.T) {
	in(t, model.Config{Relay: relay}, func(w *world) {
		w.set(untrusted(7))
		w.want("relay " + relay + ", fingerprint")
		w.act(w.TrustRelay)
		w.want("code " + relay + ", fingerprint, checking")
		if want := fmt.Sprint(relay, " ", signalling.Fingerprint{7}); len(w.dialled) != 2 || w.dialled[1] != want {
			t.Errorf("dialled %q, want %q at last", w.dialled, want)
		}
		w.connect()
		w.want("code " + relay + ", fingerprint, ready")
	})
}

func TestChangedRelayIsRefused(t *testing.T) {
	in(t, model.Config{Relay: relay}, func(w *world) {
		w.set(untrusted(7))
		w.act(w.TrustRelay)
		w.set(signalling.State{Phase: signalling.PhaseRefused, Fault: protocol.FaultRelayChanged, Err: &signalling.ChangedError{}})
		w.want("code " + relay + ", fingerprint, F-110")
		w.act(w.ForgetRelay)
		w.want("relay ")
	})
}

func TestRelayIsForgotten(t *testing.T) {
	in(t, model.Config{Relay: relay, Code: "1234"}, func(w *world) {
		w.connect()
		w.act(w.ForgetRelay)
		w.want("relay ")
		if w.lines[0].Open() {
			t.Error("the line is open after No")
		}
		w.lines[0].Set(waiting(protocol.FaultRelayUnreachable))
		synctest.Wait()
		w.want("relay ")
	})
}

// TestTroubleWithTheLineGoesWithIt: on the relay page a line that waits is a fault, on the code page only the line's own
// sign says so; what it was is forgotten when the line is there.
// TestPictureIsKept checks that what the person chose for the picture lasts from the start of the app through every relay to the session.
func TestPictureIsKept(t *testing.T) {
	in(t, model.Config{Relay: relay, Fidelity: protocol.FidelityExact}, func(w *world) {
		keeps := func(want protocol.Fidelity) {
			t.Helper()
			if got := w.Snapshot().Fidelity; got != want {
				t.Fatalf("the picture is %v, want %v", got, want)
			}
		}
		keeps(protocol.FidelityExact)
		w.SetFidelity(protocol.FidelitySaving)
		w.act(w.ForgetRelay)
		keeps(protocol.FidelitySaving)
		w.act(func() { w.NameRelay(relay) })
		keeps(protocol.FidelitySaving)
		w.connect()
		w.act(w.TrustRelay)
		s := modeltest.NewSession()
		w.line().Joining = func(context.Context, code.Code, func(model.Stage)) (model.Session, error) { return s, nil }
		w.act(func() { w.Submit(digits) })
		if got := s.Snapshot().Mine.Fidelity; got != protocol.FidelitySaving {
			t.Fatalf("the session's picture is %v", got)
		}
	})
}

func TestTroubleWithTheLineGoesWithIt(t *testing.T) {
	in(t, model.Config{Relay: relay}, func(w *world) {
		w.set(waiting(protocol.FaultRelayUnreachable))
		w.want("relay " + relay + ", F-104")
		w.set(signalling.State{Phase: signalling.PhaseConnecting})
		w.want("relay " + relay + ", checking, F-104")
		w.connect()
		w.want("relay " + relay + ", ready")
		w.act(w.TrustRelay)
		w.set(waiting(protocol.FaultRelayUnreachable))
		w.want("code " + relay)
		w.set(signalling.State{Phase: signalling.PhaseRefused, Fault: protocol.FaultRelayVersion})
		w.want("code " + relay + ", F-103")
	})
}

// TestLinkSkipsNothing: the relay that a link names is confirmed like any other, and a whole code that it brought waits for the person.
func TestLinkSkipsNothing(t *testing.T) {
	in(t, model.Config{Relay: relay, Code: "K7MWQ2RT"}, func(w *world) {
		w.want("relay " + relay + ", checking")
		w.connect()
		w.want("relay " + relay + ", ready")
		w.act(w.TrustRelay)
		w.want("code " + relay + ", ready")
		if got := w.Snapshot().Code; got != "K7MWQ2RT" {
			t.Errorf("the code is %q", got)
		}
	})
}

func TestLinkToASelfSignedRelayAsks(t *testing.T) {
	in(t, model.Config{Relay: relay, Code: "1234"}, func(w *world) {
		w.set(untrusted(7))
		w.want("relay " + relay + ", fingerprint")
		w.act(w.TrustRelay)
		w.connect()
		w.want("code " + relay + ", fingerprint, ready")
		if got := w.Snapshot().Code; got != "1234" {
			t.Errorf("the nameplate is %q", got)
		}
	})
}

func TestLinkToNoAddress(t *testing.T) {
	in(t, model.Config{Relay: "a b"}, func(w *world) { w.want("relay a b, F-101") })
}
