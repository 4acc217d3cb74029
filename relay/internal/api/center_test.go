package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// latest returns what the audit log says last.
func (h *house) latest() support.AuditEvent {
	h.t.Helper()
	log, err := h.Audit(h.t.Context(), h.north.ID, 0, 0, 1)
	must(h.t, err)
	return log[0]
}

// TestSettings reads and changes what an organisation decided, but not how people sign in.
func TestSettings(t *testing.T) {
	h := newHouse(t)
	token := h.token("settings:write")
	was := h.call(token, "GET", "/settings", "")
	tag := was.header.Get("ETag")
	read[map[string]any](t, was, http.StatusOK)
	const other = `{"name":"Northfield Health","time_zone":"Europe/Paris","hand_in":true,"monitoring":true,"keep":{"requests":400,"chats":30,"audit":90,"sign_ins":0}}`
	h.call(token, "PUT", "/settings", other).mustBeProblem(t, "without an ETag", http.StatusPreconditionRequired)
	changed := h.call(token, "PUT", "/settings", other, "If-Match", tag)
	now := read[struct {
		Name           string
		Keep           struct{ Requests, Chats, Audit int }
		HandIn         bool `json:"hand_in"`
		FactorRequired bool `json:"factor_required"`
	}](t, changed, http.StatusOK)
	if now.Name != "Northfield Health" || now.Keep.Requests != 400 || now.Keep.Chats != 30 || !now.HandIn || now.FactorRequired {
		t.Errorf("the settings are %s", changed.body)
	}
	if e := h.latest(); e.Act != support.AuditSettingsChanged || e.Name != "Program" {
		t.Errorf("the log says %+v", e)
	}
	h.call(token, "PUT", "/settings", other, "If-Match", tag).mustBeProblem(t, "with a stale ETag", http.StatusPreconditionFailed)
	for name, wrong := range map[string]string{
		"signing in":       strings.Replace(other, `"hand_in":true`, `"hand_in":true,"factor_required":true`, 1),
		"no zone":          strings.Replace(other, "Europe/Paris", "Europe/Paradise", 1),
		"a short log":      strings.Replace(other, `"audit":90`, `"audit":3`, 1),
		"a long time":      strings.Replace(other, `"requests":400`, `"requests":65000`, 1),
		"a negative time":  strings.Replace(other, `"requests":400`, `"requests":-1`, 1),
		"nothing but name": `{"name":"Northfield"}`,
	} {
		h.call(token, "PUT", "/settings", wrong, "If-Match", changed.header.Get("ETag")).mustBeProblem(t, name, http.StatusUnprocessableEntity)
	}
	taken := strings.Replace(other, "Northfield Health", "Southfield", 1)
	h.call(token, "PUT", "/settings", taken, "If-Match", changed.header.Get("ETag")).mustBeProblem(t, "the other's name", http.StatusConflict)
	who := h.elena
	who.Token = support.Token{ID: 1, Scopes: support.ScopesAll, Expires: time.Now().Add(time.Hour)}
	o, err := h.manage.SettingsFor(t.Context(), who)
	must(t, err)
	seen := support.SeenOf(o)
	o.FactorRequired = true
	if err := h.manage.ChangeSettings(t.Context(), who, seen, o); !strings.Contains(fmt.Sprint(err), support.ErrDenied.Error()) {
		t.Errorf("a program requires a second factor: %v", err)
	}
	kept := read[struct {
		Zone string
		Kept []struct {
			Kind string
			Days int
		}
	}](t, h.call(token, "GET", "/retention", ""), http.StatusOK)
	if kept.Zone != "Europe/Paris" || len(kept.Kept) != 4 || kept.Kept[0].Kind != "cases" || kept.Kept[0].Days != 400 {
		t.Errorf("kept %+v", kept)
	}
}

