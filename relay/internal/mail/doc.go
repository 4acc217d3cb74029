// Package mail writes the relay's mails to people and sees to it that they are sent: through an SMTP server, or as files for trials.
//
// The management center and the sign-in have mails written down in the store; the Office of each relay takes them from there, one relay
// each, writes them in the language of whoever reads them and tries again when the server does not take them. The package knows nothing of
// pages and of what a link in a mail does.
package mail
