package api

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"beside.example/relay/internal/support"
)

// PortalEntry is what may be said of a portal.
type PortalEntry struct {
	Name      string        `json:"name" minLength:"1" maxLength:"80"`
	Slug      string        `json:"slug,omitempty" maxLength:"40" doc:"The end of its address /p/…; made of the name when missing"`
	Kind      string        `json:"kind" enum:"pin,box,button,queue,match"`
	ChatFirst bool          `json:"chat_first,omitempty" doc:"Whether customer and agent chat in the page before the app is offered"`
	Features  []string      `json:"features" maxItems:"32" doc:"What its sessions may use, where the agent's team allows it too; all stands for everything"`
	Colour    string        `json:"colour,omitempty" maxLength:"7" doc:"Such as #0b6e75; missing means the relay's own"`
	Greeting  support.Texts `json:"greeting,omitempty" doc:"By language"`
	Languages []string      `json:"languages,omitempty" maxItems:"16" doc:"In which the page is offered; none means all that the relay speaks"`
	Fields    []fieldEntry  `json:"fields,omitempty" maxItems:"8" doc:"Asked beside the name and the question"`
	Hours     hoursEntry    `json:"hours,omitempty"`
	Survey    []askEntry    `json:"survey,omitempty" maxItems:"8"`
}

// fieldEntry is one thing that a portal's form asks.
type fieldEntry struct {
	Key      string        `json:"key" maxLength:"32"`
	Label    support.Texts `json:"label" doc:"By language"`
	Kind     string        `json:"kind" enum:"line,text,mail,phone"`
	Required bool          `json:"required,omitempty"`
}

// askEntry is one question of a survey.
type askEntry struct {
	Key   string        `json:"key" maxLength:"32"`
	Label support.Texts `json:"label" doc:"By language"`
	Kind  string        `json:"kind" enum:"rating,text"`
}

// hoursEntry are opening hours.
type hoursEntry struct {
	Zone   string           `json:"zone,omitempty" maxLength:"64" doc:"Such as Europe/Paris; missing means UTC"`
	Days   [][]support.Span `json:"days,omitempty" maxItems:"7" doc:"Seven lists, Sunday's first, of spans in minutes of the day; missing means always open"`
	Closed []string         `json:"closed,omitempty" maxItems:"366" doc:"Dates on which the portal stays closed"`
}

// portalView is a portal.
type portalView struct {
	ID uint64 `json:"id"`
	PortalEntry
	Version uint64 `json:"version" doc:"Grows with every change; the ETag is made of it"`
}

func viewPortal(p support.Portal) portalView {
	e := PortalEntry{
		Name: p.Name, Slug: p.Slug, Kind: p.Kind.String(), ChatFirst: p.ChatFirst, Features: names(p.Features.Names()), Colour: p.Page.Colour,
		Greeting: p.Page.Greeting, Languages: p.Page.Languages, Hours: hoursEntry{Zone: p.Hours.Zone, Closed: p.Hours.Closed},
	}
	for _, f := range p.Page.Fields {
		e.Fields = append(e.Fields, fieldEntry{f.Key, f.Label, string(f.Kind), f.Required})
	}
	for _, q := range p.Survey {
		e.Survey = append(e.Survey, askEntry{q.Key, q.Label, string(q.Kind)})
	}
	for _, spans := range p.Hours.Days {
		if len(spans) > 0 {
			e.Hours.Days = days(p.Hours.Days)
			break
		}
	}
	return portalView{uint64(p.ID), e, p.Version}
}

func days(all [7][]support.Span) [][]support.Span {
	week := make([][]support.Span, len(all))
	for i, spans := range all {
		week[i] = append([]support.Span{}, spans...)
	}
	return week
}

func (e PortalEntry) portal(id support.PortalID) (support.Portal, error) {
	kind, err := support.ParsePortalKind(e.Kind)
	if err != nil {
		return support.Portal{}, err
	}
	features, err := support.ParseFeatures(e.Features)
	if err != nil {
		return support.Portal{}, err
	}
	p := support.Portal{
		ID: id, Name: e.Name, Slug: e.Slug, Kind: kind, ChatFirst: e.ChatFirst, Features: features,
		Page:  support.Page{Colour: e.Colour, Greeting: e.Greeting, Languages: e.Languages},
		Hours: support.Hours{Zone: e.Hours.Zone, Closed: e.Hours.Closed},
	}
	for _, f := range e.Fields {
		p.Page.Fields = append(p.Page.Fields, support.Field{Key: f.Key, Label: f.Label, Kind: support.FieldKind(f.Kind), Required: f.Required})
	}
	for _, q := range e.Survey {
		p.Survey = append(p.Survey, support.Question{Key: q.Key, Label: q.Label, Kind: support.QuestionKind(q.Kind)})
	}
	if n := len(e.Hours.Days); n != 0 && n != len(p.Hours.Days) {
		return p, fmt.Errorf("hours on %d days, write seven: %w", n, support.ErrInvalid)
	}
	copy(p.Hours.Days[:], e.Hours.Days)
	return p, nil
}

