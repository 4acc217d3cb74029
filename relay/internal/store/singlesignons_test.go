package store_test

import (
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// testSingleSignOns takes a browser back once, at another relay as well.
func testSingleSignOns(t *testing.T, f *fixture) {
	ctx := t.Context()
	left := support.SingleSignOn{
		State: support.NewSecret().Hash(), Door: "/center/sign-in", Query: "back=%2Fcenter", Nonce: "nonce", Verifier: "verifier", Expires: now.Add(time.Minute),
	}
	old := left
	old.State, old.Expires = support.NewSecret().Hash(), now
	must(t, f.KeepSingleSignOn(ctx, old, now.Add(-time.Second)))
	must(t, f.KeepSingleSignOn(ctx, left, now))
	_, err := f.TakeSingleSignOn(ctx, old.State)
	wants(t, "one whose time is over", err, support.ErrNotFound)
	if got, err := open(t, f.dsn).TakeSingleSignOn(ctx, left.State); err != nil || got != left {
		t.Errorf("took %+v, %v", got, err)
	}
	_, err = f.TakeSingleSignOn(ctx, left.State)
	wants(t, "a second time", err, support.ErrNotFound)
}
