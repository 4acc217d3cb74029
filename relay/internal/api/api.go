package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// Root is where the API is. The number grows when a program written for the one before would break.
const Root = "/api/v1"

// version is that of the document: the first number is Root's, the second grows with what is added.
const version = "1.1"

// What we may tune of the API.
const (
	perToken       = 600 // calls that a token may make in a minute: a page that loads a lot, but no flood
	perTokenPeriod = time.Minute
	strangers      = 30 // calls with a wrong token from one household in a minute
	strangerPeriod = time.Minute
	longAtOnce     = 2               // calls that keep the store busy: SQLite has four connections, and the desk needs some
	longTime       = 5 * time.Minute // for such an answer: a year of a busy desk on a small machine that does other things too
	maxBody        = 256 << 10       // bytes of a call: a portal with all its texts in every language
)

// Tokens knows who is behind a token; support.ErrDenied when nobody is.
type Tokens interface {
	Find(ctx context.Context, text string) (support.Manager, error)
}

// Directory tells what there is.
type Directory interface {
	Agents(ctx context.Context, o support.OrganisationID) ([]support.Agent, error)
	PortalsServed(ctx context.Context, o support.OrganisationID) (map[support.AgentID][]support.PortalID, error)
	Teams(ctx context.Context, o support.OrganisationID) ([]support.Team, error)
	Portals(ctx context.Context, o support.OrganisationID) ([]support.Portal, error)
	CannedOf(ctx context.Context, o support.OrganisationID) ([]support.Canned, error)
	Audit(ctx context.Context, o support.OrganisationID, agent support.AgentID, before uint64, limit int) ([]support.AuditEvent, error)
	Settings(ctx context.Context, o support.OrganisationID) (support.Settings, error)
}

// Sessions shows sessions.
type Sessions interface {
	Page(ctx context.Context, q support.ReportQuery, from support.SessionCursor, limit int) ([]support.Session, error)
	See(ctx context.Context, who support.Manager, id leg.SessionID) (support.Session, error)
}

// NormalMail returns a mail address as it is kept, empty when it is none.
type NormalMail func(mail string) string

var (
	_ Tokens   = (*support.Tokens)(nil)
	_ Sessions = (*support.SessionList)(nil)
)

// Config is what the API needs.
type Config struct {
	Logger     *slog.Logger
	Tokens     Tokens
	Directory  Directory
	Manage     *support.Manage
	Reports    *support.Reports
	Reviews    *support.Reviews
	Live       *support.Live
	Sessions   Sessions
	Privacy    *support.Privacy
	Post       Post
	NormalMail NormalMail
	ClientAddr func(r *http.Request) netip.Addr // of who asks
}

// API answers programs. Create one with New.
type API struct {
	Config
	mux       *http.ServeMux
	huma      huma.API
	acts      map[string]support.Act // by operation ID: what whoever asks must be allowed to do to something
	calls     *support.Limiter[support.TokenID]
	strangers *support.Limiter[netip.Prefix]
	long      chan struct{} // holds one for each call that keeps the store busy
	document  []byte
}

// New returns the API.
func New(c Config) (*API, error) {
	a := &API{
		Config: c, mux: http.NewServeMux(), acts: map[string]support.Act{},
		calls:     support.NewLimiter[support.TokenID](perToken, perTokenPeriod),
		strangers: support.NewLimiter[netip.Prefix](strangers, strangerPeriod),
		long:      make(chan struct{}, longAtOnce),
	}
	a.huma = humago.New(a.mux, description())
	for _, add := range []func(){
		a.organisation, a.teams, a.agents, a.agentActs, a.portals, a.replies, a.requests, a.account, a.sessions, a.live, a.reports, a.exports, a.audit,
		a.settings, a.retention, a.invitations, a.webhooks, a.persons,
	} {
		add()
	}
	var err error
	if a.document, err = document(a.huma.OpenAPI()); err != nil {
		return nil, err
	}
	a.mux.HandleFunc("GET "+Root+"/openapi.json", a.showDocument)
	return a, nil
}

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := a.mux.Handler(r); pattern == "" {
		a.nowhere(w, r)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// Acts returns what each operation of the document needs, by operation ID.
func (a *API) Acts() map[string]support.Act { return a.acts }
