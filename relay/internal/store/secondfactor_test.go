package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// wants says when an error is another one.
func wants(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: %v", what, got)
	}
}

// testSecondFactor goes from the first code to the last recovery code.
func testSecondFactor(t *testing.T, f *fixture) {
	ctx := t.Context()
	secret := []byte("01234567890123456789")
	_, err := f.SecondFactor(ctx, f.agent.ID)
	wants(t, "none", err, support.ErrNotFound)
	must(t, f.BeginSecondFactor(ctx, f.agent.ID, []byte("another one")))
	must(t, f.BeginSecondFactor(ctx, f.agent.ID, secret))
	wants(t, "a code before the first", f.UseTimeStep(ctx, f.agent.ID, 5), support.ErrNotFound)
	must(t, f.ConfirmSecondFactor(ctx, f.agent.ID, 7, true, []string{"zero", "one"}, now))
	wants(t, "confirm twice", f.ConfirmSecondFactor(ctx, f.agent.ID, 7, false, nil, now), support.ErrNotFound)
	wants(t, "begin again", f.BeginSecondFactor(ctx, f.agent.ID, secret), support.ErrExists)
	got, err := f.SecondFactor(ctx, f.agent.ID)
	if err != nil || string(got.Secret) != string(secret) || !got.Confirmed.Equal(now) || got.Used != 7 {
		t.Errorf("kept %+v, %v", got, err)
	}
	wants(t, "the same step", f.UseTimeStep(ctx, f.agent.ID, 7), support.ErrNotFound)
	wants(t, "the next step", f.UseTimeStep(ctx, f.agent.ID, 8), nil)
	wants(t, "a recovery code", f.UseRecoveryCode(ctx, f.agent.ID, 1, "one"), nil)
	wants(t, "it again", f.UseRecoveryCode(ctx, f.agent.ID, 1, "one"), support.ErrNotFound)
	if left, err := f.RecoveryCodesLeft(ctx, f.agent.ID); left != 1 || err != nil {
		t.Errorf("%d codes are left, %v", left, err)
	}
	must(t, f.ReplaceRecoveryCodes(ctx, f.agent.ID, []string{"a", "b", "c"}))
	if hash, err := f.RecoveryCode(ctx, f.agent.ID, 0); hash != "a" || err != nil {
		t.Errorf("a new code is %q, %v", hash, err)
	}
	step := support.SecondStep{Token: support.NewSecret().Hash(), Agent: f.agent.ID, Stage: support.StageEnrol, Expires: now.Add(time.Minute)}
	must(t, f.KeepSecondStep(ctx, step, now))
	for step.Tries = 1; step.Tries <= 2; step.Tries++ {
		if n, err := f.TrySecondStep(ctx, step.Token); err != nil || n != step {
			t.Errorf("try %d: %+v, %v", step.Tries, n, err)
		}
	}
	wants(t, "advance from another stage", f.AdvanceSecondStep(ctx, step.Token, support.StageProve, support.StageKeep), support.ErrNotFound)
	wants(t, "advance", f.AdvanceSecondStep(ctx, step.Token, support.StageEnrol, support.StageKeep), nil)
	if n, err := f.TrySecondStep(ctx, step.Token); err != nil || n.Stage != support.StageKeep {
		t.Errorf("advanced to %+v, %v", n, err)
	}
	wants(t, "end it", f.EndSecondStep(ctx, step.Token), nil)
	wants(t, "end it twice", f.EndSecondStep(ctx, step.Token), support.ErrNotFound)
	if all, err := f.SecondFactors(ctx, f.organisation.ID); !slices.Equal(all, []support.AgentID{f.agent.ID}) || err != nil {
		t.Errorf("agents with one: %v, %v", all, err)
	}
	must(t, f.RemoveSecondFactors(ctx, f.agent.ID))
	_, err = f.SecondFactor(ctx, f.agent.ID)
	wants(t, "removed", err, support.ErrNotFound)
	wants(t, "remove again", f.RemoveSecondFactors(ctx, f.agent.ID), support.ErrNotFound)
}

// newKey is a security key of the fixture's agent.
func (f *fixture) newKey(name string) support.SecurityKey {
	return support.SecurityKey{
		Agent: f.agent.ID, Name: name, Credential: []byte("credential " + name), PublicKey: []byte{1, 2, 3}, Transports: []string{"usb", "nfc"},
		Synced: true, Count: 7, Created: now,
	}
}

