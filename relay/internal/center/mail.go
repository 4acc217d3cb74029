package center

import "context"

// Mail sends what the management center has to say to people who are not here.
type Mail interface {
	// On reports whether any mail is sent. Without, whoever manages passes links on by other means.
	On() bool
	// Through says by which way mails leave, and Sender the address that they come from.
	Through() string
	Sender() string
	// Try sends a mail that says nothing but that it arrived.
	Try(ctx context.Context, organisation, to, name, language string) error
}

// NoMail is the Mail of a relay that sends none.
type NoMail struct{}

var _ Mail = NoMail{}

// On implements Mail.
func (NoMail) On() bool { return false }

// Through implements Mail.
func (NoMail) Through() string { return "" }

// Sender implements Mail.
func (NoMail) Sender() string { return "" }

// Try implements Mail.
func (NoMail) Try(context.Context, string, string, string, string) error { return nil }
