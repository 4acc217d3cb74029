package center

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/mail"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/webtest"
)

// TestInvitation goes from the manager's form by mail to the first sign-in, once.
func TestInvitation(t *testing.T) {
	h := newHouse(t)
	tom := h.enter(t, "tom", housePassword)
	response, _ := h.send(t, tom, http.MethodPost, invitationsPath, h.newAgentForm(" Nina@Field.example ", support.RoleAgent))
	status(t, "invite", response, http.StatusSeeOther)
	response, page := h.send(t, tom, http.MethodPost, invitationsPath, h.newAgentForm("nina@field.example", support.RoleAgent))
	if status(t, "invite twice", response, http.StatusConflict); !strings.Contains(page, "invited already") {
		t.Errorf("invite twice: %s", page)
	}
	response, _ = h.send(t, tom, http.MethodPost, invitationsPath, h.newAgentForm("ada@field.example", support.RoleAgent))
	status(t, "invite who is there", response, http.StatusConflict)
	response, _ = h.send(t, tom, http.MethodPost, invitationsPath, h.newAgentForm("x@field.example", support.RoleOrganisationManager))
	status(t, "invite somebody above", response, http.StatusForbidden)
	mails := h.post(t)
	if len(mails) != 1 || mails[0].To != "nina@field.example" || !strings.Contains(mails[0].Subject, "Tom vous invite") {
		t.Fatalf("mails %+v", mails)
	}
	link := linkIn(t, mails[0])
	_, list := h.send(t, tom, http.MethodGet, invitationsPath, nil)
	if !strings.Contains(list, "Nina Blanc") || strings.Contains(list, "token=") {
		t.Errorf("the list: %s", list)
	}
	for range 2 { // looking uses nothing up
		response, page := h.send(t, "", http.MethodGet, link, nil)
		if status(t, "look", response, http.StatusOK); !strings.Contains(page, "Northfield a un compte pour vous, Nina Blanc") {
			t.Errorf("page %s", page)
		}
	}
	response, _ = h.send(t, "", http.MethodPost, link, chosen("short"))
	status(t, "a short password", response, http.StatusUnprocessableEntity)
	response, _ = h.send(t, "", http.MethodPost, link, url.Values{"new": {housePassword}, "again": {housePassword + "x"}})
	status(t, "two passwords", response, http.StatusUnprocessableEntity)
	response, _ = h.send(t, "", http.MethodPost, link, chosen("a long password of hers"))
	if status(t, "accept", response, http.StatusSeeOther); cookieOf(response) == "" {
		t.Error("who accepted is not in")
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		response, _ := h.send(t, "", method, link, chosen("another password"))
		status(t, "the link again", response, http.StatusGone)
	}
	nina := first(h.AgentByMail(t.Context(), "nina@field.example"))
	if portals := first(h.AgentPortals(t.Context(), nina.ID)); nina.Team != h.pharmacy || nina.Role != support.RoleAgent || len(portals) != 1 || portals[0] != h.desk {
		t.Errorf("made %+v with portals %v", nina, portals)
	}
	if h.enter(t, "nina", "a long password of hers") == "" {
		t.Error("she cannot sign in")
	}
}

