package support_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// The rules are tested on the store that ships: it starts in a few milliseconds and needs no fake that may lie.

type desk struct {
	store    *store.Store
	accounts *support.Accounts
	codes    *support.Codes
	sessions *support.Sessions
	who      support.SignedIn
	token    string
}

func newDesk(t *testing.T, settings support.CodeSettings) *desk {
	t.Helper()
	ctx := t.Context()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "relay.db"))
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	organisation, err := s.CreateOrganisation(ctx, support.Organisation{Name: "Northfield", Key: key, Created: time.Now()})
	must(t, err)
	team, err := s.CreateTeam(ctx, support.Team{Organisation: organisation, Name: "Everyone"})
	must(t, err)
	portal, err := s.CreatePortal(ctx, support.Portal{Organisation: organisation, Name: "Phone"})
	must(t, err)
	agent, err := s.CreateAgent(ctx, support.Agent{Organisation: organisation, Team: team, Name: "Claire", Mail: "claire@northfield.example"},
		[]support.PortalID{portal})
	must(t, err)
	d := &desk{store: s, accounts: support.NewAccounts(s), codes: support.NewCodes(s, settings), sessions: support.NewSessions(s)}
	d.token, err = d.accounts.AddDevice(ctx, agent, " desk\u202e of Claire ")
	must(t, err)
	d.who, err = d.accounts.SignedIn(ctx, d.token)
	must(t, err)
	return d
}

func (d *desk) newCode(t *testing.T) support.Code {
	t.Helper()
	c, err := d.codes.Create(t.Context(), d.who, d.who.Portals[0].ID, "Aiko", 0)
	must(t, err)
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

func TestSignedIn(t *testing.T) {
	d := newDesk(t, support.DefaultCodeSettings())
	ctx := t.Context()
	if d.who.Device.Name != "desk of Claire" {
		t.Errorf("device is called %q", d.who.Device.Name)
	}
	for _, token := range []string{"", "x", d.token[1:], d.token + "A", support.NewSecret().Token()} {
		_, err := d.accounts.SignedIn(ctx, token)
		wantErr(t, err, support.ErrDenied)
	}
	wantErr(t, d.accounts.SignOut(ctx, d.who.Agent.ID+1, d.who.Device.ID), support.ErrNotFound)
	must(t, d.accounts.SignOut(ctx, d.who.Agent.ID, d.who.Device.ID))
	_, err := d.accounts.SignedIn(ctx, d.token)
	wantErr(t, err, support.ErrDenied)

	token, err := d.accounts.AddDevice(ctx, d.who.Agent.ID, "second")
	must(t, err)
	who, err := d.accounts.SignedIn(ctx, token)
	must(t, err)
	must(t, d.store.SetDisabled(ctx, d.who.Agent.ID, true))
	if valid, err := d.accounts.StillValid(ctx, []support.DeviceID{who.Device.ID}); err != nil || len(valid) != 0 {
		t.Errorf("a disabled agent keeps devices %v, %v", valid, err)
	}
	must(t, d.store.SetDisabled(ctx, d.who.Agent.ID, false))
	_, err = d.accounts.SignedIn(ctx, token)
	wantErr(t, err, support.ErrDenied) // being enabled again does not bring old devices back
}

func TestCodeLifetime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, support.DefaultCodeSettings())
		ctx := t.Context()
		for asked, want := range map[time.Duration]time.Duration{
			0: 10 * time.Minute, -time.Second: 10 * time.Minute, time.Hour: 10 * time.Minute, time.Minute: time.Minute,
		} {
			c, err := d.codes.Create(ctx, d.who, d.who.Portals[0].ID, "", asked)
			must(t, err)
			if got := c.Expires.Sub(c.Created); got != want {
				t.Errorf("asked for %v, lives for %v, want %v", asked, got, want)
			}
		}
		time.Sleep(time.Minute + time.Second)
		active, err := d.codes.Active(ctx, d.who.Agent.ID)
		must(t, err)
		if len(active) != 3 {
			t.Errorf("%d codes are active, want 3", len(active))
		}
		expired, err := d.codes.Expire(ctx)
		must(t, err)
		if len(expired) != 1 || expired[0].State != support.CodeExpired {
			t.Errorf("expired: %+v", expired)
		}
		_, err = d.codes.Find(ctx, expired[0].Nameplate)
		wantErr(t, err, support.ErrCodeEnded)
	})
}

