package signalhub_test

import (
	"context"
	"crypto/ed25519"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/relay/internal/signalhub"
	"beside.example/relay/internal/support"
)

// quietDesk is a help desk at which nothing ever happens.
func quietDesk() signalhub.DeskConfig {
	return signalhub.DeskConfig{
		Requests: quiet{}, Introductions: quietIntroductions{}, Presence: quietPresence{}, Canned: quietCanned{}, Feed: quietFeed{},
		Directory: quietDirectory{}, HandIns: quietHandIns{},
	}
}

type (
	quiet              struct{}
	quietIntroductions struct{}
	quietPresence      struct{}
	quietCanned        struct{}
	quietFeed          struct{}
	quietDirectory     struct{}
	quietHandIns       struct{}
)

func (quietHandIns) Vouch(context.Context, support.SignedIn, ed25519.PublicKey) (protocol.Keeps, error) {
	return protocol.KeepsFacts, nil
}

func (quietHandIns) Keep(_ context.Context, _ support.SignedIn, _ ed25519.PublicKey, _, page []byte) error {
	return map[string]error{
		"denied": support.ErrDenied, "exists": support.ErrExists, "away": context.DeadlineExceeded,
	}[string(page)]
}

func (quiet) For(context.Context, support.SignedIn) ([]support.Request, error) { return nil, nil }

func (quiet) Request(context.Context, support.RequestID) (support.Request, error) {
	return support.Request{}, support.ErrNotFound
}

func (quiet) Events(context.Context, support.RequestID, uint64, int) ([]support.Event, error) {
	return nil, nil
}

func (quiet) Alert(support.Request, support.SignedIn, support.Status, time.Time) time.Duration {
	return 0
}

func (quiet) Accept(context.Context, support.SignedIn, support.RequestID) (support.Request, error) {
	return support.Request{}, support.ErrNotFound
}

func (quiet) Decline(context.Context, support.SignedIn, support.RequestID) (support.Request, error) {
	return support.Request{}, support.ErrNotFound
}

func (quiet) Say(context.Context, support.RequestID, support.Actor, string) (support.Event, error) {
	return support.Event{}, support.ErrNotFound
}

func (quiet) OfferApp(context.Context, support.SignedIn, support.RequestID) (support.Request, error) {
	return support.Request{}, support.ErrNotFound
}

func (quiet) Close(context.Context, support.SignedIn, support.RequestID, support.Outcome, string) (support.Request, error) {
	return support.Request{}, support.ErrNotFound
}

func (quiet) FindCode(context.Context, code.PortalCode) (support.Rendezvous, error) {
	return support.Rendezvous{}, support.ErrNotFound
}

func (quiet) Begin(context.Context, support.SignedIn, code.PortalCode) (support.Grant, error) {
	return support.Grant{}, support.ErrGone
}

func (quietIntroductions) Introduce(context.Context, support.SignedIn, support.Asked) (support.Introduction, error) {
	return support.Introduction{}, support.ErrNotFound
}

func (quietIntroductions) Introduction(context.Context, support.IntroductionID) (support.Introduction, error) {
	return support.Introduction{}, support.ErrNotFound
}

func (quietIntroductions) Answered(context.Context, support.SignedIn) ([]support.Introduction, error) {
	return nil, nil
}

func (quietIntroductions) For(context.Context, support.SignedIn) ([]support.Introduction, error) {
	return nil, nil
}

func (quietIntroductions) Answer(context.Context, support.SignedIn, support.IntroductionID, bool, ed25519.PublicKey) (support.Introduction, error) {
	return support.Introduction{}, support.ErrNotFound
}

func (quietIntroductions) TurnAway(context.Context, support.SignedIn, support.IntroductionID, protocol.IntroductionResult) error {
	return support.ErrNotFound
}

func (quietPresence) Arrive(_ context.Context, who support.SignedIn, _ support.Status) (support.Visit, error) {
	return support.Visit{Agent: who.Agent.ID, Device: who.Device.ID}, nil
}

func (quietPresence) SetStatus(context.Context, support.Visit, support.Status) error { return nil }

func (quietPresence) Leave(context.Context, support.Visit) error { return nil }

func (quietPresence) Colleagues(context.Context, support.OrganisationID) ([]support.PresentAgent, error) {
	return nil, nil
}

func (quietCanned) List(context.Context, support.SignedIn) ([]support.Canned, error) { return nil, nil }

func (quietFeed) Subscribe() (events <-chan support.Event, cancel func()) {
	return make(chan support.Event), func() {}
}

func (quietDirectory) Agents(context.Context, support.OrganisationID) ([]support.Agent, error) {
	return nil, nil
}

func (quietDirectory) Organisation(context.Context, support.OrganisationID) (support.Organisation, error) {
	return support.Organisation{}, support.ErrNotFound
}

func (quietDirectory) Portals(context.Context, support.OrganisationID) ([]support.Portal, error) {
	return []support.Portal{{ID: portal, Name: "Main", Features: support.FeaturesAll &^ support.FeatureControl}}, nil
}
