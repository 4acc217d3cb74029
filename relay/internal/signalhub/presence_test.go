package signalhub_test

import (
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// TestCut shows that a revoked device is cut at once, and one that another process revoked soon after.
func TestCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		_, desk := w.app(adaToken)
		_, laptop := w.app(ada2Token)
		bob, bobEnded := w.app(bobToken)
		await(t, bob, func() bool { return bob.State().Phase == signalling.PhaseConnected })
		synctest.Wait()
		began := time.Now()
		w.hub.Cut(70, protocol.FaultSignedOut)
		if err := <-desk; signalling.Fault(err) != protocol.FaultSignedOut || time.Since(began) > time.Second {
			t.Errorf("desk: %v after %v", err, time.Since(began))
		}
		w.mu.Lock()
		delete(w.tokens, ada2Token)
		w.mu.Unlock()
		if err := <-laptop; signalling.Fault(err) != protocol.FaultSignedOut || time.Since(began) > 3*time.Second {
			t.Errorf("laptop: %v after %v", err, time.Since(began))
		}
		if err := bob.SignOut(t.Context()); err != nil {
			t.Errorf("bob signs out: %v", err)
		}
		if err := <-bobEnded; signalling.Fault(err) != protocol.FaultSignedOut {
			t.Errorf("bob: %v", err)
		}
		_, again := w.app(bobToken)
		if err := <-again; signalling.Fault(err) != protocol.FaultSignedOut {
			t.Errorf("bob's old token: %v", err)
		}
	})
}

// TestReplaced shows that a second copy of an app takes the first one's place.
func TestReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		first, ended := w.app(adaToken)
		await(t, first, func() bool { return first.State().Phase == signalling.PhaseConnected })
		second := w.connected(adaToken)
		if err := <-ended; signalling.Fault(err) != protocol.FaultSignInReplaced {
			t.Errorf("first: %v", err)
		}
		if err := second.SetStatus(t.Context(), signalling.StatusAvailable); err != nil || w.available() != 1 {
			t.Errorf("second: %v, %v available", err, w.available())
		}
		w.hub.CutAgent(7, protocol.FaultAccountClosed)
		synctest.Wait()
		if w.available() != 0 {
			t.Error("available after the end")
		}
	})
}

// available returns how many apps take requests, as the relay's operator sees it.
func (w *world) available() float64 {
	w.t.Helper()
	families, err := w.metrics.Gather()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == "beside_signalling_agents_available" {
			return family.GetMetric()[0].GetGauge().GetValue()
		}
	}
	return -1
}
