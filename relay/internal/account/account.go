package account

import (
	"context"
	"embed"
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

// Agents finds agents by the mail address that they sign in with; support.ErrNotFound when there is none.
type Agents interface {
	AgentByMail(ctx context.Context, mail string) (support.Agent, error)
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
	Logger  *slog.Logger
}

// How often somebody may try passwords. A right one gives the attempt back.
const (
	addressAttempts = 10 // a person mistypes a few times; an office behind one address signs in at the same hour
	addressPeriod   = time.Minute
	accountAttempts = 10 // a thousand a day find no password that passes CheckPassword
	accountPeriod   = 15 * time.Minute
)

// Account serves the sign-in of agents.
type Account struct {
	Config
	page      *web.Page
	grants    grants
	addresses *support.Limiter[netip.Prefix]
	accounts  *support.Limiter[string]
}

// New returns the sign-in.
func New(c Config) (*Account, error) {
	page, err := c.Site.Page(templates, "templates/signin.html")
	if err != nil {
		return nil, err
	}
	return &Account{
		Config:    c,
		page:      page,
		grants:    grants{kept: c.SignIns},
		addresses: support.NewLimiter[netip.Prefix](addressAttempts, addressPeriod),
		accounts:  support.NewLimiter[string](accountAttempts, accountPeriod),
	}, nil
}

// Routes adds the pages of the sign-in.
func (a *Account) Routes(mux *http.ServeMux) {
	mux.Handle("GET "+signalling.SignInPath, a.Site.Handle(a.showSignIn))
	mux.Handle("POST "+signalling.SignInPath, a.Site.SameOrigin(a.Site.Handle(a.signIn)))
	mux.Handle("GET "+codePath, a.Site.Handle(showSignInAgain))
	mux.Handle("POST "+codePath, a.Site.SameOrigin(a.Site.Handle(a.signInCode)))
	mux.Handle("POST "+signalling.SignInTokenPath, a.Site.SameOrigin(http.HandlerFunc(a.token)))
}