// TestInvitationEnds shows what makes a link worth nothing: a newer one, a withdrawal, and that whoever sent it has no say any more.
func TestInvitationEnds(t *testing.T) {
	h := newHouse(t)
	elena, tom, ada := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword), h.enter(t, "ada", housePassword)
	h.send(t, tom, http.MethodPost, invitationsPath, h.newAgentForm("nina@field.example", support.RoleAgent))
	id := first(h.Invitations(t.Context(), h.north))[0].ID
	path := fmt.Sprintf("%s/%d", invitationsPath, id)
	before := linkIn(t, h.post(t)[0])
	otto := h.enter(t, "otto", housePassword)
	for name, cookie := range map[string]string{"another organisation": otto, "an agent": ada} {
		for _, act := range []string{"/again", "/withdraw"} {
			if response, _ := h.send(t, cookie, http.MethodPost, path+act, url.Values{}); response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %s: status %d", name, act, response.StatusCode)
			}
		}
	}
	response, _ := h.send(t, elena, http.MethodPost, path+"/again", url.Values{})
	status(t, "again at once", response, http.StatusTooManyRequests)
	h.age(t, id, before)
	response, _ = h.send(t, elena, http.MethodPost, path+"/again", url.Values{})
	status(t, "again", response, http.StatusSeeOther)
	mails := h.post(t)
	if len(mails) != 1 || !strings.Contains(mails[0].Subject, "Elena") {
		t.Fatalf("mails %+v", mails)
	}
	after := linkIn(t, mails[0])
	response, _ = h.send(t, "", http.MethodPost, before, chosen("a long password"))
	status(t, "the link before", response, http.StatusGone)
	must(t, h.SetDisabled(t.Context(), h.elena, true))
	response, _ = h.send(t, "", http.MethodPost, after, chosen("a long password"))
	status(t, "by somebody out of service", response, http.StatusGone)
	must(t, h.SetDisabled(t.Context(), h.elena, false))
	h.age(t, id, after)
	for range 2 { // one mail is enough
		h.send(t, tom, http.MethodPost, path+"/again", url.Values{})
	}
	h.send(t, tom, http.MethodPost, path+"/withdraw", url.Values{})
	if mails := h.post(t); len(mails) != 0 {
		t.Errorf("a mail for what was withdrawn: %+v", mails)
	}
	response, _ = h.send(t, "", http.MethodPost, after, chosen("a long password"))
	status(t, "withdrawn", response, http.StatusGone)
	for _, token := range []string{"", "x", support.NewSecret().Token()} {
		response, _ := h.send(t, "", http.MethodPost, invitationPath+"?token="+token, chosen("a long password"))
		status(t, "an invented token", response, http.StatusGone)
	}
	if agents := first(h.Agents(t.Context(), h.north)); len(agents) != 4 {
		t.Errorf("%d agents", len(agents))
	}
}

// TestInvitationWithSecondFactor shows that whoever accepts sets up a second factor first where everyone has one.
func TestInvitationWithSecondFactor(t *testing.T) {
	h := newHouse(t)
	h.send(t, h.enter(t, "elena", housePassword), http.MethodPost, invitationsPath, h.newAgentForm("nina@field.example", support.RoleAgent))
	settings := support.DefaultSettings()
	settings.FactorRequired = true
	must(t, h.PutSettings(t.Context(), h.north, settings))
	response, page := h.send(t, "", http.MethodPost, linkIn(t, h.post(t)[0]), chosen("a long password"))
	if cookieOf(response) != "" || !strings.Contains(page, `<path d="M`) {
		t.Errorf("status %d, cookie %q: %s", response.StatusCode, cookieOf(response), page)
	}
}

// TestInvitationSingleSignOn asks nobody for a password where none counts: the link makes an agent, and lets nobody in.
func TestInvitationSingleSignOn(t *testing.T) {
	h := newHouse(t)
	h.send(t, h.enter(t, "elena", housePassword), http.MethodPost, invitationsPath, h.newAgentForm("nina@field.example", support.RoleAgent))
	settings := first(h.Settings(t.Context(), h.north))
	settings.OnlySingleSignOn = true
	must(t, h.PutSettings(t.Context(), h.north, settings))
	link := linkIn(t, h.post(t)[0])
	response, page := h.send(t, "", http.MethodGet, link, nil)
	if status(t, "the invitation", response, http.StatusOK); strings.Contains(page, `type="password"`) {
		t.Errorf("a password is asked for: %s", page)
	}
	response, page = h.send(t, "", http.MethodPost, link, url.Values{"new": {"x"}})
	status(t, "accept", response, http.StatusOK)
	if cookieOf(response) != "" || !strings.Contains(page, signInPath) {
		t.Errorf("accepted with the cookie %q: %s", cookieOf(response), page)
	}
	nina := first(h.AgentByMail(t.Context(), "nina@field.example"))
	if nina.PasswordHash != "" || nina.Name != "Nina Blanc" {
		t.Errorf("made %+v", nina)
	}
	h.send(t, "", http.MethodPost, forgotPath, url.Values{"mail": {"nina@field.example"}})
	if mails := h.post(t); len(mails) != 0 {
		t.Errorf("a mail about a password that counts for nothing: %+v", mails)
	}
	response, _ = h.send(t, "", http.MethodPost, link, url.Values{})
	status(t, "accept twice", response, http.StatusGone)
}

