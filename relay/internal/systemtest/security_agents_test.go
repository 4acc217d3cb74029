package systemtest

import (
	"context"
	"crypto/ed25519"
	"testing"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// TestRequestsOfOthers has agents whom a request does not concern say everything that there is to say about it, at every stage: somebody of another
// organisation, of another portal, of no organisation, and, once a colleague has it, of the same portal. Nothing of it changes, nothing is told.
func TestRequestsOfOthers(t *testing.T) {
	a := newAuthority(t)
	neighbour, err := a.store.CreateAgent(t.Context(), support.Agent{
		Organisation: a.organisation, Team: a.team, Name: "Nora", Mail: "nora@southfield.example", Role: support.RoleAgent,
	}, []support.PortalID{a.portals[support.PortalMatch].ID})
	must(t, err)
	a.agents[elsewhere] = a.signedIn(elsewhere, neighbour)
	stages := map[string]func() support.Request{
		"waiting": a.waiting, "accepted": a.accepted,
		"with the app": func() support.Request {
			r, err := a.requests.OfferApp(context.Background(), a.agents[holder], a.accepted().ID)
			must(t, err)
			return r
		},
		"in session": func() support.Request {
			r, err := a.requests.OfferApp(context.Background(), a.agents[holder], a.accepted().ID)
			must(t, err)
			_, err = a.requests.Begin(context.Background(), a.agents[holder], r.App.Code)
			must(t, err)
			return a.now(r)
		},
		"closed": func() support.Request {
			r := a.accepted()
			_, err := a.requests.Close(context.Background(), a.agents[holder], r.ID, support.OutcomeResolved, "a note")
			must(t, err)
			return a.now(r)
		},
	}
	for stage, make := range stages {
		r := make()
		before := a.record(t, r.ID)
		for _, who := range []role{stranger, elsewhere, foreign, desk} {
			if who == desk && r.State == support.RequestPosted {
				continue // whom it does concern
			}
			for _, m := range about(a, r) {
				l := a.dial(t, who)
				if got := l.verdict(m); got == granted || got == silent {
					t.Errorf("%s: %T of %v is answered with %v", stage, m, who, got)
				}
				if who != desk { // who knows of the portal's other customers
					l.mustKnowNothing(who)
				}
				must(t, l.ws.CloseNow())
			}
		}
		if after := a.record(t, r.ID); after != before {
			t.Errorf("%s: changed from\n%s\nto\n%s", stage, before, after)
		}
	}
}

// about is every message that names a request or what came of it.
func about(a *authority, r support.Request) []signalling.Message {
	key := ed25519.PublicKey(make([]byte, ed25519.PublicKeySize))
	return []signalling.Message{
		signalling.RequestAccept{ID: rid(r)},
		signalling.RequestDecline{ID: rid(r)},
		signalling.RequestSay{ID: rid(r), Text: "hello"},
		signalling.RequestLog{ID: rid(r)},
		signalling.RequestOfferApp{ID: rid(r)},
		signalling.RequestClose{ID: rid(r), Outcome: signalling.OutcomeUnresolved, Notes: "mine"},
		signalling.Introduce{Session: r.Session, Request: rid(r), Kind: signalling.IntroductionTransfer, ToAgent: signalling.AgentID(a.ada.id)},
		signalling.TicketRequest{Session: r.Session, LegKey: key},
		signalling.SessionEnd{Session: r.Session, Outcome: signalling.OutcomeUnresolved},
	}
}
