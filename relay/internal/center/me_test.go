package center

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/account/keytest"
	"beside.example/relay/internal/support"
)

// TestAgentSeesTheOwnAccountAlone has an agent whom no manager let in sign in.
func TestAgentSeesTheOwnAccountAlone(t *testing.T) {
	h := newHouse(t)
	cookie := h.enter(t, "bob", housePassword)
	response, _ := h.send(t, cookie, http.MethodGet, homePath, nil)
	if to := response.Header.Get("Location"); to != mePath {
		t.Errorf("the sign-in leads to %q", to)
	}
	response, page := h.send(t, cookie, http.MethodGet, mePath, nil)
	if response.StatusCode != http.StatusOK || strings.Contains(page, "/center/live") || strings.Contains(page, "/center/reports") {
		t.Errorf("status %d, page %s", response.StatusCode, page)
	}
	if response, _ := h.send(t, cookie, http.MethodGet, "/center/reports", nil); response.StatusCode != http.StatusForbidden {
		t.Errorf("reports: status %d", response.StatusCode)
	}
}

var askedKey = regexp.MustCompile(`data-key="([^"]+)"`)

// askedOf returns what a page's script asks the browser for.
func askedOf(t *testing.T, page string) string {
	t.Helper()
	found := askedKey.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no key is asked for: %s", page)
	}
	return html.UnescapeString(found[1])
}

// TestSecurityKeyOfManager goes from the registration of two keys to a sign-in by one, and takes one away.
func TestSecurityKeyOfManager(t *testing.T) {
	h := newHouse(t)
	cookie := h.enter(t, "tom", housePassword)
	keys := map[string]*keytest.Key{}
	for _, name := range []string{"Blue stick", "Telephone"} {
		keys[name] = keytest.New(t, "https://help.northfield.example")
		response, page := h.send(t, cookie, http.MethodGet, mePath+"/keys/new", nil)
		if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("policy %q", policy)
		}
		h.send(t, cookie, http.MethodPost, mePath+"/keys/new", url.Values{"name": {name}, "response": {keys[name].Register(t, askedOf(t, page))}})
	}
	_, page := h.send(t, cookie, http.MethodGet, mePath, nil)
	for name := range keys {
		if !strings.Contains(page, name) {
			t.Errorf("the page lacks %s", name)
		}
	}
	for name, key := range keys {
		if h.enter(t, "tom", housePassword) != "" {
			t.Error("the password alone signs in")
		}
		_, page = h.send(t, "", http.MethodPost, signInPath, url.Values{"mail": {"tom@field.example"}, "password": {housePassword}})
		step := regexp.MustCompile(`name="step" value="([^"]+)"`).FindStringSubmatch(page)[1]
		form := url.Values{"step": {step}, "do": {"key"}, "response": {key.Sign(t, askedOf(t, page))}}
		response, _ := h.send(t, "", http.MethodPost, signInPath+"/code", form)
		if cookieOf(response) == "" {
			t.Errorf("%s gets status %d", name, response.StatusCode)
		}
		if response, _ := h.send(t, "", http.MethodPost, signInPath+"/code", form); cookieOf(response) != "" {
			t.Error("the same signs in twice")
		}
	}
	kept := first(h.SecurityKeys(t.Context(), h.tom))
	ada := h.enter(t, "ada", housePassword)
	for _, c := range []struct {
		cookie string
		status int
		left   int
	}{{ada, http.StatusNotFound, 2}, {cookie, http.StatusSeeOther, 1}, {cookie, http.StatusNotFound, 1}} {
		response, _ := h.send(t, c.cookie, http.MethodPost, fmt.Sprintf("%s/keys/%d/remove", mePath, kept[0].ID), url.Values{})
		if left := first(h.SecurityKeys(t.Context(), h.tom)); response.StatusCode != c.status || len(left) != c.left {
			t.Errorf("remove: status %d, %d are left", response.StatusCode, len(left))
		}
	}
}