// TestInvitationWithoutMail shows the link once, and a new one when asked.
func TestInvitationWithoutMail(t *testing.T) {
	h := newHouse(t)
	h.mail.off = true
	elena := h.enter(t, "elena", housePassword)
	link := regexp.MustCompile(`https://help\.northfield\.example(/invitation\?[^<]+)<`)
	_, page := h.send(t, elena, http.MethodPost, invitationsPath, h.newAgentForm("nina@field.example", support.RoleTeamManager))
	found := link.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no link: %s", page)
	}
	if _, page := h.send(t, elena, http.MethodGet, invitationsPath, nil); link.MatchString(page) {
		t.Error("the link is shown again")
	}
	_, page = h.send(t, elena, http.MethodPost, fmt.Sprintf("%s/%d/again", invitationsPath, first(h.Invitations(t.Context(), h.north))[0].ID), url.Values{})
	again := link.FindStringSubmatch(page)
	response, _ := h.send(t, "", http.MethodGet, html.UnescapeString(found[1]), nil)
	status(t, "the first link", response, http.StatusGone)
	response, _ = h.send(t, "", http.MethodPost, html.UnescapeString(again[1]), chosen("a long password"))
	status(t, "the second link", response, http.StatusSeeOther)
	if mails := h.post(t); len(mails) != 0 {
		t.Errorf("mails %+v", mails)
	}
	_, page = h.send(t, "", http.MethodGet, forgotPath, nil)
	if !strings.Contains(page, "Ask a manager") {
		t.Errorf("page %s", page)
	}
	response, _ = h.send(t, "", http.MethodPost, forgotPath, url.Values{"mail": {"tom@field.example"}})
	status(t, "ask for a mail", response, http.StatusConflict)
}

// TestForgotten goes from the forgotten password by mail to a new one, once. Everybody who was in is out.
func TestForgotten(t *testing.T) {
	h := newHouse(t)
	tom := h.enter(t, "tom", housePassword)
	token := first(support.NewAccounts(h.Store).AddDevice(t.Context(), h.tom, "desk"))
	var answers []string
	for _, mail := range []string{"tom@field.example", "nobody@field.example"} {
		response, page := h.send(t, "", http.MethodPost, forgotPath, url.Values{"mail": {mail}})
		status(t, "ask", response, http.StatusOK)
		answers = append(answers, page)
	}
	if answers[0] != answers[1] {
		t.Error("the answer tells whose address it is")
	}
	must(t, h.SetDisabled(t.Context(), h.bob, true))
	h.send(t, "", http.MethodPost, forgotPath, url.Values{"mail": {"bob@field.example"}})
	mails := h.post(t)
	if len(mails) != 1 || mails[0].To != "tom@field.example" || mails[0].ToName != "Tom" {
		t.Fatalf("mails %+v", mails)
	}
	link := linkIn(t, mails[0])
	h.send(t, "", http.MethodPost, forgotPath, url.Values{"mail": {"tom@field.example"}})
	if again := h.post(t); len(again) != 0 {
		t.Errorf("a mail right after the first: %+v", again)
	}
	response, page := h.send(t, "", http.MethodGet, link, nil)
	if status(t, "look", response, http.StatusOK); !strings.Contains(page, "For the account of Tom") {
		t.Errorf("page %s", page)
	}
	response, _ = h.send(t, "", http.MethodPost, link, chosen("short"))
	status(t, "a short password", response, http.StatusUnprocessableEntity)
	response, page = h.send(t, "", http.MethodPost, link, chosen("a new password of his"))
	if status(t, "choose", response, http.StatusOK); cookieOf(response) != "" || !strings.Contains(page, "Your password is changed") {
		t.Errorf("page %s", page)
	}
	response, _ = h.send(t, "", http.MethodPost, link, chosen("yet another password"))
	status(t, "the link again", response, http.StatusGone)
	if response, _ := h.send(t, tom, http.MethodGet, mePath, nil); response.StatusCode != http.StatusSeeOther {
		t.Errorf("the browser from before: status %d", response.StatusCode)
	}
	if _, err := support.NewAccounts(h.Store).SignedIn(t.Context(), token); !errors.Is(err, support.ErrDenied) {
		t.Errorf("the app from before: %v", err)
	}
	if h.enter(t, "tom", housePassword) != "" || h.enter(t, "tom", "a new password of his") == "" {
		t.Error("the old password works, or the new one does not")
	}
	if told := h.post(t); len(told) != 1 || told[0].Subject != "Your password was changed" || told[0].To != "tom@field.example" {
		t.Errorf("told %+v", told)
	}
	if log := first(h.Audit(t.Context(), h.north, h.tom, 0, 10)); !slices.ContainsFunc(log, func(e support.AuditEvent) bool { return e.Act == support.AuditPasswordReset }) {
		t.Errorf("the log says %+v", log)
	}
}