// PortalPath is the address of a portal.
type PortalPath struct {
	ID uint64 `path:"id" minimum:"1"`
}

// portalChange is a call that changes a portal.
type portalChange struct {
	PortalPath
	Matching
	Body PortalEntry
}

func (a *API) portals() {
	const group = "Portals"
	register(a, operation{method: "GET", path: "/portals", id: "list-portals", group: group, summary: "All portals", act: support.ActSeePortal},
		func(ctx context.Context, who support.Manager, in *Paging) (*list[portalView], error) {
			all, err := a.Directory.Portals(ctx, who.Organisation.ID)
			if err != nil {
				return nil, err
			}
			all = slices.DeleteFunc(all, func(p support.Portal) bool { return p.Former })
			page, next, err := pageOf(all, func(p support.Portal) support.PortalID { return p.ID }, *in)
			return newList(views(page, viewPortal), next), err
		})
	register(a, operation{
		method: "GET", path: "/portals/{id}", id: "get-portal", group: group, summary: "A portal", act: support.ActSeePortal, errors: []int{404},
	}, func(ctx context.Context, who support.Manager, in *PortalPath) (*one[portalView], error) {
		return a.portal(ctx, who, in.ID)
	})
	register(a, operation{
		method: "POST", path: "/portals", id: "create-portal", group: group, summary: "Make a portal", act: support.ActManagePortal, status: 201, errors: []int{409},
		text: "Every agent whom the organisation has now serves it.",
	}, a.createPortal)
	register(a, operation{
		method: "PUT", path: "/portals/{id}", id: "change-portal", group: group, summary: "Change a portal", act: support.ActManagePortal,
		errors: []int{404, 409, 412, 428},
	}, a.changePortal)
	register(a, operation{
		method: "DELETE", path: "/portals/{id}", id: "delete-portal", group: group, summary: "Delete a portal", act: support.ActManagePortal, status: 204,
		errors: []int{404, 412, 428}, text: "Requests that wait in it end without an answer; who is being helped is helped to the end.",
	}, func(ctx context.Context, who support.Manager, in *struct {
		PortalPath
		Matching
	},
	) (*struct{}, error) {
		version, err := in.version()
		if err != nil {
			return nil, err
		}
		return nil, a.Manage.DeletePortal(ctx, who, support.PortalID(in.ID), version)
	})
}

// version reads the version of a portal that a call saw.
func (m Matching) version() (uint64, error) {
	seen, err := m.seen()
	if err != nil {
		return 0, err
	}
	version, err := strconv.ParseUint(string(seen), 10, 63)
	if err != nil {
		return 0, support.ErrChanged // no tag of ours
	}
	return version, nil
}

func (a *API) portal(ctx context.Context, who support.Manager, id uint64) (*one[portalView], error) {
	p, err := a.Manage.SeePortal(ctx, who, support.PortalID(id))
	if err != nil {
		return nil, err
	}
	return &one[portalView]{etag(support.Seen(strconv.FormatUint(p.Version, 10))), viewPortal(p)}, nil
}

func (a *API) createPortal(ctx context.Context, who support.Manager, in *struct{ Body PortalEntry }) (*created[portalView], error) {
	p, err := in.Body.portal(0)
	if err != nil {
		return nil, err
	}
	id, err := a.Manage.CreatePortal(ctx, who, p)
	if err != nil {
		return nil, err
	}
	made, err := a.portal(ctx, who, uint64(id))
	if err != nil {
		return nil, err
	}
	return &created[portalView]{made.ETag, fmt.Sprintf("%s/portals/%d", Root, id), made.Body}, nil
}

func (a *API) changePortal(ctx context.Context, who support.Manager, in *portalChange) (*one[portalView], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	p, err := in.Body.portal(support.PortalID(in.ID))
	if err != nil {
		return nil, err
	}
	if err := a.Manage.ChangePortal(ctx, who, version, p); err != nil {
		return nil, err
	}
	return a.portal(ctx, who, in.ID)
}
