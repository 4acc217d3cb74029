package cli

import "github.com/spf13/cobra"

func (a *app) deskCommand() *cobra.Command {
	group := &cobra.Command{Use: "desk", Short: "Set up a whole help desk from a file"}
	group.AddCommand(&cobra.Command{
		Use:   "apply FILE",
		Short: "Bring an organisation's teams, portals, agents and canned replies to what a TOML file says",
		Long: "Bring an organisation's teams, portals, agents and canned replies to what a TOML file says. What is missing is made, what is\n" +
			"different is changed, what the file does not name stays; applying it again changes nothing. A new agent's password is\n" +
			"printed once.\n\n" + deskExample,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := readDeskFile(args[0])
			if err != nil {
				return err
			}
			plan, err := file.check()
			if err != nil {
				return err
			}
			return a.withDesk(cmd.Context(), func(d *desk) error {
				p := printer{out: cmd.OutOrStdout()}
				err := d.apply(cmd.Context(), plan, func(done applied) {
					p.printf("%s %s %s\n", done.what, done.name, done.change)
					if done.password != "" {
						p.printf("password: %s\n", done.password)
					}
				})
				if err != nil {
					return err
				}
				return p.err
			})
		},
	})
	return group
}

// deskExample shows what a desk file can say.
const deskExample = `organisation = "Northfield Health"

[[team]]
name = "Pharmacy"
parent = "Everyone"
features = ["view", "control", "web-chat", "canned", "survey", "transfer", "invite"]   # default all

[[portal]]
name = "Ask the pharmacy"
slug = "pharmacy"              # https://RELAY/p/pharmacy; default made of the name
kind = "queue"                 # pin, box, button, queue or match
chat-first = true
features = ["all"]             # default all
colour = "#0b7285"
logo = "logo.png"              # PNG, at most 64 KiB
greeting = { en = "How can we help?", fr = "Comment pouvons-nous vous aider ?" }
languages = ["en", "fr"]       # default all
fields = [{ key = "ward", kind = "line", required = true, label = { en = "Ward", fr = "Service" } }]   # kinds: line, text, mail, phone
survey = [{ key = "help", kind = "rating", label = { en = "Did we help you?" } }]                      # kinds: rating, text
hours = { zone = "Europe/Paris", monday = "09:00-12:30 14:00-18:00", closed = ["2026-12-25"] }         # default always

[[agent]]
name = "Claire Moreau"
mail = "claire@northfield.example"
team = "Pharmacy"              # default Everyone
role = "team-manager"          # agent, team-manager or organisation-manager
portals = ["pharmacy"]         # default all

[[canned]]
title = "Good morning"
text = "Good morning {customer}, how can I help?"
team = "Pharmacy"              # or agent = "MAIL"; default everyone
`