// TestForgottenTooOften refuses those who ask too often, for whomever they ask.
func TestForgottenTooOften(t *testing.T) {
	for name, mail := range map[string]func(i int) string{
		"one address":    func(int) string { return "tom@field.example" },
		"many addresses": func(i int) string { return fmt.Sprintf("a%d@field.example", i) },
	} {
		h := newHouse(t)
		refused := 0
		for i := range 10 {
			response, _ := h.send(t, "", http.MethodPost, forgotPath, url.Values{"mail": {mail(i)}})
			if response.StatusCode == http.StatusTooManyRequests {
				refused++
			}
		}
		if refused < 10-askedHere {
			t.Errorf("%s: %d of 10 refused", name, refused)
		}
	}
}

// TestOldLinks shows that links are worth nothing when their time is over.
func TestOldLinks(t *testing.T) {
	h := newHouse(t)
	h.send(t, h.enter(t, "elena", housePassword), http.MethodPost, invitationsPath, h.newAgentForm("nina@field.example", support.RoleAgent))
	h.send(t, "", http.MethodPost, forgotPath, url.Values{"mail": {"tom@field.example"}})
	over := time.Now().Add(-time.Second)
	for _, m := range h.post(t) {
		link := linkIn(t, m)
		token := support.NewSecret()
		if strings.HasPrefix(link, resetPath) {
			must(t, h.KeepReset(t.Context(), h.tom, token.Hash(), over))
		} else {
			must(t, h.LinkInvitation(t.Context(), first(h.Invitations(t.Context(), h.north))[0].ID, token.Hash(), over, over))
		}
		path, _, _ := strings.Cut(link, "?")
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			response, _ := h.send(t, "", method, path+"?token="+token.Token(), chosen("a long password"))
			status(t, path, response, http.StatusGone)
		}
	}
}

// TestMailOnSettings tries whether mails arrive.
func TestMailOnSettings(t *testing.T) {
	h := newHouse(t)
	elena := h.enter(t, "elena", housePassword)
	_, page := h.send(t, elena, http.MethodGet, settingsPath, nil)
	if !strings.Contains(page, "mail.northfield.example") || !strings.Contains(page, "elena@field.example") {
		t.Errorf("page %s", page)
	}
	response, _ := h.send(t, elena, http.MethodPost, settingsPath+"/mail", url.Values{})
	if status(t, "try", response, http.StatusSeeOther); len(h.mail.mails) != 1 || h.mail.mails[0].To != "elena@field.example" {
		t.Errorf("mails %+v", h.mail.mails)
	}
	h.mail.fails = errors.New("no")
	response, page = h.send(t, elena, http.MethodPost, settingsPath+"/mail", url.Values{})
	if status(t, "a server that refuses", response, http.StatusBadGateway); !strings.Contains(page, "The mail was not taken") {
		t.Errorf("page %s", page)
	}
	for range mailTries {
		response, _ = h.send(t, elena, http.MethodPost, settingsPath+"/mail", url.Values{})
	}
	status(t, "too often", response, http.StatusTooManyRequests)
	h.mail.off = true
	_, page = h.send(t, elena, http.MethodGet, settingsPath, nil)
	if !strings.Contains(page, "This relay sends no mail") || strings.Contains(page, "test mail") {
		t.Errorf("page %s", page)
	}
}

// TestPathsOfLinks holds the addresses that mails hold to the pages that answer there.
func TestPathsOfLinks(t *testing.T) {
	if mail.InvitationPath != invitationPath || mail.ResetPath != resetPath || mail.TokenParameter != tokenParameter {
		t.Error("mails lead elsewhere")
	}
}

// TestImportInvites invites whoever a file names and is not there yet.
func TestImportInvites(t *testing.T) {
	h := newHouse(t)
	elena := h.enter(t, "elena", housePassword)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	must(t, form.WriteField("invite", "1"))
	must(t, form.WriteField("language", "fr"))
	file := first(form.CreateFormFile("file", "agents.csv"))
	first(io.WriteString(file, "name,mail,team\nNina,nina@field.example,Night\nAda Lovelace,ada@field.example,Pharmacy\n"))
	must(t, form.Close())
	r := httptest.NewRequest(http.MethodPost, peoplePath+"/import", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: cookieName, Value: elena})
	response, page := webtest.Do(t, h, r)
	if status(t, "import", response, http.StatusOK); !strings.Contains(page, "1 agent invited.") || !strings.Contains(page, "1 was there already.") {
		t.Errorf("page %s", page)
	}
	mails := h.post(t)
	if len(mails) != 1 || mails[0].To != "nina@field.example" || mails[0].Language != "fr" {
		t.Errorf("mails %+v", mails)
	}
	if agents := first(h.Agents(t.Context(), h.north)); len(agents) != 4 {
		t.Errorf("%d agents", len(agents))
	}
}
