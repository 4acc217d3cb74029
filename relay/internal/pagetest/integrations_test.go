package pagetest

import (
	"time"

	"beside.example/relay/internal/support"
)

// integrate has a program with a token, and a receiver that is told in vain: its address is none that a relay asks.
func (o *office) integrate() {
	ctx, manage := o.t.Context(), support.NewManage(o.server.Store())
	who := support.Manager{Agent: o.people[manager], Organisation: support.Organisation{ID: o.organisation}}
	_, _, err := manage.CreateToken(ctx, who, support.TokenEntry{
		Name: "Ticketing", Scopes: support.ScopeRequestsRead | support.ScopePeopleWrite, Teams: []support.TeamID{o.front}, Expires: time.Now().AddDate(0, 3, 0),
	})
	must(o.t, err)
	w, err := manage.CreateWebhook(ctx, who, support.WebhookEntry{
		Name: "Ticketing system", URL: "https://127.0.0.1/a/rather/long/address/that/has/to/go/somewhere/on/a/narrow/page", Events: support.WebhookEventsAll,
	})
	must(o.t, err)
	must(o.t, manage.TestWebhook(ctx, who, w.ID))
}
