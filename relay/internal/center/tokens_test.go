package center

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// TestTokenPages makes a token by the form, sees it once, and revokes it.
func TestTokenPages(t *testing.T) {
	h := newHouse(t)
	elena, tom := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword)
	form := url.Values{
		"name": {"Importer"}, "expires": {time.Now().UTC().AddDate(0, 1, 0).Format(time.DateOnly)}, "scope": {"people:write", "audit:read"},
		"team": {fmt.Sprint(h.pharmacy)},
	}
	response, page := h.send(t, elena, http.MethodPost, tokensPath+"/new", form)
	text := regexp.MustCompile(`bsd_[0-9a-zA-Z]{49}`).FindString(page)
	if response.StatusCode != http.StatusOK || text == "" || response.Header.Get("Cache-Control") == "public" {
		t.Fatalf("status %d, page %s", response.StatusCode, page)
	}
	program := first(support.NewTokens(h.Store).Find(t.Context(), text))
	if got := strings.Join(program.Token.Scopes.Names(), " "); got != "people:write audit:read" || len(program.Managed) != 2 || program.Organisation.ID != h.north {
		t.Errorf("the token is for %s in %v", got, program.Managed)
	}
	for _, l := range words.Languages() {
		_, page = h.send(t, elena, http.MethodGet, tokensPath+"?lang="+string(l), nil)
		if strings.Contains(page, text) || !strings.Contains(page, "…"+text[len(text)-4:]) || !strings.Contains(page, "Pharmacy") {
			t.Errorf("the list in %s shows too much or too little: %s", l, page)
		}
		if _, page = h.send(t, elena, http.MethodGet, tokensPath+"/new?lang="+string(l), nil); !strings.Contains(page, `value="replies:write"`) {
			t.Errorf("the form in %s is %s", l, page)
		}
	}
	revoke := fmt.Sprintf("%s/%d/revoke", tokensPath, program.Token.ID)
	for name, cookie := range map[string]string{"tom": tom, "otto": h.enter(t, "otto", housePassword)} {
		if response, _ := h.send(t, cookie, http.MethodPost, revoke, url.Values{}); response.StatusCode != http.StatusForbidden && response.StatusCode != http.StatusNotFound {
			t.Errorf("%s revokes it: status %d", name, response.StatusCode)
		}
	}
	if response, _ = h.send(t, elena, http.MethodPost, revoke, url.Values{}); response.StatusCode != http.StatusSeeOther {
		t.Errorf("revoke: status %d", response.StatusCode)
	}
	if _, err := support.NewTokens(h.Store).Find(t.Context(), text); !errors.Is(err, support.ErrDenied) {
		t.Errorf("it can still be used: %v", err)
	}
	log := first(h.Audit(t.Context(), h.north, 0, 0, 2))
	if log[0].Act != support.AuditTokenRevoked || log[1].Act != support.AuditTokenCreated || strings.Contains(fmt.Sprint(log), text) {
		t.Errorf("the log says %v", log)
	}
}

// TestTokenForm sends forms that cannot be kept: what was typed is still there.
func TestTokenForm(t *testing.T) {
	h := newHouse(t)
	elena := h.enter(t, "elena", housePassword)
	soon := time.Now().UTC().AddDate(0, 1, 0).Format(time.DateOnly)
	for name, c := range map[string]struct {
		form   url.Values
		status int
	}{
		"no name":       {url.Values{"expires": {soon}, "scope": {"audit:read"}}, http.StatusUnprocessableEntity},
		"no scope":      {url.Values{"name": {"x"}, "expires": {soon}}, http.StatusUnprocessableEntity},
		"no end":        {url.Values{"name": {"x"}, "scope": {"audit:read"}}, http.StatusUnprocessableEntity},
		"too long":      {url.Values{"name": {"x"}, "scope": {"audit:read"}, "expires": {"2999-01-01"}}, http.StatusUnprocessableEntity},
		"foreign team":  {url.Values{"name": {"x"}, "scope": {"audit:read"}, "expires": {soon}, "team": {fmt.Sprint(h.southTeam)}}, http.StatusUnprocessableEntity},
		"unknown scope": {url.Values{"name": {"x"}, "scope": {"all"}, "expires": {soon}}, http.StatusBadRequest},
	} {
		response, page := h.send(t, elena, http.MethodPost, tokensPath+"/new", c.form)
		if response.StatusCode != c.status || strings.Contains(page, "bsd_0") {
			t.Errorf("%s: status %d", name, response.StatusCode)
		}
	}
	if tokens := first(h.Tokens(t.Context(), h.north)); len(tokens) != 0 {
		t.Errorf("%d tokens were made", len(tokens))
	}
}
