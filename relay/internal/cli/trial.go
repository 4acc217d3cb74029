package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"beside.example/relay/internal/server"
)

// trialFacts is what a trial tells at its start.
type trialFacts struct {
	Relay       string `json:"relay"`                 // what both apps ask for
	Page        string `json:"page"`                  // where customers start
	Fingerprint string `json:"fingerprint,omitempty"` // of the self-signed certificate
	Monitor     string `json:"monitor,omitempty"`     // HOST:PORT of /metrics and /healthz
	Mails       string `json:"mails,omitempty"`       // folder of what the relay writes to people
	Mail        string `json:"mail,omitempty"`        // at the first start alone
	Password    string `json:"password,omitempty"`    // at the first start alone
}

func (a *app) trialCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "trial",
		Short: "Run a relay to try things out: the first start makes an organisation, portals and an agent, and prints the sign-in once",
		Args:  cobra.NoArgs,
	}
	format := cmd.Flags().String("print", "text", "how to print the sign-in and the addresses: text or json (one line)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *format != "text" && *format != "json" {
			return fmt.Errorf("print %q: write text or json", *format)
		}
		if m := &a.settings.Server.Mail; !m.On() { // what the relay writes to people can be read there
			m.Dir = filepath.Join(a.settings.Server.Data, "mail")
		}
		a.settings.Server.PrivateWebhooks = true // receivers are tried out beside it
		var facts trialFacts
		err := a.withDesk(cmd.Context(), func(d *desk) error { return d.startTrial(cmd.Context(), &facts) })
		if err != nil {
			return err
		}
		return a.serve(cmd.Context(), cmd.ErrOrStderr(), func(s *server.Server) error {
			facts.Relay, facts.Page, facts.Monitor = s.Relay(), "https://"+s.Relay()+"/me", s.MonitorAddr()
			facts.Mails = a.settings.Server.Mail.Dir
			if f, ok := s.Fingerprint(); ok {
				facts.Fingerprint = f.String()
			}
			return facts.print(cmd.OutOrStdout(), *format == "json")
		})
	}
	return cmd
}

func (f trialFacts) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(out).Encode(f)
	}
	p := printer{out: out}
	p.printf("Relay        %s\n", f.Relay)
	p.printf("Customers    %s\n", f.Page)
	if f.Fingerprint != "" {
		p.printf("Fingerprint  %s\n", f.Fingerprint)
	}
	if f.Monitor != "" {
		p.printf("Metrics      http://%s/metrics\n", f.Monitor)
	}
	if f.Mails != "" {
		p.printf("Mails        %s\n", f.Mails)
	}
	if f.Password != "" {
		p.printf("Sign in as   %s\nPassword     %s   (shown this once)\n", f.Mail, f.Password)
	}
	return p.err
}
