package systemtest

import (
	"bytes"
	"mime/quotedprintable"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	relaymail "beside.example/relay/internal/mail"
	"beside.example/relay/internal/mail/mailtest"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/support"
)

// mailed is a relay that sends its mails through a server of the test, with somebody in it who manages.
type mailed struct {
	*relay
	postOffice *mailtest.Server
	manager    support.Manager
	seen       int      // mails that were read
	secrets    []string // that must stand nowhere
}

func newMailed(t *testing.T) *mailed {
	t.Helper()
	options := mailtest.Options{StartTLS: true, User: "beside", Password: "a mail server's password"}
	m := &mailed{postOffice: mailtest.Start(t, options), secrets: []string{options.Password}}
	file := filepath.Join(t.TempDir(), "password")
	must(t, os.WriteFile(file, []byte(options.Password+"\n"), 0o600))
	m.relay = newRelay(t, func(c *server.Config) {
		c.Mail = relaymail.Settings{
			Server: m.postOffice.Addr, User: options.User, PasswordFile: file, Roots: m.postOffice.Roots, From: "help@northfield.example", Name: "Northfield help",
		}
	})
	agent, err := m.Store().AgentByMail(t.Context(), mail)
	must(t, err)
	agent.Role = support.RoleOrganisationManager
	must(t, m.Store().UpdateAgent(t.Context(), agent))
	m.manager = support.Manager{Agent: agent, Team: support.Team{ID: agent.Team}, Organisation: support.Organisation{ID: agent.Organisation}}
	return m
}

// link waits for the next mail and returns where its link leads; nothing when it has none.
func (m *mailed) link(t *testing.T, to string) string {
	t.Helper()
	m.seen++
	got := m.postOffice.Await(t, m.seen)[m.seen-1]
	if got.To != to || got.From != "help@northfield.example" {
		t.Errorf("a mail from %s to %s, want one to %s", got.From, got.To, to)
	}
	var text bytes.Buffer
	_, _ = text.ReadFrom(quotedprintable.NewReader(bytes.NewReader(got.Data))) // what is not quoted like this is not looked at
	found := regexp.MustCompile(`https://` + regexp.QuoteMeta(m.Relay()) + `(/\S+token=([\w-]{40,}))`).FindStringSubmatch(text.String())
	if found == nil {
		return ""
	}
	m.secrets = append(m.secrets, found[2])
	return found[1]
}

// mustKeepSecrets looks for secrets in all that was logged and kept.
func (m *mailed) mustKeepSecrets(t *testing.T) {
	t.Helper()
	m.logs.mu.Lock()
	logged := m.logs.text.String()
	m.logs.mu.Unlock()
	files, err := filepath.Glob(filepath.Join(m.config.Data, server.StoreFile+"*"))
	must(t, err)
	for _, secret := range m.secrets {
		if strings.Contains(logged, secret) {
			t.Errorf("the log holds %q", secret)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			must(t, err)
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds %q", filepath.Base(name), secret)
			}
		}
	}
}

// TestMails invites somebody and lets somebody choose a new password, through a real server that wants TLS and a password, from the first form
// to the sign-in. No secret of it is logged or kept.
func TestMails(t *testing.T) {
	m := newMailed(t)
	manage := support.NewManage(m.Store())
	_, err := manage.Invite(t.Context(), m.manager, support.AgentEntry{
		Name: "Bob Martin", Mail: "bob@northfield.example", Team: m.manager.Team.ID, Role: support.RoleAgent,
	}, "fr", true)
	must(t, err)
	invitation := m.link(t, "bob@northfield.example")
	bob := m.machine().visit(t)
	const first, second = "bob's first password", "bob's second password"
	m.secrets = append(m.secrets, first, second)
	if a := bob.post(invitation, form{"new": first, "again": first}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("accept: status %d: %s", a.StatusCode, a.body)
	}
	if a := bob.get("/center/me"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Bob Martin") {
		t.Errorf("his account: status %d", a.StatusCode)
	}
	stranger := m.machine().visit(t)
	for _, address := range []string{"nobody@northfield.example", "bob@northfield.example"} {
		if a := stranger.post("/password", form{"mail": address}); a.StatusCode != http.StatusOK {
			t.Errorf("ask for %s: status %d", address, a.StatusCode)
		}
	}
	reset := m.link(t, "bob@northfield.example")
	if a := stranger.post(reset, form{"new": second, "again": second}); a.StatusCode != http.StatusOK {
		t.Errorf("choose: status %d: %s", a.StatusCode, a.body)
	}
	if link := m.link(t, "bob@northfield.example"); link != "" {
		t.Errorf("the notice leads to %s", link)
	}
	if a := bob.get("/center/me"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("he is still in: status %d", a.StatusCode)
	}
	for password, want := range map[string]int{first: http.StatusForbidden, second: http.StatusSeeOther} {
		if a := m.machine().visit(t).post("/center/sign-in", form{"mail": "bob@northfield.example", "password": password}); a.StatusCode != want {
			t.Errorf("sign in: status %d, want %d", a.StatusCode, want)
		}
	}
	m.mustKeepSecrets(t)
	if asked := m.postOffice.Asked(); asked != m.seen {
		t.Errorf("%d mails were sent, %d wanted", asked, m.seen)
	}
}
