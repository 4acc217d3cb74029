package model_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"beside.example/agentapp/internal/model"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

func TestSignIn(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		s := a.Snapshot()
		if s.Agent().Name != "Claire Moreau" || s.Relay != relay || s.Line.Phase != signalling.PhaseConnected {
			t.Errorf("signed in as %q at %q, the line is %v", s.Agent().Name, s.Relay, s.Line.Phase)
		}
		if got := a.Settings(); got.Relay != relay || got.Pin != "" {
			t.Errorf("remembers %+v", got)
		}
		if a.secrets.All()["device-token"] != token {
			t.Errorf("the keyring has %v", a.secrets.All())
		}
	})
}

func TestSignInShowsThatTheBrowserIsOpen(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signIn = func(ctx context.Context, _ string, _ signalling.Trust) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		}
		a.start()
		a.SignIn(relay)
		synctest.Wait()
		if got := a.Snapshot().Account; got != model.SigningIn {
			t.Fatalf("the account is %d", got)
		}
		a.SignIn("other.example") // a second click changes nothing
		synctest.Wait()
		if got := a.Snapshot().Relay; got != relay {
			t.Errorf("signs in at %q", got)
		}
		a.CancelSignIn()
		synctest.Wait()
		if s := a.Snapshot(); s.Account != model.SignedOut || s.Fault != 0 || s.Relay != relay {
			t.Errorf("after cancelling: %+v", s)
		}
	})
}

func TestSignInRefused(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signIn = func(context.Context, string, signalling.Trust) (string, error) {
			return "", refuse(protocol.FaultSignInExpired)
		}
		a.start()
		a.SignIn(relay)
		synctest.Wait()
		if s := a.Snapshot(); s.Account != model.SignedOut || s.Fault != protocol.FaultSignInExpired {
			t.Errorf("the account is %d, the fault %v", s.Account, s.Fault)
		}
		a.SignIn("not a relay")
		if s := a.Snapshot(); s.Fault != protocol.FaultRelayUnknown || s.Relay != "not a relay" {
			t.Errorf("%q has the fault %v", s.Relay, s.Fault)
		}
	})
}

// TestUntrustedRelay: nobody vouches for the relay; the agent compares its fingerprint, says Yes, and is not asked again.
func TestUntrustedRelay(t *testing.T) {
	fingerprint := signalling.Fingerprint{1, 2, 3}
	try(t, func(t *testing.T, a *app) {
		a.signIn = func(_ context.Context, _ string, trust signalling.Trust) (string, error) {
			if trust.Pin == nil {
				return "", untrusted(&signalling.UntrustedError{Fingerprint: fingerprint, Err: errors.New("self-signed")})
			}
			return token, nil
		}
		a.start()
		a.SignIn(relay)
		synctest.Wait()
		if s := a.Snapshot(); s.Fingerprint != fingerprint.String() || s.Account != model.SignedOut || s.Fault != 0 {
			t.Fatalf("shows %q, fault %v", s.Fingerprint, s.Fault)
		}
		a.CancelSignIn()
		if s := a.Snapshot(); s.Fingerprint != "" {
			t.Error("the question stays after No")
		}
		a.SignIn(relay)
		synctest.Wait()
		a.TrustRelay()
		synctest.Wait()
		if got := a.Snapshot().Account; got != model.SignedIn {
			t.Fatalf("the account is %d", got)
		}
		if last := a.pins[len(a.pins)-1]; last == nil || *last != fingerprint {
			t.Errorf("signed in with the pin %v", last)
		}
		if got := a.Settings().Pin; got != fingerprint.String() {
			t.Errorf("remembers the pin %q", got)
		}
	})
}

