package center

import (
	"encoding/base64"
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

// TestWebhookPages makes a webhook, sees its secret once, and does to it what its page offers.
func TestWebhookPages(t *testing.T) {
	h := newHouse(t)
	elena := h.enter(t, "elena", housePassword)
	form := url.Values{"name": {"Ticketing"}, "url": {"https://desk.example/hook"}, "event": {"request.posted", "agent.signed_in"}}
	response, page := h.send(t, elena, http.MethodPost, webhooksPath+"/new", form)
	secret := regexp.MustCompile(`whsec_[0-9a-zA-Z&#;+/]+=`).FindString(page)
	hooks := first(h.Webhooks(t.Context(), h.north))
	if response.StatusCode != http.StatusOK || len(hooks) != 1 || secret == "" {
		t.Fatalf("status %d, %d webhooks, secret %q", response.StatusCode, len(hooks), secret)
	}
	if key, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(strings.TrimPrefix(secret, "whsec_"), "&#43;", "+")); err != nil || support.Secret(key) != hooks[0].Secret {
		t.Errorf("the page shows another secret: %v", err)
	}
	one := fmt.Sprintf("%s/%d", webhooksPath, hooks[0].ID)
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(page)[1]
	for _, act := range []string{"/test", "/test", "/enable", "/secret"} {
		if response, page = h.send(t, elena, http.MethodPost, one+act, url.Values{}); response.StatusCode >= http.StatusBadRequest {
			t.Errorf("%s: status %d", act, response.StatusCode)
		}
	}
	if !strings.Contains(page, "whsec_") || strings.Contains(page, secret) {
		t.Error("no other secret is shown")
	}
	form.Set("name", "Ticketing 2")
	form.Set("seen", seen)
	if response, _ = h.send(t, elena, http.MethodPost, one, form); response.StatusCode != http.StatusSeeOther {
		t.Errorf("change: status %d", response.StatusCode)
	}
	if response, _ = h.send(t, elena, http.MethodPost, one, form); response.StatusCode != http.StatusConflict {
		t.Errorf("change what was changed: status %d", response.StatusCode)
	}
	if response, _ = h.send(t, elena, http.MethodPost, one+"/delete", url.Values{"seen": {seen}}); response.StatusCode != http.StatusConflict {
		t.Errorf("delete what was changed: status %d", response.StatusCode)
	}
	h.showWebhookStates(t, elena, one, hooks[0])
	for name, cookie := range map[string]string{"tom": h.enter(t, "tom", housePassword), "otto": h.enter(t, "otto", housePassword)} {
		for _, act := range []string{"", "/test", "/enable", "/secret", "/delete", "/deliveries/1/again"} {
			if response, _ := h.send(t, cookie, http.MethodPost, one+act, form); response.StatusCode != http.StatusForbidden && response.StatusCode != http.StatusNotFound {
				t.Errorf("%s by %s: status %d", act, name, response.StatusCode)
			}
		}
	}
	_, page = h.send(t, elena, http.MethodGet, one, nil)
	seen = regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(page)[1]
	if response, _ = h.send(t, elena, http.MethodPost, one+"/delete", url.Values{"seen": {seen}}); response.StatusCode != http.StatusSeeOther {
		t.Errorf("delete: status %d", response.StatusCode)
	}
	if hooks = first(h.Webhooks(t.Context(), h.north)); len(hooks) != 0 {
		t.Errorf("%d webhooks are left", len(hooks))
	}
}

// showWebhookStates looks at the pages in every state of a webhook and of its deliveries.
func (h *house) showWebhookStates(t *testing.T, cookie, one string, w support.Webhook) {
	t.Helper()
	now := time.Now()
	d, _, err := h.ClaimDelivery(t.Context(), now, now.Add(time.Minute))
	must(t, err)
	for _, c := range []struct {
		result support.DeliveryResult
		gone   bool
		want   []string
	}{
		{support.DeliveryResult{Status: support.DeliveryWaiting, Tries: 1, Tried: now, Next: now, Code: 503, Error: "503 Service Unavailable"}, false, []string{"503", "Will be tried again", "Fails"}},
		{support.DeliveryResult{Status: support.DeliveryGivenUp, Tries: 2, Tried: now, Error: "no answer in time"}, true, []string{"Given up", "no answer in time", "Stopped", "took nothing"}},
	} {
		d.DeliveryResult = c.result
		_, err := h.FinishDelivery(t.Context(), d, now.Add(-time.Hour), c.gone)
		must(t, err)
		for _, l := range words.Languages() {
			for _, path := range []string{one, webhooksPath, webhooksPath + "/new"} {
				response, page := h.send(t, cookie, http.MethodGet, path+"?lang="+string(l), nil)
				if response.StatusCode != http.StatusOK || strings.Contains(page, "whsec_") {
					t.Errorf("%s in %s: status %d", path, l, response.StatusCode)
				}
				for _, want := range c.want {
					if path == one && l == words.English && !strings.Contains(page, want) {
						t.Errorf("the page lacks %q: %s", want, page)
					}
				}
			}
		}
		if !c.gone {
			d, _, err = h.ClaimDelivery(t.Context(), now.Add(time.Second), now.Add(time.Minute))
			must(t, err)
		}
	}
	if response, _ := h.send(t, cookie, http.MethodPost, fmt.Sprintf("%s/deliveries/%d/again", one, d.ID), url.Values{}); response.StatusCode != http.StatusSeeOther {
		t.Errorf("deliver again: status %d", response.StatusCode)
	}
	if w, err := h.Webhook(t.Context(), w.ID); err != nil || w.Disabled.IsZero() {
		t.Errorf("disabled %v, %v", w.Disabled, err)
	}
}

// TestWebhookForm sends forms that cannot be kept.
func TestWebhookForm(t *testing.T) {
	h := newHouse(t)
	elena := h.enter(t, "elena", housePassword)
	for name, c := range map[string]struct {
		form   url.Values
		status int
	}{
		"http":          {url.Values{"name": {"x"}, "url": {"http://desk.example"}, "event": {"request.posted"}}, http.StatusUnprocessableEntity},
		"no event":      {url.Values{"name": {"x"}, "url": {"https://desk.example"}}, http.StatusUnprocessableEntity},
		"unknown event": {url.Values{"name": {"x"}, "url": {"https://desk.example"}, "event": {"*"}}, http.StatusBadRequest},
		"a script":      {url.Values{"name": {"x"}, "url": {"javascript:alert(1)"}, "event": {"request.posted"}}, http.StatusUnprocessableEntity},
	} {
		if response, page := h.send(t, elena, http.MethodPost, webhooksPath+"/new", c.form); response.StatusCode != c.status || strings.Contains(page, "whsec_") {
			t.Errorf("%s: status %d", name, response.StatusCode)
		}
	}
}
