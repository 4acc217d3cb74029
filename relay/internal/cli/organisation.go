package cli

import (
	"crypto/sha256"

	"github.com/spf13/cobra"
)

func (a *app) organisationCommand() *cobra.Command {
	group := &cobra.Command{Use: "organisation", Short: "Create and list organisations, decide how their agents sign in"}
	group.AddCommand(&cobra.Command{
		Use:   "create NAME",
		Short: "Create an organisation, with a key of its own that vouches for its agents",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				o, err := d.createOrganisation(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				p := printer{out: cmd.OutOrStdout()}
				p.printf("organisation %q created, key %x\n", o.Name, sha256.Sum256(o.PublicKey()))
				return p.err
			})
		},
	}, &cobra.Command{
		Use:   "list",
		Short: "List the organisations and the SHA-256 of their keys",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				all, err := d.Organisations(cmd.Context())
				p := printer{out: cmd.OutOrStdout(), err: err}
				for _, o := range all {
					p.printf("%s\t%x\n", o.Name, sha256.Sum256(o.PublicKey()))
				}
				return p.err
			})
		},
	}, a.organisationPolicy())
	return group
}
