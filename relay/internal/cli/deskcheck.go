package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/support"
)

// plan is a desk file that was checked: what is to be there. Teams, portals and agents stand by name, slug and mail.
type plan struct {
	organisation string
	teams        []plannedTeam
	portals      []plannedPortal
	agents       []plannedAgent
	canned       []plannedCanned
}

type plannedTeam struct {
	support.Team
	parent string
}

type plannedPortal struct {
	support.Portal
	logo []byte // none leaves the portal's as it is
}

type plannedAgent struct {
	support.Agent
	team    string
	portals []string
}

type plannedCanned struct {
	support.Canned
	team, agent string
	place       string
}

// check reads all that the file says and returns every error with its place.
func (f deskFile) check() (plan, error) {
	p := plan{organisation: support.CleanName(f.Organisation)}
	var problems []error
	note := func(section string, index int, key string, err error) {
		switch {
		case err == nil:
		case key == "": // the error says what it is about
			problems = append(problems, fmt.Errorf("%s: %w", f.source.at(section, index, key), err))
		default:
			problems = append(problems, fmt.Errorf("%s: %s: %w", f.source.at(section, index, key), key, err))
		}
	}
	if p.organisation == "" {
		problems = append(problems, fmt.Errorf("%s:1: organisation: name the organisation that this is about", f.source.name))
	}
	for i, e := range f.Teams {
		t, key, err := e.team()
		note("team", i, key, err)
		p.teams = append(p.teams, t)
	}
	for i, e := range f.Portals {
		portal, key, err := e.portal(filepath.Dir(f.source.name))
		note("portal", i, key, err)
		if slices.ContainsFunc(p.portals, func(other plannedPortal) bool { return other.Slug == portal.Slug }) {
			note("portal", i, "slug", fmt.Errorf("%q is another portal's: %w", portal.Slug, support.ErrExists))
		}
		p.portals = append(p.portals, portal)
	}
	for i, e := range f.Agents {
		a, key, err := e.agent()
		note("agent", i, key, err)
		p.agents = append(p.agents, a)
	}
	for i, e := range f.Canned {
		c, key, err := e.canned()
		note("canned", i, key, err)
		c.place = f.source.at("canned", i, "")
		p.canned = append(p.canned, c)
	}
	return p, errors.Join(problems...)
}

func (e teamEntry) team() (t plannedTeam, key string, err error) {
	t.Name, t.parent = support.CleanName(e.Name), support.CleanName(e.Parent)
	if t.Name == "" {
		return t, "name", errors.New("a team needs a name")
	}
	t.Features, err = features(e.Features)
	return t, "features", err
}

// features reads names of features; none stand for all.
func features(names []string) (support.Features, error) {
	if len(names) == 0 {
		return support.FeaturesAll, nil
	}
	return support.ParseFeatures(names)
}

// portal reads an entry; files are looked for in a folder.
func (e portalEntry) portal(folder string) (p plannedPortal, key string, err error) {
	p.Name, p.Slug, p.ChatFirst = e.Name, e.Slug, e.ChatFirst
	p.Page = support.Page{Colour: e.Colour, Greeting: e.Greeting, Languages: e.Languages}
	for _, field := range e.Fields {
		p.Page.Fields = append(p.Page.Fields, support.Field{
			Key: field.Key, Kind: support.FieldKind(field.Kind), Label: field.Label, Required: field.Required,
		})
	}
	for _, q := range e.Survey {
		p.Survey = append(p.Survey, support.Question{Key: q.Key, Kind: support.QuestionKind(q.Kind), Label: q.Label})
	}
	if p.Kind, err = support.ParsePortalKind(e.Kind); err != nil {
		return p, "kind", err
	}
	if p.Features, err = features(e.Features); err != nil {
		return p, "features", err
	}
	if p.Hours, key, err = e.Hours.hours(); err != nil {
		return p, key, err
	}
	if p.Portal, err = p.Clean(); err != nil {
		return p, "", err
	}
	if e.Logo != "" {
		name := e.Logo
		if !filepath.IsAbs(name) {
			name = filepath.Join(folder, name)
		}
		p.logo, err = readLogo(name)
	}
	return p, "logo", err
}

// readLogo reads a PNG that a portal can show.
func readLogo(name string) ([]byte, error) {
	png, err := readBounded(name, maxLogoFile)
	if err != nil {
		return nil, err
	}
	return png, support.CheckLogo(png)
}

func (e agentEntry) agent() (a plannedAgent, key string, err error) {
	a.Name, a.Mail, a.Center = support.CleanName(e.Name), account.NormalMail(e.Mail), e.Center
	a.team, a.portals = support.CleanName(e.Team), e.Portals
	switch a.Role, err = support.ParseRole(e.Role); {
	case a.Name == "":
		return a, "name", errors.New("an agent needs a name")
	case a.Mail == "":
		return a, "mail", fmt.Errorf("%q is no mail address", e.Mail)
	case err != nil:
		return a, "role", err
	}
	return a, "", nil
}

func (e cannedEntry) canned() (c plannedCanned, key string, err error) {
	c.team, c.agent = support.CleanName(e.Team), strings.TrimSpace(e.Agent)
	c.Canned = support.Canned{Title: e.Title, Text: e.Text, URL: e.URL, Language: e.Language}
	if c.team != "" && c.agent != "" {
		return c, "team", errors.New("a reply is a team's or an agent's, not both")
	}
	c.Canned, err = c.Clean() // as everyone's; whose it is turns out when it is kept
	return c, "", err
}
