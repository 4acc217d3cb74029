package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"beside.example/relay/internal/support"
)

// organisationFlag adds the flag that names an organisation.
func organisationFlag(cmd *cobra.Command) *string {
	return cmd.PersistentFlags().String("organisation", "", "the organisation, where there are several")
}

func (a *app) portalCommand() *cobra.Command {
	group := &cobra.Command{Use: "portal", Short: "Create, edit and list the portals where customers start"}
	organisation := organisationFlag(group)
	group.AddCommand(a.portalCreate(organisation), a.portalEdit(), &cobra.Command{
		Use:   "list",
		Short: "List an organisation's portals: name, end of the address, kind",
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
					p.printf("%s\t%s\t%v\n", portal.Name, portal.Slug, portal.Kind)
				}
				return p.err
			})
		},
	})
	return group
}

// portalFlags are the flags by which a portal is made or changed. Files can say more: desk apply.
type portalFlags struct {
	name, slug, kind, colour, logo string
	chatFirst                      bool
	features                       []string
}

func (f *portalFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.slug, "slug", "", "the end of its address, https://RELAY/p/SLUG (default made of the name)")
	flags.StringVar(&f.kind, "kind", support.PortalPin.String(), "pin, box, button, queue or match")
	flags.StringVar(&f.colour, "colour", "", "such as #0b7285")
	flags.StringVar(&f.logo, "logo", "", "PNG file, at most 64 KiB")
	flags.BoolVar(&f.chatFirst, "chat-first", false, "chat in the page before the app is offered")
	flags.StringSliceVar(&f.features, "feature", []string{"all"}, "what its sessions may use, where the agent's team allows it too; may be repeated")
}

// apply changes a portal as the flags that were given say.
func (f *portalFlags) apply(cmd *cobra.Command, p *support.Portal) (err error) {
	given := func(flag string) bool { return p.ID == 0 || cmd.Flags().Changed(flag) }
	if given("slug") {
		p.Slug = f.slug
	}
	if given("colour") {
		p.Page.Colour = f.colour
	}
	if given("chat-first") {
		p.ChatFirst = f.chatFirst
	}
	if given("kind") {
		if p.Kind, err = support.ParsePortalKind(f.kind); err != nil {
			return fmt.Errorf("--kind: %w", err)
		}
	}
	if given("feature") {
		if p.Features, err = support.ParseFeatures(f.features); err != nil {
			return fmt.Errorf("--feature: %w", err)
		}
	}
	return nil
}

// keepLogo gives a portal the logo that the flags name.
func (f *portalFlags) keepLogo(cmd *cobra.Command, d *desk, id support.PortalID) error {
	if f.logo == "" {
		return nil
	}
	png, err := readLogo(f.logo)
	if err != nil {
		return fmt.Errorf("--logo: %w", err)
	}
	return d.SetPortalLogo(cmd.Context(), id, png)
}

func (a *app) portalCreate(organisation *string) *cobra.Command {
	var flags portalFlags
	cmd := &cobra.Command{
		Use:   "create NAME",
		Short: "Create a portal, served by every agent whom the organisation has now",
		Args:  cobra.ExactArgs(1),
	}
	flags.add(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.withDesk(cmd.Context(), func(d *desk) error {
			o, err := d.organisation(cmd.Context(), *organisation)
			if err != nil {
				return err
			}
			portal := support.Portal{Name: args[0]}
			if err := flags.apply(cmd, &portal); err != nil {
				return err
			}
			if portal, err = d.createPortal(cmd.Context(), o, portal); err != nil {
				return err
			}
			p := printer{out: cmd.OutOrStdout(), err: flags.keepLogo(cmd, d, portal.ID)}
			p.printf("portal %q of %s created: /p/%s\n", portal.Name, o.Name, portal.Slug)
			return p.err
		})
	}
	return cmd
}

func (a *app) portalEdit() *cobra.Command {
	var flags portalFlags
	cmd := &cobra.Command{
		Use:   "edit SLUG",
		Short: "Change what the flags name of a portal; everything else stays",
		Args:  cobra.ExactArgs(1),
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&flags.name, "name", "", "a new name")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.withDesk(cmd.Context(), func(d *desk) error {
			portal, err := d.PortalBySlug(cmd.Context(), args[0])
			if err != nil {
				return fmt.Errorf("portal %q: %w", args[0], err)
			}
			if flags.name != "" {
				portal.Name = flags.name
			}
			if err := flags.apply(cmd, &portal); err != nil {
				return err
			}
			if portal, err = portal.Clean(); err != nil {
				return err
			}
			if err := d.UpdatePortal(cmd.Context(), portal); err != nil {
				return fmt.Errorf("change portal %q: %w", args[0], err)
			}
			p := printer{out: cmd.OutOrStdout(), err: flags.keepLogo(cmd, d, portal.ID)}
			p.printf("portal %q changed: /p/%s\n", portal.Name, portal.Slug)
			return p.err
		})
	}
	return cmd
}
