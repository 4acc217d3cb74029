package center

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// tokensPath is where API tokens are managed.
const tokensPath = "/center/tokens"

// Names of the templates of the pages about API tokens.
const (
	pageTokens = "tokens"
	pageToken  = "token"
)

func integrationPages() []string { return []string{pageTokens, pageToken, pageWebhooks, pageWebhook} }

// usualTokenLife is the end that the form of a new token proposes: a season, after which somebody looks at it again.
const usualTokenLife = 90 * 24 * time.Hour

// tokenRoutes are the routes of API tokens.
func (c *Center) tokenRoutes() []route {
	return []route{
		{"GET " + tokensPath, support.ActManageToken, c.showTokens},
		{"GET " + tokensPath + "/new", support.ActManageToken, c.showNewToken},
		{"POST " + tokensPath + "/new", support.ActManageToken, c.createToken},
		{"POST " + tokensPath + "/{id}/revoke", support.ActManageToken, c.revokeToken},
	}
}

// tokensData is the list of API tokens.
type tokensData struct {
	Tokens []tokenLine
	Made   *madeToken // the one that the last form made
}

// madeToken is a new token, whose text is shown once.
type madeToken struct{ Name, Text string }

// tokenLine is a token in the list.
type tokenLine struct {
	support.Token
	TeamNames string // empty for the whole organisation
	State     badge
}

// Active reports whether the token can be used.
func (l tokenLine) Active() bool { return l.Valid(time.Now()) }

// tokenData is the form of a new token.
type tokenData struct {
	Name          string
	Expires, Last string // dates
	Scopes        []option
	Teams         []teamLine
	Chosen        []support.TeamID
	Problem       string // catalogue key
	Seconds       int
}

// IsChosen reports whether a team is ticked.
func (d tokenData) IsChosen(id support.TeamID) bool { return slices.Contains(d.Chosen, id) }

func (c *Center) showTokens(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderTokens(w, r, who, nil)
}

func (c *Center) renderTokens(w http.ResponseWriter, r *http.Request, who Manager, made *madeToken) error {
	all, err := c.Manage.Tokens(r.Context(), who)
	if err != nil {
		return err
	}
	teams, err := c.teams(r, who)
	if err != nil {
		return err
	}
	data := tokensData{Made: made}
	now := time.Now()
	for _, t := range all {
		line := tokenLine{Token: t, State: badge{"api.token.active", "check", "st-ok"}}
		switch {
		case !t.Revoked.IsZero():
			line.State = badge{"api.token.revoked", "x", "st-bad"}
		case !t.Valid(now):
			line.State = badge{"api.token.expired", "history", "st-end"}
		}
		var names []string
		for _, team := range teams {
			if slices.Contains(t.Teams, team.ID) {
				names = append(names, team.Name)
			}
		}
		line.TeamNames = strings.Join(names, ", ")
		data.Tokens = append(data.Tokens, line)
	}
	return c.render(w, r, who, http.StatusOK, pageTokens, tokensPath, data)
}

func (c *Center) showNewToken(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderToken(w, r, who, http.StatusOK, tokenData{Expires: time.Now().UTC().Add(usualTokenLife).Format(time.DateOnly)}, 0)
}

func (c *Center) renderToken(w http.ResponseWriter, r *http.Request, who Manager, status int, data tokenData, scopes support.Scopes) error {
	teams, err := c.teams(r, who)
	if err != nil {
		return err
	}
	data.Teams = tree(teams, who)
	data.Last = time.Now().UTC().AddDate(1, 0, -1).Format(time.DateOnly)
	chosen := scopes.Names()
	for _, name := range support.ScopesAll.Names() {
		data.Scopes = append(data.Scopes, option{Value: name, Key: scopeKey(name), Selected: slices.Contains(chosen, name)})
	}
	return c.render(w, r, who, status, pageToken, tokensPath, data)
}

// scopeKey is the catalogue key of a scope.
func scopeKey(name string) string { return "api.scope." + strings.ReplaceAll(name, ":", "") }

// readToken reads the form of a new token. The token lasts to the end of the day that was picked.
func readToken(r *http.Request) (e support.TokenEntry, err error) {
	if err := r.ParseForm(); err != nil {
		return e, web.BadRequest()
	}
	e.Name = r.PostForm.Get("name")
	if e.Scopes, err = support.ParseScopes(r.PostForm["scope"]); err != nil {
		return e, web.BadRequest()
	}
	for _, value := range r.PostForm["team"] {
		id, err := strconv.ParseUint(value, 10, 63)
		if err != nil {
			return e, web.BadRequest()
		}
		e.Teams = append(e.Teams, support.TeamID(id))
	}
	if day, err := time.Parse(time.DateOnly, r.PostForm.Get("expires")); err == nil {
		e.Expires = day.AddDate(0, 0, 1).Add(-time.Second)
	}
	return e, nil
}

// createToken makes a token and shows it once.
func (c *Center) createToken(w http.ResponseWriter, r *http.Request, who Manager) error {
	e, err := readToken(r)
	if err != nil {
		return err
	}
	made, text, err := c.Manage.CreateToken(r.Context(), who, e)
	again := tokenData{Name: e.Name, Expires: r.PostForm.Get("expires"), Chosen: e.Teams}
	switch {
	case errors.Is(err, support.ErrTooMany):
		again.Problem = "api.token.toomany"
		return c.renderToken(w, r, who, http.StatusConflict, again, e.Scopes)
	case errors.Is(err, support.ErrInvalid):
		again.Problem = "api.token.invalid"
		return c.renderToken(w, r, who, http.StatusUnprocessableEntity, again, e.Scopes)
	case err != nil:
		return err
	}
	return c.renderTokens(w, r, who, &madeToken{Name: made.Name, Text: text})
}

// revokeToken ends a token; one that ended before stays so.
func (c *Center) revokeToken(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := c.Manage.RevokeToken(r.Context(), who, support.TokenID(id)); err != nil {
		return err
	}
	return goTo(w, r, tokensPath, "revoked")
}