// testSecurityKeys keeps keys with what they count and what they are to sign.
func testSecurityKeys(t *testing.T, f *fixture) {
	ctx := t.Context()
	blue := f.newKey("blue")
	must(t, f.AddSecurityKey(ctx, blue, true, []string{"zero", "one"}))
	keys, err := f.SecurityKeys(ctx, f.agent.ID)
	must(t, err)
	blue.ID = keys[0].ID
	if !reflect.DeepEqual(keys, []support.SecurityKey{blue}) {
		t.Errorf("kept %+v", keys)
	}
	wants(t, "the same key", f.AddSecurityKey(ctx, f.newKey("blue"), false, nil), support.ErrExists)
	wants(t, "another first one", f.AddSecurityKey(ctx, f.newKey("red"), true, nil), support.ErrExists)
	for _, c := range []struct {
		count uint32
		want  error
	}{{7, support.ErrNotFound}, {6, support.ErrNotFound}, {0, support.ErrNotFound}, {8, nil}, {8, support.ErrNotFound}} {
		wants(t, fmt.Sprint("count ", c.count), f.SecurityKeyUsed(ctx, blue.ID, c.count, now), c.want)
	}
	none := f.newKey("does not count")
	none.Count = 0
	must(t, f.AddSecurityKey(ctx, none, false, nil))
	keys, err = f.SecurityKeys(ctx, f.agent.ID)
	must(t, err)
	for range 2 {
		must(t, f.SecurityKeyUsed(ctx, keys[1].ID, 0, now))
	}
	for i := len(keys); i < support.MaxSecurityKeys; i++ {
		must(t, f.AddSecurityKey(ctx, f.newKey(fmt.Sprint(i)), false, nil))
	}
	wants(t, "one more", f.AddSecurityKey(ctx, f.newKey("more"), false, nil), support.ErrTooMany)
	if all, err := f.SecondFactors(ctx, f.organisation.ID); !slices.Equal(all, []support.AgentID{f.agent.ID}) || err != nil {
		t.Errorf("agents with one: %v, %v", all, err)
	}
	testChallenges(t, f)
	must(t, f.RemoveSecondFactors(ctx, f.agent.ID))
	if keys, err := f.SecurityKeys(ctx, f.agent.ID); len(keys) != 0 || err != nil {
		t.Errorf("after the reset: %v, %v", keys, err)
	}
}

// testChallenges takes challenges once, and keeps but the newest of an agent.
func testChallenges(t *testing.T, f *fixture) {
	ctx := t.Context()
	var all []support.KeyChallenge
	const most = 8
	for i := range most + 1 {
		c := support.KeyChallenge{
			Challenge: support.NewSecret().Hash(), Agent: f.agent.ID, Purpose: support.KeyToSignIn, Expires: now.Add(time.Duration(i+1) * time.Minute),
		}
		must(t, f.KeepKeyChallenge(ctx, c, now))
		all = append(all, c)
	}
	_, err := f.TakeKeyChallenge(ctx, all[0].Challenge)
	wants(t, "the oldest of too many", err, support.ErrNotFound)
	if got, err := open(t, f.dsn).TakeKeyChallenge(ctx, all[most].Challenge); err != nil || got != all[most] {
		t.Errorf("took %+v, %v", got, err)
	}
	_, err = f.TakeKeyChallenge(ctx, all[most].Challenge)
	wants(t, "a second time", err, support.ErrNotFound)
	must(t, f.KeepKeyChallenge(ctx, all[0], now.Add(time.Hour)))
	_, err = f.TakeKeyChallenge(ctx, all[1].Challenge)
	wants(t, "one whose time is over", err, support.ErrNotFound)
}

// testLastFactor takes factors away: the last one stays where one must, and recovery codes go with it where not.
func testLastFactor(t *testing.T, f *fixture) {
	ctx := t.Context()
	must(t, f.AddSecurityKey(ctx, f.newKey("blue"), false, []string{"zero"}))
	must(t, f.BeginSecondFactor(ctx, f.agent.ID, []byte("secret")))
	must(t, f.ConfirmSecondFactor(ctx, f.agent.ID, 1, false, nil, now))
	keys, err := f.SecurityKeys(ctx, f.agent.ID)
	must(t, err)
	wants(t, "another agent's", f.RemoveSecurityKey(ctx, f.agent.ID+1, keys[0].ID, false), support.ErrNotFound)
	wants(t, "one of two", f.RemoveSecurityKey(ctx, f.agent.ID, keys[0].ID, true), nil)
	wants(t, "the last", f.RemoveApp(ctx, f.agent.ID, true), support.ErrFactorNeeded)
	if _, err := f.SecondFactor(ctx, f.agent.ID); err != nil {
		t.Errorf("it is gone nevertheless: %v", err)
	}
	if left, err := f.RecoveryCodesLeft(ctx, f.agent.ID); left != 1 || err != nil {
		t.Errorf("%d recovery codes, %v", left, err)
	}
	wants(t, "where none must stay", f.RemoveApp(ctx, f.agent.ID, false), nil)
	wants(t, "again", f.RemoveApp(ctx, f.agent.ID, false), support.ErrNotFound)
	if left, err := f.RecoveryCodesLeft(ctx, f.agent.ID); left != 0 || err != nil {
		t.Errorf("%d recovery codes after the last, %v", left, err)
	}
	must(t, f.AddSecurityKey(ctx, f.newKey("blue"), true, nil))
	keys, err = f.SecurityKeys(ctx, f.agent.ID)
	must(t, err)
	wants(t, "the last key", f.RemoveSecurityKey(ctx, f.agent.ID, keys[0].ID, true), support.ErrFactorNeeded)
	wants(t, "the last key, where none must stay", f.RemoveSecurityKey(ctx, f.agent.ID, keys[0].ID, false), nil)
}
