package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"beside.example/internal/product"
	"beside.example/relay/internal/server"
)

// Settings is what the command line, the environment and the file can set.
type Settings struct {
	Server    server.Config
	LogLevel  string // debug, info, warn or error
	LogFormat string // text or json
}

// Declare adds a flag for every setting of the relay. The flag "data" must be among them.
type Declare func(flags *pflag.FlagSet, s *Settings)

// app is what the commands share.
type app struct {
	settings Settings
}

// New returns the relay's command with all its subcommands.
func New(declare Declare) *cobra.Command {
	a := &app{}
	root := &cobra.Command{
		Use:   product.RelayBinary,
		Short: "The relay of " + product.Name + ": brings agents and customers together and forwards what it cannot read",
		Long: "The relay of " + product.Name + ": it brings agents and customers together and forwards what it cannot read.\n\n" +
			"For a trial on this machine:   " + product.RelayBinary + " trial --data ./data\n" +
			"To host one for real:          " + product.RelayBinary + " organisation create 'Northfield Health' --data /var/lib/beside\n" +
			"                               " + product.RelayBinary + " portal create Phone --data /var/lib/beside\n" +
			"                               " + product.RelayBinary + " agent create --name 'Claire Moreau' --mail claire@northfield.example --role organisation-manager --data /var/lib/beside\n" +
			"                               " + product.RelayBinary + " serve --relay help.northfield.example --tls acme --data /var/lib/beside\n" +
			"The rest of the desk is set up in the management center, https://RELAY/center, by that first manager.\n" +
			"A whole help desk from a file: " + product.RelayBinary + " desk apply --help\n\n" +
			"Every setting is a flag, an environment variable (--tls-cert is BESIDE_TLS_CERT) or a line of the file named by\n" +
			"--config (tls-cert = \"…\"). A flag wins over the environment, the environment over the file.",
		Version:       product.Build(),
		SilenceUsage:  true, // an error says what to do; the whole help would hide it
		SilenceErrors: true, // main prints it once
		// The settings alone: what steers one command, such as an agent's name, has no business in the environment.
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return applySources(cmd.Root().PersistentFlags()) },
	}
	root.PersistentFlags().String(configFlag, "", "file with settings, in TOML")
	declare(root.PersistentFlags(), &a.settings)
	serve := a.serveCommand()
	root.RunE = serve.RunE
	root.Args = cobra.NoArgs
	root.AddCommand(serve, a.trialCommand(), a.organisationCommand(), a.portalCommand(), a.agentCommand(), a.deskCommand())
	return root
}

// printer writes lines and keeps the first error, so that a command checks once.
type printer struct {
	out io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, format, args...)
	}
}
