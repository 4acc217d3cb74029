package api

import (
	"context"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
)

// SettingsEntry is what programs may decide about an organisation.
type SettingsEntry struct {
	Name       string    `json:"name" minLength:"1" maxLength:"80"`
	TimeZone   string    `json:"time_zone" maxLength:"64" doc:"In which reports count days, such as Europe/Paris"`
	Keep       keepEntry `json:"keep"`
	HandIn     bool      `json:"hand_in" doc:"Whether agents' apps hand in chat log, notes and facts of a session at its end; the customer is told so before consent"`
	Monitoring bool      `json:"monitoring" doc:"Whether managers may look into sessions of those they look after; everyone in a session is told"`
}

// keepEntry is for how many days what happened is kept.
type keepEntry struct {
	Requests uint16 `json:"requests" maximum:"36500" doc:"Days; 0 means for ever"`
	Chats    uint16 `json:"chats" maximum:"36500" doc:"Days that what was handed in of sessions is kept; 0 means for ever"`
	Audit    uint16 `json:"audit" maximum:"36500" doc:"Days, at least 30; 0 means for ever"`
	SignIns  uint16 `json:"sign_ins" maximum:"36500" doc:"Days; 0 means for ever"`
}

// settingsView is what an organisation decided.
type settingsView struct {
	SettingsEntry
	FactorRequired   bool `json:"factor_required" doc:"Whether everybody needs a second factor. Programs do not change how people sign in."`
	OnlySingleSignOn bool `json:"only_single_sign_on" doc:"Whether passwords are refused. Programs do not change how people sign in."`
}

func viewSettings(o support.OrganisationRecord) settingsView {
	return settingsView{
		SettingsEntry: SettingsEntry{
			Name: o.Name, TimeZone: o.TimeZone, HandIn: o.HandIn, Monitoring: o.Monitoring,
			Keep: keepEntry{uint16(o.Keep.Requests), uint16(o.Keep.Chats), uint16(o.Keep.Audit), uint16(o.Keep.SignIns)},
		},
		FactorRequired: o.FactorRequired, OnlySingleSignOn: o.OnlySingleSignOn,
	}
}

// onto puts what a program decided in the place of what was decided before.
func (e SettingsEntry) onto(o support.OrganisationRecord) support.OrganisationRecord {
	o.Name, o.TimeZone, o.HandIn, o.Monitoring = e.Name, e.TimeZone, e.HandIn, e.Monitoring
	o.Keep = support.Retention{
		Requests: support.Days(e.Keep.Requests), Chats: support.Days(e.Keep.Chats), Audit: support.Days(e.Keep.Audit), SignIns: support.Days(e.Keep.SignIns),
	}
	return o
}

const settingsGroup = "Settings"

func (a *API) settings() {
	register(a, operation{
		method: http.MethodGet, path: "/settings", id: "get-settings", group: settingsGroup, summary: "What the organisation decided about itself", act: support.ActSeeSettings,
	}, func(ctx context.Context, who support.Manager, _ *struct{}) (*one[settingsView], error) {
		return a.settingsNow(ctx, who)
	})
	register(a, operation{
		method: http.MethodPut, path: "/settings", id: "change-settings", group: settingsGroup, summary: "Change what the organisation decided about itself",
		text: "What is to be kept for fewer days is deleted soon, and cannot be had back.",
		act:  support.ActChangeSettings, errors: []int{http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, func(ctx context.Context, who support.Manager, in *struct {
		Matching
		Body SettingsEntry
	},
	) (*one[settingsView], error) {
		seen, err := in.seen()
		if err != nil {
			return nil, err
		}
		before, err := a.Manage.SettingsFor(ctx, who)
		if err != nil {
			return nil, err
		}
		if err := a.Manage.ChangeSettings(ctx, who, seen, in.Body.onto(before)); err != nil {
			return nil, err
		}
		return a.settingsNow(ctx, who)
	})
}

func (a *API) settingsNow(ctx context.Context, who support.Manager) (*one[settingsView], error) {
	o, err := a.Manage.SettingsFor(ctx, who)
	if err != nil {
		return nil, err
	}
	return &one[settingsView]{etag(support.SeenOf(o)), viewSettings(o)}, nil
}

// keptView is for how long a kind of things is kept.
type keptView struct {
	Kind   string     `json:"kind" enum:"cases,chats,sign_ins,audit"`
	Days   uint16     `json:"days" doc:"0 means for ever"`
	Before *time.Time `json:"gone_before,omitempty" doc:"Everything from before is deleted; missing when nothing ever was"`
	Looked *time.Time `json:"looked_at,omitempty" doc:"When the relay last looked whether something is too old"`
}

// retentionView is what is kept for how long.
type retentionView struct {
	Zone string     `json:"zone" doc:"In which days are counted"`
	Kept []keptView `json:"kept"`
}

// deletionView is what was deleted in one go because it was old.
type deletionView struct {
	ID     uint64    `json:"id"`
	Kind   string    `json:"kind" enum:"cases,chats,sign_ins,audit"`
	At     time.Time `json:"at"`
	Before time.Time `json:"before" doc:"The things were from before"`
	Count  uint64    `json:"count"`
}

// retention is the record of what was deleted because it was old.
func (a *API) retention() {
	register(a, operation{
		method: http.MethodGet, path: "/retention", id: "get-retention", group: settingsGroup, summary: "What is kept for how long, and what is gone", act: support.ActSeeSettings,
	}, func(ctx context.Context, who support.Manager, _ *struct{}) (*struct{ Body retentionView }, error) {
		kept, zone, err := a.Privacy.Kept(ctx, who)
		if err != nil {
			return nil, err
		}
		return &struct{ Body retentionView }{retentionView{zone.String(), views(kept, func(k support.Keeping) keptView {
			return keptView{k.Kind.Field(), uint16(k.Days), moment(k.Mark.Before), moment(k.Mark.Looked)}
		})}}, nil
	})
	register(a, operation{
		method: http.MethodGet, path: "/retention/deletions", id: "list-deletions", group: settingsGroup, summary: "What was deleted because it was old, the latest first",
		act: support.ActSeeSettings,
	}, func(ctx context.Context, who support.Manager, in *Paging) (*list[deletionView], error) {
		return latestFirst(*in, func(before uint64, limit int) ([]support.Deletion, error) {
			return a.Privacy.Deleted(ctx, who, before, limit)
		}, func(d support.Deletion) deletionView {
			return deletionView{ID: d.ID, Kind: d.Kind.Field(), At: d.At.UTC(), Before: d.Before.UTC(), Count: d.Count}
		}, func(d support.Deletion) uint64 { return d.ID })
	})
}
