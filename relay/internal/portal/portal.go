package portal

import (
	"context"
	"embed"
	"net/http"
	"net/netip"
	"time"

	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

//go:embed templates
var templates embed.FS

// Codes finds the active code that bears a nameplate; support.ErrNotFound when none does.
type Codes interface {
	Find(ctx context.Context, nameplate code.Nameplate) (support.Code, error)
}

// Limits keeps strangers from trying nameplates; the error is a *support.TooManyError.
type Limits interface {
	Attempt(addr netip.Addr) (delay time.Duration, err error)
	Failed()
}

// Config is what the portals need.
type Config struct {
	Site      *web.Site
	Codes     Codes
	Limits    Limits
	Downloads *Downloads
}

// Portal serves the pages for customers.
type Portal struct {
	Config
	me *web.Page
}

// New returns the portals.
func New(c Config) (*Portal, error) {
	me, err := c.Site.Page(templates, "templates/me.html")
	if err != nil {
		return nil, err
	}
	return &Portal{Config: c, me: me}, nil
}

// Routes adds the pages for customers.
func (p *Portal) Routes(mux *http.ServeMux) {
	mux.Handle("GET /{$}", http.RedirectHandler("/me", http.StatusSeeOther))
	mux.Handle("GET /me", p.Site.Handle(p.showMe))
	mux.Handle("GET /download/{file}", p.Site.Handle(p.download))
}
