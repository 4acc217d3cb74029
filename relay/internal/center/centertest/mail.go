package centertest

import (
	"context"
	"net/http"

	"beside.example/relay/internal/support"
)

// Mail sends nothing and says that it did.
type Mail struct {
	Off   bool  // no mail is sent
	Fails error // what comes of a mail that is tried
}

// On reports whether mails are sent.
func (m *Mail) On() bool { return !m.Off }

// Through names a server.
func (*Mail) Through() string { return "mail.northfield.example:587" }

// Sender names an address.
func (*Mail) Sender() string { return "help@northfield.example" }

// Try answers what the test wants.
func (m *Mail) Try(context.Context, string, string, string, string) error { return m.Fails }

// Preview shows no portal.
type Preview struct{}

// Preview answers that it would show something.
func (Preview) Preview(w http.ResponseWriter, _ *http.Request, p support.Portal, _ support.Organisation, _ []support.PresentAgent, _ string) error {
	_, err := w.Write([]byte(p.Name))
	return err
}

// ColourSheet has no colours.
func (Preview) ColourSheet(string) string { return "" }
