package cli

import (
	"context"
	"fmt"
	"time"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/support"
)

// The sample that a trial starts with.
const (
	trialOrganisation = "Trial"
	trialAgent        = "Claire Moreau"
	trialMail         = "claire@trial.example"
)

// trialPortals returns a portal of each kind. The first is the one that codes are made for.
func trialPortals() []support.Portal {
	survey := []support.Question{
		{Key: "help", Kind: support.QuestionRating, Label: support.Texts{"en": "Did we help you?", "fr": "Vous avons-nous aidé ?"}},
		{Key: "more", Kind: support.QuestionText, Label: support.Texts{"en": "What could be better?", "fr": "Que pouvons-nous améliorer ?"}},
	}
	return []support.Portal{
		{Name: "Phone", Slug: "phone", Kind: support.PortalPin},
		{Name: "Ask us", Slug: "ask", Kind: support.PortalBox, ChatFirst: true, Survey: survey},
		{Name: "Call an agent", Slug: "call", Kind: support.PortalButton},
		{Name: "Queue", Slug: "queue", Kind: support.PortalQueue, ChatFirst: true, Survey: survey},
		{Name: "Find my agent", Slug: "agent", Kind: support.PortalMatch, ChatFirst: true},
	}
}

// startTrial makes the sample unless there is an organisation already.
func (d *desk) startTrial(ctx context.Context, facts *trialFacts) error {
	all, err := d.Organisations(ctx)
	if err != nil {
		return fmt.Errorf("list organisations: %w", err)
	}
	if len(all) > 0 {
		return nil
	}
	o, err := d.createOrganisation(ctx, trialOrganisation)
	if err != nil {
		return err
	}
	for _, p := range trialPortals() {
		p.Organisation, p.Features, p.Created = o.ID, support.FeaturesAll, time.Now()
		if _, err := d.CreatePortal(ctx, p); err != nil {
			return fmt.Errorf("create portal %q: %w", p.Name, err)
		}
	}
	facts.Mail, facts.Password = trialMail, account.NewPassword()
	_, err = d.createAgent(ctx, o, newAgent{
		name: trialAgent, mail: trialMail, password: facts.Password, role: support.RoleOrganisationManager,
	})
	return err
}
