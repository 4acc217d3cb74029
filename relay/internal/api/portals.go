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

// versionSeen writes the version of a portal as a Seen, and seenVersion reads it.
func versionSeen(version uint64) support.Seen { return support.Seen(strconv.FormatUint(version, 10)) }

func seenVersion(seen support.Seen) (uint64, error) {
	version, err := strconv.ParseUint(string(seen), 10, 63)
	if err != nil {
		return 0, support.ErrChanged // no tag of ours
	}
	return version, nil
}

func (a *API) portals() {
	k := thing[support.Portal, PortalEntry, portalView, support.PortalID]{
		path: "/portals", name: "portal", names: "portals", group: "Portals", title: "a portal", see: support.ActSeePortal, manage: support.ActManagePortal, unique: true,
		id: func(p support.Portal) support.PortalID { return p.ID }, show: viewPortal,
		find: func(ctx context.Context, who support.Manager, id support.PortalID) (support.Portal, support.Seen, error) {
			p, err := a.Manage.SeePortal(ctx, who, id)
			return p, versionSeen(p.Version), err
		},
	}
	listed(a, k, "All portals", func(ctx context.Context, who support.Manager, _ Paging) ([]support.Portal, error) {
		all, err := a.Directory.Portals(ctx, who.Organisation.ID)
		return slices.DeleteFunc(all, func(p support.Portal) bool { return p.Former }), err
	})
	k.readable(a)
	k.makeable(a, "Every agent whom the organisation has now serves it.", nil, func(ctx context.Context, who support.Manager, e PortalEntry) (support.PortalID, error) {
		p, err := e.portal(0)
		if err != nil {
			return 0, err
		}
		return a.Manage.CreatePortal(ctx, who, p)
	})
	k.changeable(a, func(ctx context.Context, who support.Manager, id support.PortalID, seen support.Seen, e PortalEntry) error {
		version, err := seenVersion(seen)
		if err != nil {
			return err
		}
		p, err := e.portal(id)
		if err != nil {
			return err
		}
		return a.Manage.ChangePortal(ctx, who, version, p)
	})
	deleted(a, k, "Requests that wait in it end without an answer; who is being helped is helped to the end.",
		func(ctx context.Context, who support.Manager, id support.PortalID, seen support.Seen, _ Deleting) error {
			version, err := seenVersion(seen)
			if err != nil {
				return err
			}
			return a.Manage.DeletePortal(ctx, who, id, version)
		})
}
