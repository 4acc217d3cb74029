package cli

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// desk is the store with what the subcommands do to it. A relay that runs on the same store sees it at once.
type desk struct {
	*store.Store
	hasher *account.Hasher
}

// withDesk opens the store for the length of f.
func (a *app) withDesk(ctx context.Context, f func(d *desk) error) (err error) {
	dsn := a.settings.Server.Store
	if dsn == "" {
		folder := a.settings.Server.Data
		if folder == "" {
			return errors.New("data: name the relay's data folder with --data")
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("make the data folder: %w", err)
		}
		dsn = filepath.Join(folder, server.StoreFile)
	}
	s, err := store.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	hasher, err := account.NewHasher()
	if err != nil {
		return err
	}
	return f(&desk{Store: s, hasher: hasher})
}

// defaultTeam is the team of agents for whom none is named.
const defaultTeam = "Everyone"

// createOrganisation keeps a new organisation, with a key of its own and one team.
func (d *desk) createOrganisation(ctx context.Context, name string) (support.Organisation, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return support.Organisation{}, fmt.Errorf("make the organisation's key: %w", err)
	}
	o := support.Organisation{Name: support.CleanName(name), Key: key, Created: time.Now()}
	if o.Name == "" {
		return o, errors.New("an organisation needs a name")
	}
	if o.ID, err = d.CreateOrganisation(ctx, o); err != nil {
		return o, fmt.Errorf("create organisation %q: %w", o.Name, err)
	}
	if _, err := d.CreateTeam(ctx, support.Team{Organisation: o.ID, Name: defaultTeam, Features: support.FeaturesAll}); err != nil {
		return o, fmt.Errorf("create team %q: %w", defaultTeam, err)
	}
	return o, nil
}

// organisation finds an organisation by name; without a name it is the only one.
func (d *desk) organisation(ctx context.Context, name string) (support.Organisation, error) {
	if name != "" {
		o, err := d.OrganisationByName(ctx, name)
		if err != nil {
			return o, fmt.Errorf("organisation %q: %w", name, err)
		}
		return o, nil
	}
	all, err := d.Organisations(ctx)
	if err != nil {
		return support.Organisation{}, fmt.Errorf("list organisations: %w", err)
	}
	switch len(all) {
	case 0:
		return support.Organisation{}, errors.New("there is no organisation yet; create one first: organisation create NAME")
	case 1:
		return all[0], nil
	}
	return support.Organisation{}, fmt.Errorf("there are %d organisations; name one with --organisation", len(all))
}

// createPortal keeps a new portal of an organisation.
func (d *desk) createPortal(ctx context.Context, o support.Organisation, p support.Portal) (support.Portal, error) {
	p.Organisation, p.Created = o.ID, time.Now()
	p, err := p.Clean()
	if err != nil {
		return p, err
	}
	if p.ID, err = d.CreatePortal(ctx, p); err != nil {
		return p, fmt.Errorf("create portal %q with the slug %q: %w", p.Name, p.Slug, err)
	}
	return p, nil
}

// newAgent describes an agent to create.
type newAgent struct {
	name, mail, team, password string
	portals                    []string // names or slugs; none means all that the organisation has
	role                       support.Role
	center                     bool
}

// createAgent keeps a new agent of an organisation.
func (d *desk) createAgent(ctx context.Context, o support.Organisation, n newAgent) (support.Agent, error) {
	a := support.Agent{
		Organisation: o.ID, Name: support.CleanName(n.name), Mail: account.NormalMail(n.mail), Role: n.role, Center: n.center, Created: time.Now(),
	}
	if a.Name == "" {
		return a, errors.New("an agent needs a name: --name")
	}
	if a.Mail == "" {
		return a, fmt.Errorf("%q is no mail address: --mail", n.mail)
	}
	var err error
	if a.Team, err = d.team(ctx, o, n.team); err != nil {
		return a, err
	}
	portals, err := d.portals(ctx, o, n.portals)
	if err != nil {
		return a, err
	}
	if a.PasswordHash, err = d.hash(ctx, n.password); err != nil {
		return a, err
	}
	if a.ID, err = d.CreateAgent(ctx, a, portals); err != nil {
		return a, fmt.Errorf("create agent %s: %w", a.Mail, err)
	}
	return a, nil
}

// hash checks and hashes a new password.
func (d *desk) hash(ctx context.Context, password string) (string, error) {
	if err := account.CheckPassword(password); err != nil {
		return "", err
	}
	return d.hasher.Hash(ctx, password)
}

// team finds a team by name and makes it when it is missing.
func (d *desk) team(ctx context.Context, o support.Organisation, name string) (support.TeamID, error) {
	if name = support.CleanName(name); name == "" {
		name = defaultTeam
	}
	teams, err := d.Teams(ctx, o.ID)
	if err != nil {
		return 0, fmt.Errorf("list teams: %w", err)
	}
	for _, t := range teams {
		if strings.EqualFold(t.Name, name) {
			return t.ID, nil
		}
	}
	id, err := d.CreateTeam(ctx, support.Team{Organisation: o.ID, Name: name, Features: support.FeaturesAll})
	if err != nil {
		return 0, fmt.Errorf("create team %q: %w", name, err)
	}
	return id, nil
}

// portals finds portals by their names or slugs; none stands for all.
func (d *desk) portals(ctx context.Context, o support.Organisation, names []string) ([]support.PortalID, error) {
	all, err := d.Portals(ctx, o.ID)
	if err != nil {
		return nil, fmt.Errorf("list portals: %w", err)
	}
	byName := map[string]support.PortalID{}
	var ids []support.PortalID
	for _, p := range all {
		if p.Slug != "" {
			byName[p.Slug] = p.ID
		}
	}
	for _, p := range all {
		byName[p.Name] = p.ID
		ids = append(ids, p.ID)
	}
	if len(names) == 0 {
		return ids, nil
	}
	ids = ids[:0]
	for _, name := range names {
		id, ok := byName[name]
		if !ok {
			return nil, fmt.Errorf("portal %q of %s: %w", name, o.Name, support.ErrNotFound)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// agent finds an agent by mail address.
func (d *desk) agent(ctx context.Context, mail string) (support.Agent, error) {
	a, err := d.AgentByMail(ctx, account.NormalMail(mail))
	if err != nil {
		return a, fmt.Errorf("agent %s: %w", mail, err)
	}
	return a, nil
}
