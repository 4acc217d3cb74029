package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/support"
)

func (a *app) agentCommand() *cobra.Command {
	group := &cobra.Command{Use: "agent", Short: "Create, list, disable and enable agents, set passwords, reset second factors, revoke devices"}
	organisation := organisationFlag(group)
	group.AddCommand(a.agentCreate(organisation), a.agentList(organisation), a.agentPassword(),
		a.agentDisable("disable", "Take an agent out of service: every device is signed out at once", true),
		a.agentDisable("enable", "Take an agent back into service", false),
		a.agentDevices(), a.agentRevoke(), a.agentResetFactor())
	return group
}

// passwordFlag adds the flag for passwords, which never stand on a command line where other people may read them.
func passwordFlag(cmd *cobra.Command) *bool {
	return cmd.Flags().Bool("password-stdin", false, "read the password from the standard input; otherwise one is made and printed")
}

// password reads a password as the flag says, or makes one; made tells which.
func password(cmd *cobra.Command, fromStdin bool) (password string, made bool, err error) {
	if !fromStdin {
		return account.NewPassword(), true, nil
	}
	const most = 1 << 10
	line, err := bufio.NewReader(io.LimitReader(cmd.InOrStdin(), most)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), false, nil
}

func (a *app) agentCreate(organisation *string) *cobra.Command {
	var n newAgent
	cmd := &cobra.Command{
		Use:   "create --name NAME --mail MAIL",
		Short: "Create an agent, who signs in with the mail address",
		Args:  cobra.NoArgs,
	}
	cmd.Flags().StringVar(&n.name, "name", "", "the agent's name as customers see it")
	cmd.Flags().StringVar(&n.mail, "mail", "", "the mail address to sign in with")
	cmd.Flags().StringVar(&n.team, "team", "", "the team, made when it is missing (default "+defaultTeam+")")
	role := cmd.Flags().String("role", support.RoleAgent.String(), "agent, team-manager or organisation-manager; the first manager is made here, others in the management center")
	cmd.Flags().StringSliceVar(&n.portals, "portal", nil, "a portal that the agent serves; may be repeated (default all)")
	fromStdin := passwordFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.withDesk(cmd.Context(), func(d *desk) error {
			o, err := d.organisation(cmd.Context(), *organisation)
			if err != nil {
				return err
			}
			if n.role, err = support.ParseRole(*role); err != nil {
				return fmt.Errorf("--role: %w", err)
			}
			var made bool
			if n.password, made, err = password(cmd, *fromStdin); err != nil {
				return err
			}
			agent, err := d.createAgent(cmd.Context(), o, n)
			p := printer{out: cmd.OutOrStdout(), err: err}
			p.printf("agent %s of %s created, signs in as %s\n", agent.Name, o.Name, agent.Mail)
			if made {
				p.printf("password: %s\n", n.password)
			}
			return p.err
		})
	}
	return cmd
}

func (a *app) agentList(organisation *string) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List an organisation's agents",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				o, err := d.organisation(cmd.Context(), *organisation)
				if err != nil {
					return err
				}
				agents, err := d.Agents(cmd.Context(), o.ID)
				p := printer{out: cmd.OutOrStdout(), err: err}
				for _, agent := range agents {
					state := "active"
					if agent.Disabled {
						state = "disabled"
					}
					p.printf("%s\t%s\t%s\n", agent.Mail, agent.Name, state)
				}
				return p.err
			})
		},
	}
}

func (a *app) agentPassword() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "password MAIL",
		Short: "Set an agent's password and sign out every device",
		Args:  cobra.ExactArgs(1),
	}
	fromStdin := passwordFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.withDesk(cmd.Context(), func(d *desk) error {
			agent, err := d.agent(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			text, made, err := password(cmd, *fromStdin)
			if err != nil {
				return err
			}
			hash, err := d.hash(cmd.Context(), text)
			if err != nil {
				return err
			}
			p := printer{out: cmd.OutOrStdout(), err: d.SetPassword(cmd.Context(), agent.ID, hash)}
			p.printf("password of %s set, every device is signed out\n", agent.Mail)
			if made {
				p.printf("password: %s\n", text)
			}
			return p.err
		})
	}
	return cmd
}

func (a *app) agentDisable(use, short string, disabled bool) *cobra.Command {
	return &cobra.Command{
		Use:   use + " MAIL",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				agent, err := d.agent(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				p := printer{out: cmd.OutOrStdout(), err: d.SetDisabled(cmd.Context(), agent.ID, disabled)}
				p.printf("agent %s: %sd\n", agent.Mail, use)
				return p.err
			})
		},
	}
}
