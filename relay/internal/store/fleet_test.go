package store_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// testFleet leaves mail between relays, and moves sessions away from one that is gone.
func testFleet(t *testing.T, f *fixture) {
	ctx := t.Context()
	here, err := f.RegisterNode(ctx, now)
	must(t, err)
	there, err := f.RegisterNode(ctx, now)
	must(t, err)
	must(t, f.SetNodeAddress(ctx, here, "here:443"))
	must(t, f.SetNodeAddress(ctx, there, "elsewhere:443"))
	must(t, f.SetNodeAddress(ctx, there, "there:443"))
	for _, body := range []string{"one", "two", "three"} {
		must(t, f.SendMail(ctx, there, []byte(body)))
	}
	select {
	case <-f.MailWake():
	default:
		t.Error("nobody is woken")
	}
	for _, want := range [][][]byte{{[]byte("one"), []byte("two")}, {[]byte("three")}, {}} {
		got, err := f.TakeMail(ctx, there, 2)
		if err != nil || len(got) != len(want) {
			t.Fatalf("took %q, %v", got, err)
		}
		for i := range want {
			if !bytes.Equal(got[i], want[i]) {
				t.Errorf("took %q", got)
			}
		}
	}
	if got, err := f.TakeMail(ctx, here, 2); err != nil || len(got) != 0 {
		t.Errorf("somebody else's mail: %q, %v", got, err)
	}
	session := f.session(t)
	home := func(from string, want string, since time.Time) {
		t.Helper()
		if got, err := f.Home(ctx, session, from, since); err != nil || got != want {
			t.Errorf("home is %q, %v; want %q", got, err, want)
		}
	}
	home("there:443", "there:443", now)
	home("here:443", "there:443", now)
	must(t, f.BeatNode(ctx, here, now.Add(time.Minute)))
	must(t, f.RemoveNodes(ctx, 0, now.Add(time.Second)))
	home("here:443", "here:443", now.Add(time.Second))
	home("third:443", "here:443", now.Add(time.Second))
	if err := f.SendMail(ctx, there, []byte("four")); !errors.Is(err, support.ErrFenced) {
		t.Errorf("mail to a relay that is gone: %v", err)
	}
	if err := f.SetNodeAddress(ctx, there, "there:443"); !errors.Is(err, support.ErrFenced) {
		t.Errorf("an address of a relay that is gone: %v", err)
	}
}

// session keeps a session of the fixture's agent.
func (f *fixture) session(t *testing.T) leg.SessionID {
	t.Helper()
	kept, err := f.RedeemCode(t.Context(), support.Session{
		ID: leg.SessionID{7}, Code: f.newCode(t, "4711", now).ID, Agent: f.agent.ID, Granted: now,
	})
	must(t, err)
	return kept.ID
}