// TestDeletions lists what retention deleted, page by page.
func TestDeletions(t *testing.T) {
	h := newHouse(t)
	for n := range 5 {
		must(t, h.AddDeletion(t.Context(), support.Deletion{Organisation: h.north.ID, Kind: support.PerishableChats, At: time.Now(), Before: time.Now(), Count: uint64(n + 1)}))
	}
	must(t, h.AddDeletion(t.Context(), support.Deletion{Organisation: h.south.ID, Kind: support.PerishableChats, At: time.Now(), Before: time.Now(), Count: 1}))
	if all, calls := h.walk(h.token("settings:read"), "/retention/deletions", 2); len(all) != 5 || calls != 3 {
		t.Errorf("%d deletions in %d pages", len(all), calls)
	}
}

// TestInvitations invites, by mail and without, invites again and withdraws.
func TestInvitations(t *testing.T) {
	h := newHouse(t)
	token := h.token("people:write")
	type invitation struct {
		ID                   uint64
		Name, Mail, Language string
		Link                 string
		By                   struct{ Name string }
	}
	body := func(mail string) string {
		return fmt.Sprintf(`{"name":"Cy","mail":%q,"team":%d,"portals":[],"language":"fr"}`, mail, h.front)
	}
	first := read[invitation](t, h.call(token, "POST", "/invitations", body("CY@field.example")), http.StatusCreated)
	if first.Mail != "cy@field.example" || first.By.Name != "Elena" || first.Language != "fr" || !strings.Contains(first.Link, "token=") {
		t.Errorf("invited %+v", first)
	}
	h.call(token, "POST", "/invitations", body("cy@field.example")).mustBeProblem(t, "twice", http.StatusConflict)
	h.call(token, "POST", "/invitations", body("ada@field.example")).mustBeProblem(t, "who is there", http.StatusConflict)
	h.call(token, "POST", "/invitations", strings.Replace(body("m@field.example"), `"team"`, `"role":"team-manager","team"`, 1)).mustBeProblem(t, "a manager", http.StatusForbidden)
	again := read[invitation](t, h.call(token, "POST", at("/invitations/%d/again", first.ID), ""), http.StatusOK)
	if again.Link == "" || again.Link == first.Link {
		t.Errorf("invited again by %q", again.Link)
	}
	links := support.NewLinks(h.Store)
	_, old, _ := strings.Cut(first.Link, "token=")
	_, good, _ := strings.Cut(again.Link, "token=")
	if _, _, err := links.Invitation(t.Context(), old); err == nil {
		t.Error("the former link is good")
	}
	if i, _, err := links.Invitation(t.Context(), good); err != nil || i.Name != "Cy" {
		t.Errorf("the link leads to %+v, %v", i, err)
	}
	h.post.on = true
	if mailed := read[invitation](t, h.call(token, "POST", "/invitations", body("di@field.example")), http.StatusCreated); mailed.Link != "" {
		t.Error("the link of a mail is shown")
	}
	if all, _ := h.walk(token, "/invitations", 1); len(all) != 2 {
		t.Errorf("%d invitations", len(all))
	}
	if all, _ := h.walk(h.token("people:write", h.back), "/invitations", 1); len(all) != 0 {
		t.Errorf("another team sees %d invitations", len(all))
	}
	h.call(h.token("people:write", h.back), "DELETE", at("/invitations/%d", first.ID), "").mustBeProblem(t, "another team's", http.StatusNotFound)
	if a := h.call(token, "DELETE", at("/invitations/%d", first.ID), ""); a.status != http.StatusNoContent {
		t.Errorf("withdrawn: status %d: %s", a.status, a.body)
	}
	h.call(token, "DELETE", at("/invitations/%d", first.ID), "").mustBeProblem(t, "withdrawn twice", http.StatusNotFound)
	if _, _, err := links.Invitation(t.Context(), good); err == nil {
		t.Error("a withdrawn invitation is good")
	}
}

