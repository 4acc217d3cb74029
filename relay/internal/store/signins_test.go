package store_test

import (
	"errors"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// testSignIns takes a sign-in once, at another relay as well.
func testSignIns(t *testing.T, f *fixture) {
	ctx := t.Context()
	kept := support.SignIn{Code: support.NewSecret().Hash(), Agent: f.agent.ID, Challenge: "challenge", Expires: now.Add(time.Minute)}
	must(t, f.KeepSignIn(ctx, kept, now))
	old := support.SignIn{Code: support.NewSecret().Hash(), Agent: f.agent.ID, Expires: now}
	must(t, f.KeepSignIn(ctx, old, now.Add(-time.Second)))
	must(t, f.KeepSignIn(ctx, support.SignIn{Code: support.NewSecret().Hash(), Agent: f.agent.ID, Expires: now}, now))
	if _, err := f.TakeSignIn(ctx, old.Code); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("one whose time is over: %v", err)
	}
	other := open(t, f.dsn)
	if got, err := other.TakeSignIn(ctx, kept.Code); err != nil || got != kept {
		t.Errorf("took %+v, %v", got, err)
	}
	if _, err := f.TakeSignIn(ctx, kept.Code); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("a second time: %v", err)
	}
	must(t, f.KeepSignIn(ctx, kept, now))
	if _, err := f.RevokeDevices(ctx, f.agent.ID); err != nil {
		t.Error(err)
	}
	if _, err := f.TakeSignIn(ctx, kept.Code); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("after every device was signed out: %v", err)
	}
}
