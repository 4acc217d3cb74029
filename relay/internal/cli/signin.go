package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"beside.example/internal/product"
	"beside.example/relay/internal/support"
)

func (a *app) agentResetFactor() *cobra.Command {
	return &cobra.Command{
		Use:   "reset-factor MAIL",
		Short: "Take away the second factors of an agent who lost them, and sign out every app and browser",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				agent, err := d.agent(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				err = d.console().ResetSecondFactors(cmd.Context(), agent)
				if errors.Is(err, support.ErrNotFound) {
					return fmt.Errorf("agent %s has no second factor", agent.Mail)
				}
				p := printer{out: cmd.OutOrStdout(), err: err}
				p.printf("second factors of %s taken away, every app and browser is signed out\n", agent.Mail)
				return p.err
			})
		},
	}
}

// console acts in the name of this program.
func (d *desk) console() *support.Console { return support.NewConsole(d.Store, product.RelayBinary) }

// organisationPolicy also opens a door that managers shut on themselves.
func (a *app) organisationPolicy() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy [NAME]",
		Short: "Show or decide how an organisation's agents sign in",
		Args:  cobra.MaximumNArgs(1),
	}
	const factorFlag, singleFlag = "factor-required", "only-single-sign-on"
	factor := cmd.Flags().Bool(factorFlag, false, "want a second factor from everyone; who has none is signed out and sets one up")
	single := cmd.Flags().Bool(singleFlag, false, "refuse passwords")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.withDesk(cmd.Context(), func(d *desk) error {
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			o, err := d.organisation(cmd.Context(), name)
			if err != nil {
				return err
			}
			s, err := d.Settings(cmd.Context(), o.ID)
			if err != nil {
				return fmt.Errorf("look up the settings of %s: %w", o.Name, err)
			}
			if cmd.Flags().Changed(factorFlag) {
				s.FactorRequired = *factor
			}
			if cmd.Flags().Changed(singleFlag) {
				s.OnlySingleSignOn = *single
			}
			if cmd.Flags().Changed(factorFlag) || cmd.Flags().Changed(singleFlag) {
				err = d.console().SetSignInPolicy(cmd.Context(), o, s.FactorRequired, s.OnlySingleSignOn)
			}
			p := printer{out: cmd.OutOrStdout(), err: err}
			p.printf("%s\t%s=%t\t%s=%t\n", o.Name, factorFlag, s.FactorRequired, singleFlag, s.OnlySingleSignOn)
			return p.err
		})
	}
	return cmd
}