// TestWebhooks makes, changes and deletes a webhook, with its secrets and its log.
func TestWebhooks(t *testing.T) {
	h := newHouse(t)
	token := h.token("webhooks:write")
	type hook struct {
		ID     uint64
		Secret string
		Former string `json:"former_secret_until"`
	}
	const entry = `{"name":"Desk","url":"https://desk.example/hook","events":["request.posted"]}`
	answer := h.call(token, "POST", "/webhooks", entry)
	made := read[hook](t, answer, http.StatusCreated)
	place := at("/webhooks/%d", made.ID)
	got := h.call(token, "GET", place, "")
	if !strings.HasPrefix(made.Secret, "whsec_") || strings.Contains(got.body, "whsec_") || got.header.Get("ETag") != answer.header.Get("ETag") ||
		!strings.HasSuffix(answer.header.Get("Location"), place) {
		t.Errorf("made %s, read %s", answer.body, got.body)
	}
	renewed := read[hook](t, h.call(token, "POST", place+"/secret", ""), http.StatusOK)
	if renewed.Secret == made.Secret || renewed.Former == "" {
		t.Errorf("the new secret: %+v", renewed)
	}
	if last := read[hook](t, h.call(token, "POST", place+"/secret?at_once=true", ""), http.StatusOK); last.Secret == renewed.Secret || last.Former != "" {
		t.Errorf("the secret that counts alone: %+v", last)
	}
	for _, act := range []string{"test", "test", "enable"} {
		if a := h.call(token, "POST", place+"/"+act, ""); a.status != http.StatusNoContent {
			t.Errorf("%s: status %d: %s", act, a.status, a.body)
		}
	}
	log, _ := h.walk(token, place+"/deliveries", 1)
	if len(log) != 2 {
		t.Fatalf("%d deliveries", len(log))
	}
	h.call(token, "POST", place+"/deliveries/"+log[0]+"/again", "").mustBeProblem(t, "what waits again", http.StatusNotFound)
	now := time.Now()
	d, _, err := h.ClaimDelivery(t.Context(), now, now.Add(time.Minute))
	must(t, err)
	d.DeliveryResult = support.DeliveryResult{Status: support.DeliveryTaken, Tries: 1, Tried: now, Code: http.StatusNoContent}
	_, err = h.FinishDelivery(t.Context(), d, now.Add(-time.Hour), false)
	must(t, err)
	if a := h.call(token, "POST", fmt.Sprintf("%s/deliveries/%d/again", place, d.ID), ""); a.status != http.StatusNoContent {
		t.Errorf("again: status %d: %s", a.status, a.body)
	}
	const second = `{"name":"Desk","url":"http://desk.example/hook","events":["request.posted"]}`
	h.call(token, "PUT", place, second, "If-Match", got.header.Get("ETag")).mustBeProblem(t, "without https", http.StatusUnprocessableEntity)
	h.call(token, "PUT", place, strings.Replace(entry, "posted", "eaten", 1), "If-Match", got.header.Get("ETag")).mustBeProblem(t, "no event", http.StatusUnprocessableEntity)
	changed := h.call(token, "PUT", place, strings.Replace(entry, "Desk", "Board", 1), "If-Match", got.header.Get("ETag"))
	read[hook](t, changed, http.StatusOK)
	h.call(token, "DELETE", place, "", "If-Match", got.header.Get("ETag")).mustBeProblem(t, "with a stale ETag", http.StatusPreconditionFailed)
	reader := h.token("webhooks:read")
	if all, _ := h.walk(reader, "/webhooks", 1); len(all) != 1 {
		t.Errorf("%d webhooks", len(all))
	}
	if a := h.call(token, "DELETE", place, "", "If-Match", changed.header.Get("ETag")); a.status != http.StatusNoContent {
		t.Errorf("delete: status %d: %s", a.status, a.body)
	}
	h.call(token, "POST", place+"/test", "").mustBeProblem(t, "what is gone", http.StatusNotFound)
	foreign := support.Manager{Agent: support.Agent{Role: support.RoleOrganisationManager}, Organisation: h.south}
	theirs, err := h.manage.CreateWebhook(t.Context(), foreign, support.WebhookEntry{Name: "S", URL: "https://s.example/", Events: 1})
	must(t, err)
	for _, path := range []string{"", "/deliveries"} {
		h.call(token, "GET", at("/webhooks/%d", theirs.ID)+path, "").mustBeProblem(t, "the other's"+path, http.StatusNotFound)
	}
	h.call(token, "POST", at("/webhooks/%d/secret", theirs.ID), "").mustBeProblem(t, "the other's secret", http.StatusNotFound)
}

