package center

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

//go:embed templates static
var files embed.FS

// Manager is who asks for a page.
type Manager = support.Manager

// Passwords knows agents by mail address and password.
type Passwords interface {
	// Check returns the agent whose mail address and password these are, else support.ErrDenied or a *support.TooManyError.
	Check(r *http.Request, mail, password string) (support.Agent, error)
	// Used reports whether an agent signs in by a password at all.
	Used(ctx context.Context, agent support.Agent) (bool, error)
	// Hash returns what the store keeps of a password; support.ErrInvalid when it breaks the rules.
	Hash(ctx context.Context, password string) (string, error)
	// NewPassword makes a password, with what the store keeps of it.
	NewPassword(ctx context.Context) (password, hash string, err error)
	// NormalMail returns a mail address as it is kept, empty when it is none.
	NormalMail(mail string) string
	// LetIn goes on at the door of a path as after the right password of an agent: to a second factor where one is wanted, and in.
	LetIn(w http.ResponseWriter, r *http.Request, path string, agent support.Agent) error
}

// Factors knows the second factors of agents. Wrong codes and keys are a support.ErrDenied, too many of them a *support.TooManyError; the last
// one cannot be taken away where the organisation wants one: support.ErrFactorNeeded.
type Factors interface {
	Of(ctx context.Context, agent support.AgentID) (support.Factors, error)
	Begin(ctx context.Context, agent support.AgentID) (secret []byte, err error)
	Pending(ctx context.Context, agent support.AgentID) (secret []byte, err error)
	Confirm(ctx context.Context, agent support.Agent, code string) (recovery []string, err error)
	Remove(ctx context.Context, agent support.Agent, code string) error
	Keys
	NewRecoveryCodes(ctx context.Context, agent support.Agent) ([]string, error)
}

// Keys knows the security keys of agents.
type Keys interface {
	// KeysWork reports whether browsers know security keys for this relay.
	KeysWork() bool
	// OfferKey returns what the page's script asks the browser for.
	OfferKey(ctx context.Context, agent support.Agent) (asked string, err error)
	// AddKey is support.ErrExists for a key that is registered, support.ErrTooMany when there are enough.
	AddKey(ctx context.Context, agent support.Agent, name string, response []byte) (recovery []string, err error)
	RemoveKey(ctx context.Context, agent support.Agent, id support.SecurityKeyID) error
}

// SignIns knows which browsers are signed in.
type SignIns interface {
	Begin(ctx context.Context, agent support.Agent, way support.SignInWay, address, browser string) (token string, err error)
	Find(ctx context.Context, token string) (support.Manager, error)
	List(ctx context.Context, agent support.AgentID) ([]support.CenterSignIn, error)
	End(ctx context.Context, agent support.AgentID, id support.CenterSignInID) error
}

// Directory tells what there is. What is not there is a support.ErrNotFound.
type Directory interface {
	Agent(ctx context.Context, id support.AgentID) (support.Agent, error)
	Agents(ctx context.Context, o support.OrganisationID) ([]support.Agent, error)
	AgentPortals(ctx context.Context, agent support.AgentID) ([]support.PortalID, error)
	Devices(ctx context.Context, agent support.AgentID) ([]support.Device, error)
	SecondFactors(ctx context.Context, o support.OrganisationID) ([]support.AgentID, error)
	Teams(ctx context.Context, o support.OrganisationID) ([]support.Team, error)
	Portals(ctx context.Context, o support.OrganisationID) ([]support.Portal, error)
	// FormerPortals lists those that were deleted, which reports still name.
	FormerPortals(ctx context.Context, o support.OrganisationID) ([]support.Portal, error)
	CannedOf(ctx context.Context, o support.OrganisationID) ([]support.Canned, error)
	Settings(ctx context.Context, o support.OrganisationID) (support.Settings, error)
	Audit(ctx context.Context, o support.OrganisationID, agent support.AgentID, before uint64, limit int) ([]support.AuditEvent, error)
}

