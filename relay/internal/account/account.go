package account

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

//go:embed templates
var templates embed.FS

// Agents finds agents; support.ErrNotFound when there is none.
type Agents interface {
	Agent(ctx context.Context, id support.AgentID) (support.Agent, error)
	// AgentByMail finds one by the mail address to sign in with.
	AgentByMail(ctx context.Context, mail string) (support.Agent, error)
	Organisations(ctx context.Context) ([]support.Organisation, error)
	// Settings returns what an organisation decided.
	Settings(ctx context.Context, o support.OrganisationID) (support.Settings, error)
}

// Devices makes a device for an agent and returns its token.
type Devices interface {
	AddDevice(ctx context.Context, agent support.AgentID, name string) (token string, err error)
}

// Config is what sign-in needs.
type Config struct {
	Site    *web.Site
	Agents  Agents
	Devices Devices
	SignIns SignIns
	Hasher  *Hasher
	Factors *SecondFactors
	Single  SingleSignOn
	// SingleSignOns is needed where there is single sign-on.
	SingleSignOns SingleSignOns
	Logger        *slog.Logger
}

// How often somebody may try passwords. A right one gives the attempt back.
const (
	addressAttempts = 10 // a person mistypes a few times; an office behind one address signs in at the same hour
	addressPeriod   = time.Minute
	accountAttempts = 10 // a thousand a day find no password that passes CheckPassword
	accountPeriod   = 15 * time.Minute
)

// Account serves the sign-in of agents, to their apps and to whatever else has a Door.
type Account struct {
	Config
	page      *web.Page
	script    web.Asset
	app       appDoor
	doors     []Door
	addresses *support.Limiter[netip.Prefix]
	accounts  *support.Limiter[string]
	singles   *support.Limiter[netip.Prefix] // who leaves for the provider
}

// New returns the sign-in.
func New(c Config) (*Account, error) {
	page, err := c.Site.Page(templates, "templates/signin.html")
	if err != nil {
		return nil, err
	}
	script, err := web.KeyScript()
	if err != nil {
		return nil, err
	}
	app := appDoor{grants{kept: c.SignIns}}
	return &Account{
		Config:    c,
		page:      page,
		script:    web.NewAsset("key", ".js", script),
		app:       app,
		doors:     []Door{app},
		addresses: support.NewLimiter[netip.Prefix](addressAttempts, addressPeriod),
		accounts:  support.NewLimiter[string](accountAttempts, accountPeriod),
		singles:   support.NewLimiter[netip.Prefix](singleAttempts, singlePeriod),
	}, nil
}

// Open adds a door, before Routes.
func (a *Account) Open(d Door) { a.doors = append(a.doors, d) }

// nextPath is below the path of a door: where all forms of the sign-in go after the one for mail address and password.
const nextPath = "/code"

// Routes adds the pages of the sign-in at every door.
func (a *Account) Routes(mux *http.ServeMux) {
	mux.Handle("GET "+a.script.Path(), a.script)
	for _, d := range a.doors {
		v := visit{a, d}
		mux.Handle("GET "+d.Path(), a.Site.Handle(v.show))
		mux.Handle("POST "+d.Path(), a.Site.SameOrigin(a.Site.Handle(v.signIn)))
		mux.Handle("GET "+d.Path()+nextPath, a.Site.Handle(v.again))
		mux.Handle("GET "+d.Path()+singlePath, a.Site.Handle(v.leave))
		mux.Handle("POST "+d.Path()+nextPath, a.Site.SameOrigin(a.Site.Handle(v.next)))
	}
	mux.Handle("GET "+singleBackPath, a.Site.Handle(a.comeBack))
	mux.Handle("POST "+signalling.SignInTokenPath, a.Site.SameOrigin(http.HandlerFunc(a.token)))
}

// who finds an agent by ID.
func (a *Account) who(ctx context.Context, id support.AgentID) (support.Agent, error) {
	agent, err := a.Agents.Agent(ctx, id)
	if err != nil {
		return agent, fmt.Errorf("look up who signs in: %w", err)
	}
	return agent, nil
}