func TestCodeLimits(t *testing.T) {
	d := newDesk(t, support.DefaultCodeSettings())
	ctx := t.Context()
	var last support.Code
	for range support.DefaultCodeSettings().MaxActive {
		last = d.newCode(t)
	}
	_, err := d.codes.Create(ctx, d.who, d.who.Portals[0].ID, "", 0)
	wantErr(t, err, support.ErrTooManyCodes)
	_, err = d.codes.Withdraw(ctx, d.who.Agent.ID, last.ID, support.CodeRedeemed)
	wantErr(t, err, support.ErrInvalid)
	_, err = d.codes.Withdraw(ctx, d.who.Agent.ID, last.ID, support.CodeDead)
	must(t, err)
	d.newCode(t)
	_, err = d.codes.Create(ctx, d.who, d.who.Portals[0].ID+1, "", 0)
	wantErr(t, err, support.ErrNotFound)
	_, err = d.codes.Find(ctx, "12a4")
	wantErr(t, err, support.ErrNotFound)
}

// TestEndedCodes asks for codes that have ended, by every way, while their nameplates rest and after.
func TestEndedCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, support.DefaultCodeSettings())
		ctx := t.Context()
		used, withdrawn, dead, expired := d.newCode(t), d.newCode(t), d.newCode(t), d.newCode(t)
		_, err := d.sessions.Redeem(ctx, d.who, used.ID)
		must(t, err)
		_, err = d.codes.Withdraw(ctx, d.who.Agent.ID, withdrawn.ID, support.CodeWithdrawn)
		must(t, err)
		_, err = d.codes.Withdraw(ctx, d.who.Agent.ID, dead.ID, support.CodeDead)
		must(t, err)
		find := func(c support.Code, want protocol.Fault) {
			t.Helper()
			_, err := d.codes.Find(ctx, c.Nameplate)
			var ended *support.CodeEndedError
			if !errors.As(err, &ended) || ended.Fault() != want {
				t.Errorf("code in state %d: %v, want %v", c.State, err, want)
			}
		}
		find(used, protocol.FaultCodeUsed)
		find(withdrawn, protocol.FaultCodeWithdrawn)
		find(dead, protocol.FaultCodeDead)
		time.Sleep(10 * time.Minute)
		find(expired, protocol.FaultCodeExpired) // before any sweep
		_, err = d.codes.Expire(ctx)
		must(t, err)
		find(expired, protocol.FaultCodeExpired)
		time.Sleep(time.Hour + time.Second)
		for _, c := range []support.Code{used, withdrawn, dead, expired} {
			_, err := d.codes.Find(ctx, c.Nameplate)
			wantErr(t, err, support.ErrNotFound)
		}
	})
}

// TestQuarantine takes all nameplates but one, which must be found, and then none is left until an hour after the first
// code's end.
func TestQuarantine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, support.CodeSettings{Lifetime: time.Minute, MaxActive: 2, Quarantine: time.Hour})
		ctx := t.Context()
		spare := code.Nameplate("4711")
		taken := takenBut{Store: d.store, spare: spare}
		codes := support.NewCodes(taken, d.codes.Settings())
		c, err := codes.Create(ctx, d.who, d.who.Portals[0].ID, "", 0)
		must(t, err)
		if c.Nameplate != spare {
			t.Fatalf("nameplate %v, want the only free one, %v", c.Nameplate, spare)
		}
		_, err = codes.Withdraw(ctx, d.who.Agent.ID, c.ID, support.CodeWithdrawn)
		must(t, err)
		_, err = codes.Create(ctx, d.who, d.who.Portals[0].ID, "", 0)
		wantErr(t, err, support.ErrNoNameplate)
		time.Sleep(time.Hour + time.Second)
		_, err = codes.Create(ctx, d.who, d.who.Portals[0].ID, "", 0)
		must(t, err)
	})
}

// takenBut is a store in which every nameplate but spare is always taken.
type takenBut struct {
	*store.Store
	spare code.Nameplate
}

func (s takenBut) TakenNameplates(ctx context.Context, since time.Time) ([]code.Nameplate, error) {
	taken, err := s.Store.TakenNameplates(ctx, since)
	for i := range code.Nameplates {
		if n := code.Nameplate(fmt.Sprintf("%04d", i)); n != s.spare {
			taken = append(taken, n)
		}
	}
	return taken, err
}