// TestOldSignInChangesNothing shows that a browser which signed in a while ago cannot change how its agent signs in.
func TestOldSignInChangesNothing(t *testing.T) {
	h := newHouse(t)
	secret, then := support.NewSecret(), time.Now().Add(-time.Hour)
	first(h.KeepCenterSignIn(t.Context(), support.CenterSignIn{Agent: h.tom, Token: secret.Hash(), Created: then, Seen: time.Now()}, then.Add(-time.Hour)))
	response, page := h.send(t, secret.Token(), http.MethodGet, mePath, nil)
	if response.StatusCode != http.StatusOK || !strings.Contains(page, "/center/sign-in?again=1") || strings.Contains(page, "/keys/new") {
		t.Errorf("status %d, page %s", response.StatusCode, page)
	}
	for _, path := range []string{"/factor", "/factor/confirm", "/keys/new", "/keys/1/remove", "/recovery"} {
		response, _ := h.send(t, secret.Token(), http.MethodPost, mePath+path, url.Values{})
		if to := response.Header.Get("Location"); response.StatusCode != http.StatusSeeOther || to != mePath {
			t.Errorf("%s: status %d to %q", path, response.StatusCode, to)
		}
	}
	if response, _ := h.send(t, secret.Token(), http.MethodGet, signInPath+"?again=1&back=/center/me", nil); response.StatusCode != http.StatusOK {
		t.Errorf("signing in once more: status %d", response.StatusCode)
	}
}

// TestSignInsAreRevoked lists the browsers of an agent, signs another one out, and all of them by another password.
func TestSignInsAreRevoked(t *testing.T) {
	h := newHouse(t)
	here, there, third := h.enter(t, "tom", housePassword), h.enter(t, "tom", housePassword), h.enter(t, "tom", housePassword)
	in := func(cookie string) bool {
		response, _ := h.send(t, cookie, http.MethodGet, mePath, nil)
		return response.StatusCode == http.StatusOK
	}
	_, page := h.send(t, here, http.MethodGet, mePath, nil)
	others := regexp.MustCompile(`/center/me/sign-ins/\d+/end`).FindAllString(page, -1)
	if len(others) != 2 || !strings.Contains(page, `<span class="cnt">3</span>`) {
		t.Fatalf("%d others are listed", len(others))
	}
	h.send(t, h.enter(t, "ada", housePassword), http.MethodPost, others[1], url.Values{})
	if !in(there) {
		t.Error("somebody else signs out another agent's browser")
	}
	h.send(t, here, http.MethodPost, others[1], url.Values{})
	if in(there) || !in(here) || !in(third) {
		t.Error("not that one alone is signed out")
	}
	accounts := support.NewAccounts(h.Store)
	laptop, device := first(accounts.AddDevice(t.Context(), h.tom, "laptop")), first(accounts.AddDevice(t.Context(), h.tom, "desk"))
	_, page = h.send(t, here, http.MethodGet, mePath, nil)
	apps := regexp.MustCompile(`/center/me/devices/\d+/end`).FindAllString(page, -1)
	if len(apps) != 2 {
		t.Fatalf("%d apps are listed", len(apps))
	}
	if response, _ := h.send(t, h.enter(t, "ada", housePassword), http.MethodPost, apps[0], url.Values{}); response.StatusCode != http.StatusNotFound {
		t.Errorf("another agent's app: status %d", response.StatusCode)
	}
	h.send(t, here, http.MethodPost, apps[0], url.Values{})
	signedIn := 0
	for _, token := range []string{laptop, device} {
		if _, err := accounts.SignedIn(t.Context(), token); err == nil {
			signedIn++
		}
	}
	if signedIn != 1 {
		t.Errorf("%d apps are signed in after one was signed out", signedIn)
	}
	for name, c := range map[string]struct {
		now, next, again string
		status           int
	}{
		"a wrong password": {"wrong password", "another good one", "another good one", http.StatusForbidden},
		"too short":        {housePassword, "short", "short", http.StatusUnprocessableEntity},
		"two new ones":     {housePassword, "another good one", "another good onw", http.StatusUnprocessableEntity},
	} {
		response, _ := h.send(t, here, http.MethodPost, mePath+"/password", url.Values{"now": {c.now}, "new": {c.next}, "again": {c.again}})
		if response.StatusCode != c.status || !in(third) {
			t.Errorf("%s: status %d", name, response.StatusCode)
		}
	}
	response, _ := h.send(t, here, http.MethodPost, mePath+"/password", url.Values{"now": {housePassword}, "new": {"another good one"}, "again": {"another good one"}})
	if renewed := cookieOf(response); in(here) || in(third) || !in(renewed) {
		t.Errorf("status %d: another password does not end the others", response.StatusCode)
	}
	for _, token := range []string{laptop, device} {
		if _, err := accounts.SignedIn(t.Context(), token); err == nil {
			t.Error("an app stays signed in")
		}
	}
	if h.enter(t, "tom", housePassword) != "" || h.enter(t, "tom", "another good one") == "" {
		t.Error("the password is not another one")
	}
	if log := first(h.Audit(t.Context(), h.north, h.tom, 0, 100)); !strings.Contains(fmt.Sprint(log), string(support.AuditOwnPassword)) {
		t.Errorf("the log says %v", log)
	}
}
