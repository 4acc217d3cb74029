package center

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// Where people come in who have no password, or none any more. Mails lead to the last two.
const (
	forgotPath     = "/password"
	resetPath      = "/password/new"
	invitationPath = "/invitation"
	tokenParameter = "token"
)

// Names of the templates of their pages, which have no frame: nobody is there yet.
const (
	pageForgot   = "forgot"
	pagePassword = "password"
)

func entrancePages() []string { return []string{pageForgot, pagePassword} }

// How often somebody may ask for a mail. Nobody gets an attempt back: a mail that is sent costs its reader attention.
const (
	askedHere     = 5 // by one household
	askedHereTime = 15 * time.Minute
	askedFor      = 3 // for one address
	askedForTime  = time.Hour
)

// entrance is what the pages without a sign-in keep.
type entrance struct {
	addresses *support.Limiter[netip.Prefix]
	mailboxes *support.Limiter[string]
}

func newEntrance() entrance {
	return entrance{
		addresses: support.NewLimiter[netip.Prefix](askedHere, askedHereTime),
		mailboxes: support.NewLimiter[string](askedFor, askedForTime),
	}
}

// entranceRoutes adds the pages that ask for no sign-in.
func (c *Center) entranceRoutes(mux *http.ServeMux) {
	mux.Handle("GET "+forgotPath, c.Site.Handle(c.showForgot))
	mux.Handle("POST "+forgotPath, c.Site.SameOrigin(c.Site.Handle(c.forgot)))
	mux.Handle("GET "+resetPath, c.Site.Handle(c.offerPassword(c.resetting)))
	mux.Handle("POST "+resetPath, c.Site.SameOrigin(c.Site.Handle(c.takePassword(c.resetting, c.reset))))
	mux.Handle("GET "+invitationPath, c.Site.Handle(c.offerPassword(c.invited)))
	mux.Handle("POST "+invitationPath, c.Site.SameOrigin(c.Site.Handle(c.takePassword(c.invited, c.acceptInvitation))))
}

// linkOf returns the address of a page with a secret in its query.
func linkOf(path string, r *http.Request, token string) string {
	return path + "?" + url.Values{tokenParameter: {token}, web.LanguageParameter: {string(web.Language(r))}}.Encode()
}

// maxEntranceForm bounds the form of somebody who is nobody yet.
const maxEntranceForm = 4 << 10

// entranceForm reads such a form.
func entranceForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxEntranceForm)
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	return nil
}

// passwordData is the page that asks for a new password.
type passwordData struct {
	Title, Lead  string // catalogue keys
	Button       string // catalogue key
	Action       string
	Name         string // who chooses
	Mail         string // which the browser keeps with the password
	Organisation string
	Over         bool   // the link is worth nothing any more
	Changed      bool   // it is done
	Single       bool   // there is no password to choose: the organisation refuses them
	Again        string // with Over: catalogue key of what to do
	Problem      string // catalogue key
}

// renderPassword writes the page. Its address holds a secret, which browsers tell no other site: see web.Secure.
func (c *Center) renderPassword(w http.ResponseWriter, r *http.Request, status int, data passwordData) error {
	return c.Site.Render(w, r, status, c.pages[pagePassword], data)
}

// chosenPassword reads the password that somebody chose, with what the store keeps of it; problem says what is wrong with it.
func (c *Center) chosenPassword(r *http.Request) (hash, problem string, err error) {
	chosen := r.PostForm.Get("new")
	if chosen != r.PostForm.Get("again") {
		return "", "factor.password.differ", nil
	}
	hash, err = c.Passwords.Hash(r.Context(), chosen)
	if errors.Is(err, support.ErrInvalid) {
		return "", "factor.password.rules", nil
	}
	if err != nil {
		return "", "", fmt.Errorf("hash a new password: %w", err)
	}
	return hash, "", nil
}

// hashFor returns the hash for whom a link is for: of the chosen password, or none where nobody signs in by one.
func (c *Center) hashFor(r *http.Request, data passwordData) (hash, problem string, err error) {
	if data.Single {
		return "", "", nil
	}
	return c.chosenPassword(r)
}

// readersLanguage is the language in which somebody is written to later.
func readersLanguage(r *http.Request) string {
	if asked := words.Language(r.PostForm.Get("language")); asked == words.English || asked == words.French {
		return string(asked)
	}
	return string(web.Language(r))
}