// TestPersons finds what is kept of a customer, hands it out and erases it.
func TestPersons(t *testing.T) {
	h := newHouse(t)
	h.happened(40)
	token := h.token("persons:write")
	type request struct{ ID, Customer, State string }
	all := read[struct{ Items []request }](t, h.call(h.token("requests:read"), "GET", "/requests?limit=40&state=resolved", ""), http.StatusOK).Items
	name := all[0].Customer
	const search = "/persons/search"
	found := read[struct {
		Items []struct {
			ID         string
			Sure, Over bool
		}
		More bool
	}](t, h.call(token, "POST", search, fmt.Sprintf(`{"name":%q}`, name)), http.StatusOK)
	if len(found.Items) == 0 || !found.Items[0].Sure || found.More {
		t.Fatalf("found %+v for %q", found, name)
	}
	if e := h.latest(); e.Act != support.AuditPersonSought || strings.Contains(fmt.Sprint(e), name) {
		t.Errorf("the log says %+v", e)
	}
	h.call(token, "POST", search, `{"name":"x"}`).mustBeProblem(t, "too little", http.StatusUnprocessableEntity)
	ids := `{"requests":["` + all[0].ID + `"]}`
	copied := read[struct{ Items []request }](t, h.call(token, "POST", "/persons/export", ids), http.StatusOK)
	if len(copied.Items) != 1 || copied.Items[0].Customer != name {
		t.Errorf("the copy is %+v", copied)
	}
	h.call(h.token("persons:read"), "POST", "/persons/erase", ids).mustBeProblem(t, "a reader erases", http.StatusForbidden)
	if a := h.call(token, "POST", "/persons/erase", ids); a.status != http.StatusNoContent {
		t.Fatalf("erase: status %d: %s", a.status, a.body)
	}
	after := read[request](t, h.call(h.token("requests:read"), "GET", "/requests/"+all[0].ID, ""), http.StatusOK)
	if after.Customer != "" {
		t.Errorf("after erasure the customer is %q", after.Customer)
	}
	for body, status := range map[string]int{
		`{"requests":[]}`: http.StatusUnprocessableEntity, `{"requests":["x"]}`: http.StatusUnprocessableEntity,
		`{"requests":["` + strings.Repeat("ab", 16) + `"]}`: http.StatusConflict,
	} {
		h.call(token, "POST", "/persons/erase", body).mustBeProblem(t, body, status)
	}
	h.call(token, "POST", "/persons/export", `{"requests":["`+strings.Repeat("ab", 16)+`"]}`).mustBeProblem(t, "what is not there", http.StatusNotFound)
	h.call(token, "POST", at("/agents/%d/erase-name", h.ada), "").mustBeProblem(t, "who is in service", http.StatusConflict)
	h.call(token, "POST", at("/agents/%d/erase-name", h.otto), "").mustBeProblem(t, "the other's agent", http.StatusNotFound)
	must(t, h.SetDisabled(t.Context(), h.ada, true))
	if a := h.call(token, "POST", at("/agents/%d/erase-name", h.ada), ""); a.status != http.StatusNoContent {
		t.Errorf("erase a name: status %d: %s", a.status, a.body)
	}
	if ada, err := h.Agent(t.Context(), h.ada); err != nil || ada.Name != support.FormerName(h.ada) {
		t.Errorf("the agent is called %q, %v", ada.Name, err)
	}
}
