package main

import (
	"github.com/spf13/pflag"

	"beside.example/relay/internal/cli"
	"beside.example/relay/internal/mail"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/support"
)

// declare lists every setting with its default and what it is for. Each is a flag, an environment variable and a line of
// the file, see package cli.
func declare(f *pflag.FlagSet, s *cli.Settings) {
	c := &s.Server
	c.Codes, c.Limits = support.DefaultCodeSettings(), support.DefaultLimitSettings()

	f.StringVar(&c.Data, "data", "", "folder of everything that the relay keeps")
	f.StringVar(&c.Store, "store", "", "postgres://USER:PASSWORD@HOST/DATABASE that relays of a fleet share, better in the environment or the file (default a file in --data)")
	f.StringVar(&c.Listen, "listen", ":443", "HOST:PORT to listen on, TCP and UDP alike; port 0 takes a free pair")
	f.StringVar(&c.Relay, "relay", "", "HOST[:PORT] as apps and browsers reach the relay (default where it listens)")
	f.StringVar(&c.Node, "node", "", "HOST[:PORT] at which sessions reach this very relay of a fleet (default the value of --relay)")
	f.StringVar(&c.Name, "relay-name", "", "what the relay calls itself (default the value of --relay)")
	f.StringVar(&c.Downloads, "downloads", "", "folder with the customer's app: beside-windows-amd64.exe, beside-linux-amd64.tar.gz")
	f.StringVar(&c.Monitor, "monitor", "127.0.0.1:9443", "loopback HOST:PORT for /metrics and /healthz; empty for none")

	f.StringVar((*string)(&c.TLS.Mode), "tls", string(server.TLSSelfSigned), "certificate: self-signed (for trials), files or acme")
	f.StringVar(&c.TLS.Certificate, "tls-cert", "", "with --tls files: certificate and chain, PEM; read again when it changes")
	f.StringVar(&c.TLS.Key, "tls-key", "", "with --tls files: private key, PEM")
	f.StringVar(&c.TLS.ACMEMail, "acme-mail", "", "with --tls acme: whom the authority may write to")
	f.StringVar(&c.TLS.ACMEAuthority, "acme-authority", "", "with --tls acme: the authority's directory (default Let's Encrypt)")
	f.Var(cli.Networks(&c.Proxies), "trusted-proxies", "networks whose X-Forwarded-For is believed, such as 10.0.0.0/8, with commas")

	f.StringVar(&c.Mail.Server, "mail-server", "", "HOST[:PORT] of the SMTP server that takes mails for agents (default none: managers pass links and passwords on)")
	f.StringVar((*string)(&c.Mail.Security), "mail-tls", string(mail.StartTLS), "with --mail-server: starttls, tls, or none for a server on this machine")
	f.StringVar(&c.Mail.User, "mail-user", "", "with --mail-server: as whom to sign in there")
	f.StringVar(&c.Mail.PasswordFile, "mail-password-file", "", "with --mail-user: file that holds the password")
	f.StringVar(&c.Mail.From, "mail-from", "", "with --mail-server: the address that mails come from")
	f.StringVar(&c.Mail.Name, "mail-name", "", "the name that mails come from (default Beside)")
	f.StringVar(&c.Mail.Dir, "mail-dir", "", "for trials: a folder for mails, one file each, in the place of a server")

	f.StringVar(&c.SingleSignOn.Issuer, "oidc-issuer", "", "single sign-on by OpenID Connect: https address of the provider, as it names itself (default none)")
	f.StringVar(&c.SingleSignOn.Client, "oidc-client", "", "with --oidc-issuer: the relay's client ID there; its redirect address is https://RELAY/sign-in/single/back")
	f.StringVar(&c.SingleSignOn.SecretFile, "oidc-secret-file", "", "with --oidc-issuer: file that holds the client's secret")
	f.StringSliceVar(&c.SingleSignOn.Domains, "oidc-domains", nil, "with --oidc-issuer: mail domains whose agents may sign in by it, with commas (default all)")
	f.StringVar(&c.SingleSignOn.Organisation, "oidc-organisation", "", "with --oidc-issuer: the organisation whose agents it is for (default the only one)")
	f.StringVar(&c.SingleSignOn.Name, "oidc-name", "", "with --oidc-issuer: what agents call the provider (default the issuer's host)")

	f.BoolVar(&c.PrivateWebhooks, "private-webhooks", false, "let managers have webhooks lead to this machine and its network, for receivers in house")

	f.DurationVar(&c.Codes.Lifetime, "code-lifetime", c.Codes.Lifetime, "how long a code lives at most")
	f.IntVar(&c.Codes.MaxActive, "max-codes", c.Codes.MaxActive, "how many active codes an agent may have")
	f.DurationVar(&c.Codes.Quarantine, "nameplate-rest", c.Codes.Quarantine, "how long the first four digits of a code rest after its end")
	f.IntVar(&c.Limits.PerAddress, "joins-per-minute", c.Limits.PerAddress, "how many codes one address may try in a minute")
	f.IntVar(&c.Limits.PerNetwork, "joins-per-hour", c.Limits.PerNetwork, "how many codes one network may try in an hour")

	f.StringVar(&s.LogLevel, "log-level", "info", "debug, info, warn or error")
	f.StringVar(&s.LogFormat, "log-format", "text", "text or json")
}