func TestRedeem(t *testing.T) {
	d := newDesk(t, support.DefaultCodeSettings())
	ctx := t.Context()
	c := d.newCode(t)
	var wg sync.WaitGroup
	grants := make(chan support.Grant, 8)
	for range cap(grants) {
		wg.Go(func() {
			if g, err := d.sessions.Redeem(ctx, d.who, c.ID); err == nil {
				grants <- g
			} else if !errors.Is(err, support.ErrCodeEnded) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(grants) != 1 {
		t.Fatalf("%d sessions came of one code", len(grants))
	}
	g := <-grants
	for _, side := range []leg.Side{leg.SideAgent, leg.SideCustomer} {
		_, err := d.sessions.Authorise(ctx, g.Session.ID, side, g.Secrets[side])
		must(t, err)
		_, err = d.sessions.Authorise(ctx, g.Session.ID, side, g.Secrets[side.Other()])
		wantErr(t, err, support.ErrDenied)
	}
	_, err := d.sessions.Authorise(ctx, g.Session.ID, leg.Sides, g.Secrets[0])
	wantErr(t, err, support.ErrDenied)
	_, err = d.sessions.Authorise(ctx, leg.SessionID{}, leg.SideAgent, g.Secrets[0])
	wantErr(t, err, support.ErrDenied)
	wantErr(t, d.sessions.End(ctx, d.who.Agent.ID+1, g.Session.ID, time.Time{}, time.Time{}, 0), support.ErrNotFound)
	wantErr(t, d.sessions.End(ctx, d.who.Agent.ID, g.Session.ID, time.Time{}, time.Time{}, 9), support.ErrInvalid)
	must(t, d.sessions.End(ctx, d.who.Agent.ID, g.Session.ID, time.Time{}, time.Time{}, 0))
	_, err = d.sessions.Authorise(ctx, g.Session.ID, leg.SideAgent, g.Secrets[leg.SideAgent])
	wantErr(t, err, support.ErrDenied)
}

// TestCut disables an agent in the middle of a session, and lets another session never end.
func TestCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, support.DefaultCodeSettings())
		ctx := t.Context()
		redeem := func() support.Grant {
			g, err := d.sessions.Redeem(ctx, d.who, d.newCode(t).ID)
			must(t, err)
			return g
		}
		redeem()
		time.Sleep(8 * 24 * time.Hour)
		young := redeem()
		if cut, err := d.sessions.Cut(ctx); err != nil || len(cut) != 1 || cut[0] == young.Session.ID {
			t.Errorf("cut %v, %v; want the forgotten one", cut, err)
		}
		must(t, d.store.SetDisabled(ctx, d.who.Agent.ID, true))
		if cut, err := d.sessions.Cut(ctx); err != nil || len(cut) != 1 || cut[0] != young.Session.ID {
			t.Errorf("cut %v, %v; want that of the disabled agent", cut, err)
		}
		_, err := d.sessions.Authorise(ctx, young.Session.ID, leg.SideCustomer, young.Secrets[leg.SideCustomer])
		wantErr(t, err, support.ErrDenied)
	})
}

// TestEndWithWrongClock lets an agent's computer tell impossible times.
func TestEndWithWrongClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, support.DefaultCodeSettings())
		ctx := t.Context()
		g, err := d.sessions.Redeem(ctx, d.who, d.newCode(t).ID)
		must(t, err)
		time.Sleep(time.Minute)
		now := time.Now()
		for name, c := range map[string]struct {
			started, ended time.Time
			want           time.Duration
		}{
			"right":          {now.Add(-50 * time.Second), now, 50 * time.Second},
			"an hour ahead":  {now.Add(time.Hour), now.Add(2 * time.Hour), 0},
			"an hour behind": {now.Add(-time.Hour), now.Add(-59 * time.Minute), 0},
			"backwards":      {now, now.Add(-30 * time.Second), 0},
			"never met":      {time.Time{}, now, 0},
		} {
			must(t, d.sessions.End(ctx, d.who.Agent.ID, g.Session.ID, c.started, c.ended, support.OutcomeResolved))
			page, next, err := d.sessions.History(ctx, d.who.Agent.ID, support.HistoryCursor{}, 1000)
			must(t, err)
			if len(page) != 1 || page[0].Duration() != c.want {
				t.Errorf("%s: history %+v, want a duration of %v", name, page, c.want)
			}
			if rest, _, err := d.sessions.History(ctx, d.who.Agent.ID, next, 0); err != nil || len(rest) != 0 {
				t.Errorf("after the last entry: %v, %v", rest, err)
			}
		}
	})
}

func FuzzParseToken(f *testing.F) {
	f.Add("")
	f.Add(support.Secret{}.Token())
	f.Add(support.NewSecret().Token())
	f.Fuzz(func(t *testing.T, token string) {
		if s, ok := support.ParseToken(token); ok && s.Token() != token {
			t.Errorf("%q is read as %q", token, s.Token())
		}
	})
}
