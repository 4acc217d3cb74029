package portal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// versionParameter makes a new address of a logo or a colour sheet whenever the portal changes, so that browsers may keep
// both for ever.
const versionParameter = "v"

// place is a portal with the organisation behind it.
type place struct {
	support.Portal
	Organisation support.Organisation
}

// bySlug returns the portal at the end of an address.
func (p *Portal) bySlug(r *http.Request) (place, error) {
	portal, err := p.Directory.PortalBySlug(r.Context(), r.PathValue("slug"))
	if errors.Is(err, support.ErrNotFound) {
		return place{}, web.NotFound()
	}
	if err != nil {
		return place{}, fmt.Errorf("find a portal: %w", err)
	}
	return p.withOrganisation(r.Context(), portal)
}

// placeOf returns the portal of a request, with what both the portal and the team of its agent allow.
func (p *Portal) placeOf(ctx context.Context, request support.Request) (place, error) {
	portal, err := p.Directory.Portal(ctx, request.Portal)
	if err != nil {
		return place{}, fmt.Errorf("find the portal of a request: %w", err)
	}
	agent := request.Agent
	if agent == 0 {
		agent = request.Wanted
	}
	if agent != 0 {
		features, err := p.Directory.AgentFeatures(ctx, agent)
		if err != nil && !nameless(err) {
			return place{}, fmt.Errorf("find what the agent of a request may use: %w", err)
		}
		if err == nil {
			portal.Features &= features
		}
	}
	return p.withOrganisation(ctx, portal)
}

func (p *Portal) withOrganisation(ctx context.Context, portal support.Portal) (place, error) {
	organisation, err := p.Directory.Organisation(ctx, portal.Organisation)
	if err != nil {
		return place{}, fmt.Errorf("find the organisation of a portal: %w", err)
	}
	return place{Portal: portal, Organisation: organisation}, nil
}

// Address returns where the portal is.
func (p place) Address() string { return "/p/" + p.Slug }

// asset returns where a file of the portal's look is.
func (p place) asset(name string) string {
	query := url.Values{versionParameter: {strconv.FormatUint(p.Version, 10)}}
	return (&url.URL{Path: p.Address() + "/" + name, RawQuery: query.Encode()}).String()
}

// languages are those of ours in which the portal is offered; none means all.
func (p place) languages() []words.Language {
	var offered []words.Language
	for _, tag := range p.Page.Languages {
		if l := words.Language(tag); slices.Contains(words.Languages(), l) {
			offered = append(offered, l)
		}
	}
	return offered
}

// language returns the language of an answer about the portal.
func (p place) language(r *http.Request) words.Language { return web.Language(r, p.languages()...) }

// dress returns what the portal's pages wear.
func (p *Portal) dress(at place) web.Dress {
	d := web.Dress{
		Organisation: at.Organisation.Name, Portal: at.Name, Home: at.Address(), Languages: at.languages(), Sheets: p.sheets(),
	}
	if at.Page.HasLogo {
		d.Logo = at.asset("logo.png")
	}
	if _, ok := parseColour(at.Page.Colour); ok {
		d.Sheets = append(d.Sheets, at.asset("colours.css"))
	}
	return d
}

// sheets are the style sheets that every page of this package has beside the site's.
func (p *Portal) sheets() []string { return []string{p.sheet.Path()} }

func (p *Portal) colours(w http.ResponseWriter, r *http.Request) error {
	at, err := p.bySlug(r)
	if err != nil {
		return err
	}
	web.Keep(w, r, "colours.css", []byte(colourSheet(at.Page.Colour)))
	return nil
}

func (p *Portal) logo(w http.ResponseWriter, r *http.Request) error {
	at, err := p.bySlug(r)
	if err != nil {
		return err
	}
	picture, err := p.Directory.PortalLogo(r.Context(), at.ID)
	if errors.Is(err, support.ErrNotFound) || err == nil && len(picture) == 0 {
		return web.NotFound()
	}
	if err != nil {
		return fmt.Errorf("read a logo: %w", err)
	}
	web.Keep(w, r, "logo.png", picture) // the ending says what it is; browsers do not guess
	return nil
}
