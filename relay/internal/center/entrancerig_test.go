package center

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/mail"
	"beside.example/relay/internal/support"
)

// mailbox takes mails; off says that the relay sends none.
type mailbox struct {
	off   bool
	fails error
	mails []mail.Message
}

func (m *mailbox) On() bool { return !m.off }

func (m *mailbox) Through() string { return "mail.northfield.example" }

func (m *mailbox) Sender() string { return "help@northfield.example" }

func (m *mailbox) Try(_ context.Context, _, to, name, _ string) error {
	m.mails = append(m.mails, mail.Message{To: to, ToName: name})
	return m.fails
}

func (m *mailbox) Send(_ context.Context, message mail.Message) error {
	m.mails = append(m.mails, message)
	return m.fails
}

// post sends the mails that wait, as a relay does, and returns them.
func (h *house) post(t *testing.T) []mail.Message {
	t.Helper()
	var log bytes.Buffer
	settings := first(mail.Settings{Dir: "x", From: "help@northfield.example"}.Complete("help.northfield.example"))
	office := first(mail.NewWith(mail.Config{
		Settings: settings, Relay: "help.northfield.example", Store: h.Store, Links: support.NewLinks(h.Store), Logger: slog.New(slog.NewTextHandler(&log, nil)),
	}, h.mail))
	office.SendDue(t.Context())
	if strings.Contains(log.String(), "token=") {
		t.Errorf("the log holds a link: %s", log.String())
	}
	all := h.mail.mails
	h.mail.mails = nil
	return all
}

// linkIn returns the path and query of the link in a mail.
func linkIn(t *testing.T, m mail.Message) string {
	t.Helper()
	found := regexp.MustCompile(`https://help\.northfield\.example(/\S+)`).FindStringSubmatch(m.Text)
	if found == nil {
		t.Fatalf("no link in %s", m.Text)
	}
	return found[1]
}

// age makes it that an invitation was sent a while ago, with the link that it has.
func (h *house) age(t *testing.T, id support.InvitationID, link string) {
	t.Helper()
	address := first(url.Parse(link))
	token, ok := support.ParseToken(address.Query().Get(tokenParameter))
	if !ok {
		t.Fatalf("no token in %s", link)
	}
	now := time.Now()
	must(t, h.LinkInvitation(t.Context(), id, token.Hash(), now.Add(-time.Hour), now.Add(time.Hour)))
}

// chosen is the form of a new password.
func chosen(password string) url.Values { return url.Values{"new": {password}, "again": {password}} }

// newAgentForm is the form of an agent of the pharmacy.
func (h *house) newAgentForm(mail string, role support.Role) url.Values {
	return url.Values{
		"name": {"Nina Blanc"}, "mail": {mail}, "team": {fmt.Sprint(h.pharmacy)}, "role": {role.String()}, "portal": {fmt.Sprint(h.desk)}, "language": {"fr"},
	}
}

// status holds an answer against the status that it is to have.
func status(t *testing.T, what string, response *http.Response, want int) {
	t.Helper()
	if response.StatusCode != want {
		t.Errorf("%s: status %d, want %d", what, response.StatusCode, want)
	}
}
