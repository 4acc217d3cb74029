package center

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"beside.example/relay/internal/support"
)

// enrol gives whoever is signed in an authenticator app.
func (h *house) enrol(t *testing.T, cookie string, agent support.AgentID) (secret []byte) {
	t.Helper()
	h.send(t, cookie, http.MethodPost, mePath+"/factor", url.Values{})
	secret = first(h.factors.Pending(t.Context(), agent))
	h.send(t, cookie, http.MethodPost, mePath+"/factor/confirm", url.Values{"code": {codeNow(secret)}})
	if has := first(h.factors.Of(t.Context(), agent)); !has.App {
		t.Fatal("no app is enrolled")
	}
	return secret
}

func codeNow(secret []byte) string {
	return first(totp.GenerateCode(support.FactorText(secret), time.Now()))
}

// TestFactorRequired has a manager want a second factor from everybody: who has none is signed out at once, and nobody takes the last one away.
func TestFactorRequired(t *testing.T) {
	h := newHouse(t)
	elena, tom, otto := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword), h.enter(t, "otto", housePassword)
	accounts := support.NewAccounts(h.Store)
	apps := map[string]string{}
	for name, id := range map[string]support.AgentID{"elena": h.elena, "tom": h.tom, "otto": h.otto} {
		apps[name] = first(accounts.AddDevice(t.Context(), id, "desk"))
	}
	require := func() *http.Response {
		_, page := h.send(t, elena, http.MethodGet, settingsPath, nil)
		response, page := h.send(t, elena, http.MethodPost, settingsPath, settingsForm(seenIn(t, page), url.Values{policyFactor: {"1"}}))
		if response.StatusCode == http.StatusConflict && !strings.Contains(page, "Set up a second factor of your own first") {
			t.Errorf("page %s", page)
		}
		return response
	}
	in := func(cookie string) bool {
		response, _ := h.send(t, cookie, http.MethodGet, mePath, nil)
		return response.StatusCode == http.StatusOK
	}
	if r := require(); r.StatusCode != http.StatusConflict || !in(tom) || first(h.Settings(t.Context(), h.north)).FactorRequired {
		t.Errorf("without an own one: status %d", r.StatusCode)
	}
	secret := h.enrol(t, elena, h.elena)
	if r := require(); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d", r.StatusCode)
	}
	if !in(elena) || in(tom) || !in(otto) {
		t.Error("not those who lack one are signed out")
	}
	for name, token := range apps {
		if _, err := accounts.SignedIn(t.Context(), token); (err == nil) == (name == "tom") {
			t.Errorf("the app of %s: %v", name, err)
		}
	}
	if h.enter(t, "tom", housePassword) != "" || h.enter(t, "otto", housePassword) == "" {
		t.Error("the password alone signs in where it must not, or does not where it may")
	}
	later := first(totp.GenerateCode(support.FactorText(secret), time.Now().Add(support.FactorStep)))
	response, page := h.send(t, elena, http.MethodPost, mePath+"/factor/remove", url.Values{"code": {later}})
	if response.StatusCode != http.StatusConflict || !strings.Contains(page, "Set up another one before") || !first(h.factors.Of(t.Context(), h.elena)).App {
		t.Errorf("taking the last one away: status %d", response.StatusCode)
	}
}

// TestOnlySingleSignOnMustBeTried keeps a manager from shutting the only door that was ever used.
func TestOnlySingleSignOnMustBeTried(t *testing.T) {
	h := newHouse(t)
	secret, now := support.NewSecret(), time.Now()
	first(h.KeepCenterSignIn(t.Context(), support.CenterSignIn{Agent: h.elena, Token: secret.Hash(), Way: support.BySingleSignOn, Created: now, Seen: now}, now.Add(-time.Hour)))
	for _, c := range []struct {
		cookie string
		status int
	}{{h.enter(t, "elena", housePassword), http.StatusConflict}, {secret.Token(), http.StatusSeeOther}} {
		_, page := h.send(t, c.cookie, http.MethodGet, settingsPath, nil)
		form := settingsForm(seenIn(t, page), url.Values{policySingle: {"1"}, policyFactor: {"1"}})
		if c.status == http.StatusConflict {
			form.Del(policyFactor)
		}
		if response, _ := h.send(t, c.cookie, http.MethodPost, settingsPath, form); response.StatusCode != c.status {
			t.Errorf("status %d, want %d", response.StatusCode, c.status)
		}
	}
	response, page := h.send(t, secret.Token(), http.MethodGet, mePath, nil)
	if response.StatusCode != http.StatusOK || !strings.Contains(page, "asks for a second factor itself") || strings.Contains(page, "/center/me/password") {
		t.Errorf("who signed in by single sign-on gets status %d, page %s", response.StatusCode, page)
	}
	if response, _ := h.send(t, secret.Token(), http.MethodPost, mePath+"/password", url.Values{"now": {housePassword}, "new": {"another good one"}, "again": {"another good one"}}); response.StatusCode != http.StatusForbidden {
		t.Errorf("another password: status %d", response.StatusCode)
	}
}

// TestFactorIsReset has a manager of everything take the second factor of an agent away, and nobody else.
func TestFactorIsReset(t *testing.T) {
	h := newHouse(t)
	elena, tom, ada := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword), h.enter(t, "ada", housePassword)
	h.enrol(t, ada, h.ada)
	app := first(support.NewAccounts(h.Store).AddDevice(t.Context(), h.ada, "desk"))
	page := fmt.Sprintf("%s/%d", agentsPath, h.ada)
	for _, c := range []struct {
		cookie string
		may    bool
	}{{tom, false}, {elena, true}} {
		_, shown := h.send(t, c.cookie, http.MethodGet, page, nil)
		response, _ := h.send(t, c.cookie, http.MethodPost, page+"/factor", url.Values{})
		has := first(h.factors.Of(t.Context(), h.ada))
		if strings.Contains(shown, page+"/factor") != c.may || (response.StatusCode == http.StatusSeeOther) != c.may || has.Any() == c.may {
			t.Errorf("may %v: status %d, left %+v", c.may, response.StatusCode, has)
		}
	}
	if response, _ := h.send(t, ada, http.MethodGet, mePath, nil); response.StatusCode != http.StatusSeeOther {
		t.Error("the agent's browser stays signed in")
	}
	if _, err := support.NewAccounts(h.Store).SignedIn(t.Context(), app); err == nil {
		t.Error("the agent's app stays signed in")
	}
	if log := first(h.Audit(t.Context(), h.north, h.elena, 0, 1)); log[0].Act != support.AuditFactorReset || log[0].Object != "Ada" {
		t.Errorf("the log says %+v", log)
	}
	if response, _ := h.send(t, elena, http.MethodPost, fmt.Sprintf("%s/%d/factor", agentsPath, h.elena), url.Values{}); response.StatusCode != http.StatusForbidden {
		t.Errorf("one's own: status %d", response.StatusCode)
	}
}