// TestChangedRelay: the relay shows another key than the confirmed one; that is a question again, with a warning.
func TestChangedRelay(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		if err := a.folder.SaveSettings(model.Settings{Relay: relay, Pin: signalling.Fingerprint{9}.String()}); err != nil {
			t.Fatal(err)
		}
		now := signalling.Fingerprint{5}
		a.signIn = func(_ context.Context, _ string, trust signalling.Trust) (string, error) {
			if *trust.Pin != now {
				return "", untrusted(&signalling.ChangedError{Fingerprint: now})
			}
			return token, nil
		}
		a.start()
		a.SignIn(relay)
		synctest.Wait()
		if s := a.Snapshot(); s.Fingerprint != now.String() || s.Fault != protocol.FaultRelayChanged {
			t.Fatalf("shows %q, fault %v", s.Fingerprint, s.Fault)
		}
		a.TrustRelay()
		synctest.Wait()
		if s := a.Snapshot(); s.Account != model.SignedIn || a.Settings().Pin != now.String() {
			t.Errorf("the account is %d, the pin %q", s.Account, a.Settings().Pin)
		}
	})
}

func untrusted(err error) error {
	return &signalling.Error{Fault: protocol.FaultRelayUntrusted, Err: err}
}

func TestStaysSignedIn(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn().stop()
		a.start()
		if s := a.Snapshot(); s.Account != model.SignedIn || s.Agent().Name != "Claire Moreau" {
			t.Errorf("the account is %d after a restart", s.Account)
		}
		if len(a.pins) != 1 {
			t.Errorf("signed in %d times", len(a.pins))
		}
	})
}

func TestSignOut(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.code("Martin Keller")
		a.SetStatus(signalling.StatusBusy)
		a.SignOut()
		synctest.Wait()
		s := a.Snapshot()
		if s.Account != model.SignedOut || s.Fault != 0 || len(s.Codes)+len(s.Events) > 0 || s.Status != signalling.StatusAvailable || s.Relay != relay {
			t.Errorf("after signing out: %+v", s)
		}
		if len(a.secrets.All()) > 0 {
			t.Errorf("the keyring still has %v", a.secrets.All())
		}
		a.stop()
		a.start()
		if got := a.Snapshot().Account; got != model.SignedOut {
			t.Errorf("the account is %d after a restart", got)
		}
	})
}

func TestSignOutWithoutTheRelay(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.line.Fail(refuse(protocol.FaultRelayUnreachable))
		a.SignOut()
		synctest.Wait()
		if s := a.Snapshot(); s.Account != model.SignedOut || len(a.secrets.All()) > 0 {
			t.Errorf("the account is %d, the keyring has %v", s.Account, a.secrets.All())
		}
	})
}

// TestRefusedForGood: the relay signs the device out; a certificate that changed leaves the agent signed in, and says so.
func TestRefusedForGood(t *testing.T) {
	for fault, want := range map[protocol.Fault]model.Account{
		protocol.FaultSignedOut: model.SignedOut, protocol.FaultAccountClosed: model.SignedOut, protocol.FaultSignInReplaced: model.SignedOut,
		protocol.FaultRelayChanged: model.SignedIn,
	} {
		try(t, func(t *testing.T, a *app) {
			a.signedIn()
			a.line.Refuse(refuse(fault))
			synctest.Wait()
			s := a.Snapshot()
			if s.Account != want {
				t.Errorf("%v: the account is %d", fault, s.Account)
			}
			if want == model.SignedOut && (s.Fault != fault || len(a.secrets.All()) > 0) {
				t.Errorf("%v: shows %v, the keyring has %v", fault, s.Fault, a.secrets.All())
			}
			if want == model.SignedIn && s.Line.Fault != fault {
				t.Errorf("%v: the line shows %v", fault, s.Line.Fault)
			}
		})
	}
}

func TestAvailability(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		if a.line.Status() != signalling.StatusAvailable {
			t.Error("the relay takes the agent for away")
		}
		a.SetStatus(signalling.StatusBusy)
		synctest.Wait()
		if a.line.Status() != signalling.StatusBusy || a.Snapshot().Status != signalling.StatusBusy {
			t.Error("still available")
		}
	})
}
