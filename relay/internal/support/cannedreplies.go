package support

import (
	"context"
	"fmt"
	"net/url"

	"beside.example/protocol/text"
)

// How long canned replies may be, in characters; URL in bytes.
const (
	maxCannedText = MaxLine
	maxCannedURL  = 2000
)

// CannedStore is what CannedReplies needs of a store.
type CannedStore interface {
	// CannedFor lists the replies of an organisation, of the teams and of an agent, by title.
	CannedFor(ctx context.Context, organisation OrganisationID, teams []TeamID, agent AgentID) ([]Canned, error)
	// Canned finds a reply, else ErrNotFound.
	Canned(ctx context.Context, id CannedID) (Canned, error)
	// PutCanned keeps a new reply, one whose ID is zero, or changes the one of that ID, else ErrNotFound.
	PutCanned(ctx context.Context, c Canned) (CannedID, error)
	// DeleteCanned removes a reply, else ErrNotFound.
	DeleteCanned(ctx context.Context, id CannedID) error
}

// CannedReplies keeps what agents send again and again.
type CannedReplies struct {
	store CannedStore
}

// NewCannedReplies returns the replies kept in store.
func NewCannedReplies(store CannedStore) *CannedReplies { return &CannedReplies{store: store} }

// List returns the replies that an agent may use, by title.
func (c *CannedReplies) List(ctx context.Context, who SignedIn) ([]Canned, error) {
	return c.store.CannedFor(ctx, who.Organisation.ID, who.Teams, who.Agent.ID)
}

// Put keeps a reply: a new one, or a changed one of whoever may change it. ErrDenied when the asker may not.
func (c *CannedReplies) Put(ctx context.Context, who SignedIn, reply Canned) (Canned, error) {
	if reply.ID != 0 {
		before, err := c.store.Canned(ctx, reply.ID)
		if err != nil {
			return reply, err
		}
		if !Allowed(who.Principal(), ActPutCanned, before.Object()) {
			return reply, ErrNotFound
		}
	}
	reply.Organisation = who.Organisation.ID
	if !Allowed(who.Principal(), ActPutCanned, reply.Object()) {
		return reply, ErrDenied
	}
	reply, err := reply.Clean()
	if err != nil {
		return reply, err
	}
	if reply.ID, err = c.store.PutCanned(ctx, reply); err != nil {
		return reply, fmt.Errorf("keep a canned reply: %w", err)
	}
	return reply, nil
}

// Delete removes a reply of whoever may change it, else ErrNotFound.
func (c *CannedReplies) Delete(ctx context.Context, who SignedIn, id CannedID) error {
	before, err := c.store.Canned(ctx, id)
	if err != nil {
		return err
	}
	if !Allowed(who.Principal(), ActPutCanned, before.Object()) {
		return ErrNotFound
	}
	return c.store.DeleteCanned(ctx, id)
}

// Object returns the reply as the object of being changed.
func (c Canned) Object() Object {
	return Object{Organisation: c.Organisation, Team: c.Team, Agent: c.Agent, Features: FeaturesAll}
}

// Clean returns the reply as it may be kept; ErrInvalid when it says nothing or leads to something other than a page.
func (c Canned) Clean() (Canned, error) {
	c.Title, c.Language = CleanName(c.Title), text.Clean(c.Language, maxLanguage)
	c.Text = text.CleanLines(c.Text, maxCannedText)
	switch {
	case c.Scope == CannedOrganisation && (c.Team != 0 || c.Agent != 0),
		c.Scope == CannedTeam && (c.Team == 0 || c.Agent != 0),
		c.Scope == CannedAgent && (c.Agent == 0 || c.Team != 0),
		c.Scope > CannedAgent:
		return c, fmt.Errorf("canned reply %q belongs to one organisation, team or agent: %w", c.Title, ErrInvalid)
	case c.Title == "" || c.Text == "" && c.URL == "":
		return c, fmt.Errorf("a canned reply needs a title and a text or a page: %w", ErrInvalid)
	case c.URL != "" && !pageURL(c.URL):
		return c, fmt.Errorf("page %q of canned reply %q, write an http or https address: %w", c.URL, c.Title, ErrInvalid)
	}
	return c, nil
}

// pageURL reports whether a text is the address of a page that a customer may be led to.
func pageURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= maxCannedURL && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}
