package portal

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"sync"
	"time"

	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

//go:embed templates static
var files embed.FS

// Codes finds the active code that bears a nameplate; support.ErrNotFound when none does.
type Codes interface {
	Find(ctx context.Context, nameplate code.Nameplate) (support.Code, error)
}

// Limits keeps strangers from trying nameplates; the error is a *support.TooManyError.
type Limits interface {
	Attempt(addr netip.Addr) (delay time.Duration, err error)
	Failed()
}

// Directory tells what a relay's portals are and who stands behind them. What is not there is a support.ErrNotFound.
type Directory interface {
	PortalBySlug(ctx context.Context, slug string) (support.Portal, error)
	Portal(ctx context.Context, id support.PortalID) (support.Portal, error)
	PortalLogo(ctx context.Context, id support.PortalID) ([]byte, error)
	Organisation(ctx context.Context, id support.OrganisationID) (support.Organisation, error)
	Agent(ctx context.Context, id support.AgentID) (support.Agent, error)
	AgentFeatures(ctx context.Context, id support.AgentID) (support.Features, error)
}

// Requests are the customers' calls for help. The token that Submit returns is all that a page ever goes by.
type Requests interface {
	Submit(ctx context.Context, portal support.Portal, form support.Form, addr netip.Addr) (support.Request, string, error)
	Find(ctx context.Context, token string) (support.Request, error)
	Post(ctx context.Context, id support.RequestID) (support.Request, error)
	Seen(ctx context.Context, ids ...support.RequestID) error
	Leave(ctx context.Context, id support.RequestID) (support.Request, error)
	Fail(ctx context.Context, id support.RequestID, state support.RequestState) (support.Request, error)
	Say(ctx context.Context, id support.RequestID, by support.Actor, text string) (support.Event, error)
	Events(ctx context.Context, id support.RequestID, after uint64, limit int) ([]support.Event, error)
	Position(ctx context.Context, id support.RequestID) (place int, wait time.Duration, known bool, err error)
	Usual(ctx context.Context, portal support.PortalID) (wait time.Duration, known bool, err error)
}

// Surveys keeps what customers answer afterwards.
type Surveys interface {
	Answer(ctx context.Context, portal support.Portal, r support.Request, answers []support.Answer) error
	Answered(ctx context.Context, id support.RequestID) (bool, error)
}

// Feed tells of every event once it is kept. It closes the channel of a subscriber that is too slow for it; cancel does too.
type Feed interface {
	Subscribe() (events <-chan support.Event, cancel func())
}

// Presence knows which agents are there for a portal.
type Presence interface {
	Present(ctx context.Context, portal support.PortalID) ([]support.PresentAgent, error)
}

var (
	_ Codes    = (*support.Codes)(nil)
	_ Limits   = (*support.JoinLimits)(nil)
	_ Requests = (*support.Requests)(nil)
	_ Surveys  = (*support.Surveys)(nil)
	_ Feed     = (*support.Feed)(nil)
	_ Presence = (*support.Presence)(nil)
)

// Config is what the portals need.
type Config struct {
	Site      *web.Site
	Logger    *slog.Logger
	Codes     Codes
	Limits    Limits
	Downloads *Downloads
	Directory Directory
	Requests  Requests
	Surveys   Surveys
	Feed      Feed
	Presence  Presence
	Floods    FloodSettings // the zero value takes DefaultFloodSettings
}

// Portal serves the pages for customers.
type Portal struct {
	Config
	sheet, script web.Asset
	again         web.Asset // the script of pages that wait to become others
	pages         pages
	floods        floods
	streams       web.Occupancy[support.RequestID] // pages that are kept fresh
	closes        web.Occupancy[support.RequestID] // pages that were closed a moment ago
	draining      chan struct{}
	drainOnce     sync.Once
}

// pages are the templates.
type pages struct {
	me, index, closed, request, frame, ended, away *web.Page
}

// New returns the portals.
func New(c Config) (*Portal, error) {
	if c.Floods == (FloodSettings{}) {
		c.Floods = DefaultFloodSettings()
	}
	p := &Portal{Config: c, floods: newFloods(c.Floods), draining: make(chan struct{})}
	for file, page := range map[string]**web.Page{
		"me": &p.pages.me, "index": &p.pages.index, "closed": &p.pages.closed, "request": &p.pages.request, "frame": &p.pages.frame,
		"ended": &p.pages.ended, "away": &p.pages.away,
	} {
		var err error
		if *page, err = c.Site.Page(files, "templates/"+file+".html", "templates/parts.html"); err != nil {
			return nil, err
		}
	}
	var err error
	if p.sheet, err = asset("portal.css"); err != nil {
		return nil, err
	}
	if p.again, err = asset("again.js"); err != nil {
		return nil, err
	}
	p.script, err = asset("request.js", "attention.js")
	return p, err
}

// asset makes one file for browsers out of several, under the name of the first.
func asset(names ...string) (web.Asset, error) {
	var all []byte
	for _, name := range names {
		data, err := files.ReadFile("static/" + name)
		if err != nil {
			return web.Asset{}, fmt.Errorf("read %s: %w", name, err)
		}
		all = append(all, data...)
	}
	extension := path.Ext(names[0])
	return web.NewAsset(strings.TrimSuffix(names[0], extension), extension, all), nil
}

// Routes adds the pages for customers. Whatever is about a request goes by the token in the browser's cookie alone: no address
// names one.
func (p *Portal) Routes(mux *http.ServeMux) {
	mux.Handle("GET /{$}", http.RedirectHandler("/me", http.StatusSeeOther))
	mux.Handle("GET /me", p.Site.Handle(p.showMe))
	mux.Handle("GET /download/{file}", p.Site.Handle(p.download))
	mux.Handle("GET "+p.sheet.Path(), p.sheet)
	mux.Handle("GET "+p.script.Path(), p.script)
	mux.Handle("GET "+p.again.Path(), p.again)
	mux.Handle("GET /p/{slug}", p.page(p.showIndex))
	mux.Handle("POST /p/{slug}", p.form(p.submit))
	mux.Handle("GET /p/{slug}/logo.png", p.page(p.logo))
	mux.Handle("GET /p/{slug}/colours.css", p.page(p.colours))
	mux.Handle("GET /request", p.page(p.showRequest))
	mux.Handle("GET /request/frame", p.page(p.showFrame))
	mux.Handle("GET /request/events", p.page(p.follow))
	mux.Handle("GET /request/chat.txt", p.page(p.chatLog))
	mux.Handle("POST /request/here", p.form(p.hereStill))
	mux.Handle("POST /request/closing", p.form(p.closing))
	mux.Handle("POST /request/say", p.form(p.say))
	mux.Handle("POST /request/leave", p.form(p.leave))
	mux.Handle("POST /request/trouble", p.form(p.trouble))
	mux.Handle("POST /request/survey", p.form(p.survey))
}
