package signalhub_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// TestRefused shows what an app is told for each error of the services, and that our own failures alone are errors in the log.
func TestRefused(t *testing.T) {
	for _, test := range []struct {
		err  error
		want protocol.Fault
	}{
		{support.ErrTooManyCodes, protocol.FaultCodeLimit},
		{support.ErrNoNameplate, protocol.FaultRelayBusy},
		{support.ErrCodeEnded, protocol.FaultCodeUsed},
		{&support.CodeEndedError{State: support.CodeRedeemed}, protocol.FaultCodeUsed},
		{&support.CodeEndedError{State: support.CodeWithdrawn}, protocol.FaultCodeWithdrawn},
		{&support.CodeEndedError{State: support.CodeExpired}, protocol.FaultCodeExpired},
		{&support.CodeEndedError{State: support.CodeDead}, protocol.FaultCodeDead},
		{support.ErrDenied, protocol.FaultTicket},
		{support.ErrInvalid, protocol.FaultRelayRefused},
		{&support.TooManyError{RetryAfter: time.Second}, protocol.FaultCodeSlow},
		{context.DeadlineExceeded, protocol.FaultRelayBusy},
		{errors.New("disk full"), protocol.FaultRelayInternal},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, nil)
			agent := w.connected(adaToken)
			w.mu.Lock()
			w.broken = fmt.Errorf("the store: %w", test.err)
			w.mu.Unlock()
			if _, err := agent.CreateCode(t.Context(), portal, "", 0); signalling.Fault(err) != test.want {
				t.Errorf("%v: got %v, want %v", test.err, err, test.want)
			}
		})
	}
}

// TestOutcomes shows that every outcome comes back from the history as it was told.
func TestOutcomes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		_, a, c := open(t, agent, customer)
		say(t, a, c, "Ya")
		granted, err := a.Redeem(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, outcome := range []signalling.Outcome{
			signalling.OutcomeResolved, signalling.OutcomeUnresolved, signalling.OutcomeUnknown,
		} {
			if err := agent.EndSession(t.Context(), signalling.SessionEnd{Session: granted.Session, Outcome: outcome}); err != nil {
				t.Fatal(err)
			}
			page, err := agent.History(t.Context(), signalling.HistoryCursor{}, 1)
			if err != nil || !page.More || page.Entries[0].Outcome != outcome {
				t.Errorf("%v: %+v, %v", outcome, page, err)
			}
		}
	})
}
