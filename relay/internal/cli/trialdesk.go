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

// trialReplies returns prepared replies in both languages: with what is filled in, and with a page to open.
func trialReplies() []support.Canned {
	return []support.Canned{
		{Language: "en", Title: "Good morning", Text: "Hello {customer}, this is {agent} of {organisation}. How can I help?"},
		{Language: "en", Title: "May I see your screen?", Text: "May I have a look at your screen, {customer}? The page shows what to do. You see everything I do, and can stop at any time."},
		{Language: "en", Title: "When we are here", Text: "On this page you find when we are here, and how to reach us.", URL: "https://example.org/"},
		{Language: "fr", Title: "Bonjour", Text: "Bonjour {customer}, ici {agent} de {organisation}. Comment puis-je vous aider ?"},
		{Language: "fr", Title: "Puis-je voir votre écran ?", Text: "Puis-je regarder votre écran, {customer} ? La page vous dit comment faire. Vous voyez tout ce que je fais et pouvez arrêter à tout moment."},
		{Language: "fr", Title: "Nos horaires", Text: "Sur cette page, vous trouverez nos horaires et comment nous joindre.", URL: "https://example.org/"},
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
	settings := support.DefaultSettings()
	settings.HandIn = true // so that the review of a session has something to show; customers are told before they agree
	if err := d.PutSettings(ctx, o.ID, settings); err != nil {
		return fmt.Errorf("keep the settings: %w", err)
	}
	for _, p := range trialPortals() {
		p.Organisation, p.Features, p.Created = o.ID, support.FeaturesAll, time.Now()
		if _, err := d.CreatePortal(ctx, p); err != nil {
			return fmt.Errorf("create portal %q: %w", p.Name, err)
		}
	}
	for _, reply := range trialReplies() {
		reply.Organisation, reply.Scope = o.ID, support.CannedOrganisation
		if reply, err = reply.Clean(); err != nil {
			return err
		}
		if _, err := d.PutCanned(ctx, reply); err != nil {
			return fmt.Errorf("keep canned reply %q: %w", reply.Title, err)
		}
	}
	facts.Mail, facts.Password = trialMail, account.NewPassword()
	_, err = d.createAgent(ctx, o, newAgent{
		name: trialAgent, mail: trialMail, password: facts.Password, role: support.RoleOrganisationManager,
	})
	return err
}
