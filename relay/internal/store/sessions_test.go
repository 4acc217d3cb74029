package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

func testRedeem(t *testing.T, f *fixture) {
	ctx := t.Context()
	c := f.newCode(t, "1234", now)
	session := support.Session{ID: leg.SessionID{1}, Code: c.ID, Agent: f.agent.ID, Granted: now}
	session.Secrets[leg.SideCustomer] = support.NewSecret().Hash()
	kept, err := f.RedeemCode(ctx, session)
	must(t, err)
	if kept.Customer != c.Customer || kept.Portal != c.Portal {
		t.Errorf("session %+v does not take after its code", kept)
	}
	got, err := f.Session(ctx, session.ID)
	must(t, err)
	if got != kept {
		t.Errorf("session comes back as %+v, want %+v", got, kept)
	}
	session.ID[0]++
	_, err = f.RedeemCode(ctx, session)
	wantErr(t, err, support.ErrCodeEnded)
	_, err = f.Session(ctx, session.ID)
	wantErr(t, err, support.ErrNotFound)
	late := f.newCode(t, "4321", now)
	_, err = f.RedeemCode(ctx, support.Session{ID: leg.SessionID{9}, Code: late.ID, Agent: f.agent.ID, Granted: late.Expires})
	wantErr(t, err, support.ErrCodeEnded)
	_, err = f.RedeemCode(ctx, support.Session{ID: leg.SessionID{9}, Code: late.ID, Agent: f.agent.ID + 1, Granted: now})
	wantErr(t, err, support.ErrNotFound)
}

// testRedeemOnce lets many ask for one code at once.
func testRedeemOnce(t *testing.T, f *fixture) {
	c := f.newCode(t, "1234", now)
	const askers = 16
	results := make(chan error, askers)
	for i := range askers {
		go func() {
			_, err := f.RedeemCode(context.WithoutCancel(t.Context()), support.Session{ID: leg.SessionID{byte(i)}, Code: c.ID, Agent: f.agent.ID, Granted: now})
			results <- err
		}()
	}
	won := 0
	for range askers {
		switch err := <-results; {
		case err == nil:
			won++
		case !errors.Is(err, support.ErrCodeEnded):
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d askers redeemed the code, want 1", won)
	}
}

func testCut(t *testing.T, f *fixture) {
	ctx := t.Context()
	for i, granted := range []time.Time{now, now.Add(time.Hour), now.Add(2 * time.Hour)} {
		c := f.newCode(t, fmt.Sprintf("%04d", i), granted)
		_, err := f.RedeemCode(ctx, support.Session{ID: leg.SessionID{byte(i)}, Code: c.ID, Agent: f.agent.ID, Granted: granted})
		must(t, err)
	}
	must(t, f.EndSession(ctx, f.agent.ID, leg.SessionID{2}, now, now, support.OutcomeResolved))
	cut := func(want ...byte) {
		t.Helper()
		ids, err := f.CutSessions(ctx, now.Add(time.Minute), now.Add(3*time.Hour))
		must(t, err)
		var got []byte
		for _, id := range ids {
			got = append(got, id[0])
		}
		if string(got) != string(want) {
			t.Errorf("sessions %v are cut, want %v", got, want)
		}
	}
	cut(0)
	cut()
	must(t, f.SetDisabled(ctx, f.agent.ID, true))
	cut(1)
	session, err := f.Session(ctx, leg.SessionID{1})
	must(t, err)
	if !session.Ended.Equal(now.Add(3 * time.Hour)) {
		t.Errorf("cut session %+v", session)
	}
}

func testHistory(t *testing.T, f *fixture) {
	ctx := t.Context()
	const count = 5
	for i := range count {
		c := f.newCode(t, fmt.Sprintf("%04d", i), now)
		granted := now.Add(time.Duration(i/2) * time.Second) // pairs share a time
		_, err := f.RedeemCode(ctx, support.Session{ID: leg.SessionID{byte(i)}, Code: c.ID, Agent: f.agent.ID, Granted: granted})
		must(t, err)
	}
	must(t, f.EndSession(ctx, f.agent.ID, leg.SessionID{4}, now.Add(3*time.Second), now.Add(9*time.Second), support.OutcomeResolved))
	wantErr(t, f.EndSession(ctx, f.agent.ID+1, leg.SessionID{4}, now, now, 0), support.ErrNotFound)
	var got []byte
	var cursor support.HistoryCursor
	for {
		page, err := f.History(ctx, f.agent.ID, cursor, 2)
		must(t, err)
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			got = append(got, e.ID[0])
			cursor = support.HistoryCursor{Granted: e.Granted, ID: e.ID}
		}
		if e := page[0]; e.ID[0] == 4 && (e.Duration() != 6*time.Second || e.Outcome != support.OutcomeResolved || e.PortalName != "Phone") {
			t.Errorf("newest entry %+v", e)
		}
	}
	if string(got) != "\x04\x03\x02\x01\x00" {
		t.Errorf("history in the order %v", got)
	}
	if none, err := f.History(ctx, f.agent.ID+1, support.HistoryCursor{}, 2); err != nil || len(none) != 0 {
		t.Errorf("another agent sees %v, %v", none, err)
	}
}
