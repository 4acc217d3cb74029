package support_test

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// deviceKey is what a colleague's app shows.
var deviceKey = ed25519.PublicKey(make([]byte, ed25519.PublicKeySize))

// inSession brings a customer and the first agent into a session.
func (d *helpDesk) inSession() (support.RequestID, leg.SessionID) {
	d.Helper()
	id := d.post(support.PortalBox)
	d.accept(0, id)
	offered, err := d.requests.OfferApp(d.Context(), d.agents[0], id)
	must(d.T, err)
	grant, err := d.requests.Begin(d.Context(), d.agents[0], offered.App.Code)
	must(d.T, err)
	return id, grant.Session.ID
}

func (d *helpDesk) introduce(asked support.Asked) support.Introduction {
	d.Helper()
	i, err := d.introductions.Introduce(d.Context(), d.agents[0], asked)
	must(d.T, err)
	return i
}

// asked counts the introductions that ask an agent.
func (d *helpDesk) asked(agent int) int {
	d.Helper()
	open, err := d.introductions.For(d.Context(), d.agents[agent])
	must(d.T, err)
	return len(open)
}

func TestTransferToPortal(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		id, session := d.inSession()
		i := d.introduce(support.Asked{
			Session: session, Kind: support.RendezvousTransfer, ToPortal: d.portals[support.PortalQueue].ID, Comment: "fan\u202e " + strings.Repeat("x", 600),
		})
		if i.Request != id || i.Customer != "Noor" || len([]rune(i.Comment)) != support.MaxComment || strings.Contains(i.Comment, "\u202e") {
			t.Errorf("introduction %+v", i)
		}
		if d.asked(0) != 0 || d.asked(1) != 1 || d.asked(2) != 1 {
			t.Error("the portal's other agents are not asked, or the asker is")
		}
		_, err := d.introductions.Answer(ctx, d.agents[0], i.ID, true, deviceKey)
		d.wantErr(err, support.ErrNotFound)
		_, err = d.introductions.Answer(ctx, d.agents[2], i.ID, false, deviceKey)
		must(t, err)
		if d.asked(2) != 0 || d.asked(1) != 1 {
			t.Error("a No is not the asked agent's alone")
		}
		yes, err := d.introductions.Answer(ctx, d.agents[1], i.ID, true, deviceKey)
		must(t, err)
		if !yes.DeviceKey.Equal(deviceKey) {
			t.Errorf("the key of the colleague's app is %x", yes.DeviceKey)
		}
		_, err = d.introductions.Answer(ctx, d.agents[2], i.ID, true, deviceKey)
		d.wantErr(err, support.ErrTaken)
		d.wantErr(d.introductions.Withdraw(ctx, d.agents[0], i.ID), support.ErrTaken)
		place, err := d.requests.FindCode(ctx, yes.Code)
		must(t, err)
		if place.Kind != support.RendezvousTransfer || place.Device != d.agents[1].Device.ID || place.Session != session {
			t.Errorf("the code stands for %+v", place)
		}
		grant, err := d.requests.Begin(ctx, d.agents[1], yes.Code)
		must(t, err)
		if r := d.request(id); r.Agent != d.agents[1].Agent.ID || r.Session != grant.Session.ID || r.State != support.RequestInSession {
			t.Errorf("after the transfer %+v", r)
		}
		must(t, support.NewSessions(d.store).End(ctx, d.agents[0].Agent.ID, session, time.Time{}, time.Now(), support.OutcomeUnknown))
		d.pass(5 * time.Minute)
		d.wantState(id, support.RequestInSession) // the first agent's leaving ends nothing
		_, err = d.requests.Close(ctx, d.agents[0], id, support.OutcomeResolved, "")
		d.wantErr(err, support.ErrTaken)
		_, err = d.requests.Close(ctx, d.agents[1], id, support.OutcomeResolved, "")
		must(t, err)
		d.wantEvents(id, support.EventSubmitted, support.EventPosted, support.EventAccepted, support.EventAppOffered, support.EventSessionBegun,
			support.EventIntroduced, support.EventIntroAnswered, support.EventIntroAnswered, support.EventTakenOver, support.EventEnded)
	})
}

