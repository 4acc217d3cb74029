package cli

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"beside.example/relay/internal/support"
)

func (a *app) agentDevices() *cobra.Command {
	return &cobra.Command{
		Use:   "devices MAIL",
		Short: "List the devices on which an agent signed in, with the number that revoke takes",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				agent, err := d.agent(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				devices, err := d.Devices(cmd.Context(), agent.ID)
				p := printer{out: cmd.OutOrStdout(), err: err}
				for _, device := range devices {
					state := "signed in"
					if device.Revoked {
						state = "revoked"
					}
					p.printf("%d\t%s\tlast seen %s\t%s\n", device.ID, device.Name, device.Seen.Format(time.RFC3339), state)
				}
				return p.err
			})
		},
	}
}

func (a *app) agentRevoke() *cobra.Command {
	return &cobra.Command{
		Use:   "revoke MAIL [DEVICE]",
		Short: "Sign out one device of an agent, or all",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDesk(cmd.Context(), func(d *desk) error {
				agent, err := d.agent(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				count := 1
				if len(args) == 1 {
					count, err = d.RevokeDevices(cmd.Context(), agent.ID)
				} else {
					err = revokeOne(cmd, d, agent.ID, args[1])
				}
				p := printer{out: cmd.OutOrStdout(), err: err}
				p.printf("%d of the devices of %s signed out\n", count, agent.Mail)
				return p.err
			})
		},
	}
}

func revokeOne(cmd *cobra.Command, d *desk, agent support.AgentID, number string) error {
	id, err := strconv.ParseUint(number, 10, 63)
	if err != nil {
		return fmt.Errorf("device %q: write the number that \"agent devices\" lists", number)
	}
	if err := d.RevokeDevice(cmd.Context(), agent, support.DeviceID(id)); err != nil {
		return fmt.Errorf("device %d: %w", id, err)
	}
	return nil
}
