package cli

import "github.com/spf13/cobra"

// organisationFlag adds the flag that names an organisation.
func organisationFlag(cmd *cobra.Command) *string {
	return cmd.PersistentFlags().String("organisation", "", "the organisation, where there are several")
}

func (a *app) portalCommand() *cobra.Command {
	group := &cobra.Command{Use: "portal", Short: "Create and list the portals where customers start"}
	organisation := organisationFlag(group)
	group.AddCommand(&cobra.Command{
		Use:   "create NAME",
		Short: "Create a portal, served by every agent whom the organisation has now",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				o, err := d.organisation(cmd.Context(), *organisation)
				if err != nil {
					return err
				}
				portal, err := d.createPortal(cmd.Context(), o, args[0])
				p := printer{out: cmd.OutOrStdout(), err: err}
				p.printf("portal %q of %s created\n", portal.Name, o.Name)
				return p.err
			})
		},
	}, &cobra.Command{
		Use:   "list",
		Short: "List an organisation's portals",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				o, err := d.organisation(cmd.Context(), *organisation)
				if err != nil {
					return err
				}
				portals, err := d.Portals(cmd.Context(), o.ID)
				p := printer{out: cmd.OutOrStdout(), err: err}
				for _, portal := range portals {
					p.printf("%s\n", portal.Name)
				}
				return p.err
			})
		},
	})
	return group
}