// Preview shows the page of a portal as its customers would see it, in a frame and without effect.
type Preview interface {
	Preview(w http.ResponseWriter, r *http.Request, portal support.Portal, organisation support.Organisation, here []support.PresentAgent, colours string) error
	// ColourSheet returns the style sheet that gives the page a colour.
	ColourSheet(colour string) string
}

var _ SignIns = (*support.CenterSignIns)(nil)

// Relay is what a relay knows of itself.
type Relay interface {
	// Version is which version runs.
	Version() string
	// Since is when it was started.
	Since() time.Time
	// Sessions is how many sessions go through it now.
	Sessions() int
}

// Config is what the management center needs.
type Config struct {
	Site      *web.Site
	Logger    *slog.Logger
	Passwords Passwords
	Factors   Factors
	SignIns   SignIns
	Directory Directory
	Manage    *support.Manage
	Preview   Preview
	Reports   *support.Reports
	Jobs      *support.Jobs
	Privacy   *support.Privacy
	Reviews   *support.Reviews
	Live      *support.Live
	Monitor   *support.Monitoring
	Feed      *support.Feed
	Mail      Mail // nil sends none
	Links     *support.Links
	Relay     Relay // nil shows nothing of it
}

// Center serves the pages.
type Center struct {
	Config
	sheet, script web.Asset
	reportSheet   web.Asset
	pages         map[string]*web.Page // by the names of their templates
	entrance      entrance
	mailTries     *support.Limiter[support.OrganisationID]
	streams       web.Occupancy[support.AgentID] // live pages that are open
	draining      chan struct{}                  // closed when the relay stops
	drainOnce     sync.Once
}

// New returns the management center.
func New(c Config) (*Center, error) {
	pages, err := readPages(c.Site, files)
	if err != nil {
		return nil, err
	}
	return newCenter(c, pages)
}

// newCenter returns the management center with pages that are read.
func newCenter(c Config, pages map[string]*web.Page) (*Center, error) {
	if c.Mail == nil {
		c.Mail = NoMail{}
	}
	center := &Center{
		Config: c, pages: pages, entrance: newEntrance(), draining: make(chan struct{}),
		mailTries: support.NewLimiter[support.OrganisationID](mailTries, mailPeriod),
	}
	for file, asset := range map[string]*web.Asset{"center.css": &center.sheet, "center.js": &center.script, "report.css": &center.reportSheet} {
		data, err := files.ReadFile("static/" + file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		if asset == &center.script {
			live, err := files.ReadFile("static/live.js")
			if err != nil {
				return nil, fmt.Errorf("read live.js: %w", err)
			}
			keys, err := web.KeyScript()
			if err != nil {
				return nil, err
			}
			data = slices.Concat(data, live, keys)
		}
		extension := path.Ext(file)
		*asset = web.NewAsset(strings.TrimSuffix(file, extension), extension, data)
	}
	return center, nil
}

// readPages reads the templates of all pages.
func readPages(site *web.Site, from fs.FS) (pages map[string]*web.Page, err error) {
	pages = map[string]*web.Page{}
	for _, name := range pageNames() {
		if pages[name], err = site.Page(from, "templates/"+name+".html", "templates/frame.html", "templates/parts.html", "templates/reportparts.html"); err != nil {
			return nil, err
		}
	}
	for _, name := range entrancePages() {
		if pages[name], err = site.Page(from, "templates/"+name+".html"); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// Routes adds the pages.
func (c *Center) Routes(mux *http.ServeMux) {
	mux.Handle("GET "+c.sheet.Path(), c.sheet)
	mux.Handle("GET "+c.script.Path(), c.script)
	mux.Handle("GET "+c.reportSheet.Path(), c.reportSheet)
	c.entranceRoutes(mux)
	for _, r := range c.routes() {
		mux.Handle(r.pattern, c.page(r.act, r.handler))
	}
}