func TestInvite(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		id, session := d.inSession()
		invite := support.Asked{Session: session, Kind: support.RendezvousInvite, ToAgent: d.agents[1].Agent.ID, Rights: 3}
		i := d.introduce(invite)
		yes, err := d.introductions.Answer(ctx, d.agents[1], i.ID, true, deviceKey)
		must(t, err)
		grant, err := d.requests.Begin(ctx, d.agents[1], yes.Code)
		must(t, err)
		if r := d.request(id); r.Agent != d.agents[0].Agent.ID || r.Session != session {
			t.Errorf("an invitation changed the request: %+v", r)
		}
		// Whoever was invited may bring others too, and counts them for the own session.
		_, err = d.introductions.Introduce(ctx, d.agents[1], support.Asked{
			Session: grant.Session.ID, Kind: support.RendezvousInvite, ToAgent: d.agents[2].Agent.ID,
		})
		must(t, err)
		for range support.MaxInvited - 1 {
			d.introduce(invite)
		}
		_, err = d.introductions.Introduce(ctx, d.agents[0], invite)
		d.wantErr(err, support.ErrTooMany)
		d.pass(d.requests.Settings().AlertTime + time.Second)
		last := d.introduce(invite) // those that lapsed take no place
		_, err = d.introductions.Answer(ctx, d.agents[1], last.ID, false, deviceKey)
		must(t, err)
		if ended, err := d.introductions.Introduction(ctx, last.ID); err != nil || ended.State != support.IntroductionDeclined {
			t.Errorf("declined %+v, %v", ended, err)
		}
	})
}

func TestIntroductionsEnd(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		_, session := d.inSession()
		portal := support.Asked{Session: session, Kind: support.RendezvousTransfer, ToPortal: d.portals[support.PortalBox].ID}
		state := func(i support.Introduction, want support.IntroductionState) {
			t.Helper()
			if got, err := d.introductions.Introduction(ctx, i.ID); err != nil || got.State != want {
				t.Errorf("introduction %+v, %v, want state %d", got, err, want)
			}
		}
		declined := d.introduce(portal)
		for _, agent := range []int{1, 2} {
			state(declined, support.IntroductionOpen)
			_, err := d.introductions.Answer(ctx, d.agents[agent], declined.ID, false, deviceKey)
			must(t, err)
		}
		state(declined, support.IntroductionDeclined)
		withdrawn := d.introduce(portal)
		d.wantErr(d.introductions.Withdraw(ctx, d.agents[1], withdrawn.ID), support.ErrNotFound)
		must(t, d.introductions.Withdraw(ctx, d.agents[0], withdrawn.ID))
		state(withdrawn, support.IntroductionWithdrawn)
		lapsed := d.introduce(portal)
		d.pass(d.requests.Settings().AlertTime + time.Second)
		state(lapsed, support.IntroductionLapsed)
		_, err := d.introductions.Answer(ctx, d.agents[1], lapsed.ID, true, deviceKey)
		d.wantErr(err, support.ErrGone)
	})
}

func TestIntroduceRefuses(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		_, session := d.inSession()
		good := support.Asked{Session: session, Kind: support.RendezvousInvite, ToAgent: d.agents[1].Agent.ID}
		refused := func(who support.SignedIn, change func(*support.Asked), want error) {
			t.Helper()
			asked := good
			change(&asked)
			_, err := d.introductions.Introduce(ctx, who, asked)
			d.wantErr(err, want)
		}
		refused(d.agents[0], func(a *support.Asked) { a.ToAgent = 0 }, support.ErrInvalid)
		refused(d.agents[0], func(a *support.Asked) { a.ToPortal = 1 }, support.ErrInvalid)
		refused(d.agents[0], func(a *support.Asked) { a.ToAgent = d.agents[0].Agent.ID }, support.ErrInvalid)
		refused(d.agents[0], func(a *support.Asked) { a.Kind = support.RendezvousPortal }, support.ErrDenied)
		refused(d.agents[0], func(a *support.Asked) { a.Session[0]++ }, support.ErrNotFound)
		refused(d.agents[1], func(a *support.Asked) { a.ToAgent = d.agents[2].Agent.ID }, support.ErrNotFound)
		limited := d.agents[0]
		limited.Features &^= support.FeatureInvite
		refused(limited, func(*support.Asked) {}, support.ErrDenied)
		must(t, d.presence.Leave(ctx, d.visits[1]))
		refused(d.agents[0], func(*support.Asked) {}, support.ErrAway)
	})
}
