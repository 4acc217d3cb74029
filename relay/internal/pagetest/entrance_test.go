package pagetest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/browsertest"
)

// The pages for who has no password, or none any more.
const (
	forgotPage     = "/password"
	resetPage      = "/password/new"
	invitationPage = "/invitation"
)

// invite has the manager invite somebody and returns where the link leads.
func (o *office) invite(t *testing.T, mail string) string {
	t.Helper()
	store := o.server.Store()
	boss := o.people[manager]
	who := support.Manager{Agent: boss, Team: support.Team{ID: boss.Team}, Organisation: support.Organisation{ID: o.organisation}}
	id, err := support.NewManage(store).Invite(t.Context(), who, support.AgentEntry{Name: "Bob Martin", Mail: mail, Team: o.back, Role: support.RoleAgent}, "en", false)
	must(t, err)
	token, _, err := support.NewLinks(store).InvitationLink(t.Context(), id)
	must(t, err)
	return invitationPage + "?" + url.Values{"token": {token}}.Encode()
}

// TestEntrance looks at every page for who has no password, and comes in by two of them with a keyboard alone.
func TestEntrance(t *testing.T) {
	o := newOffice(t)
	chromium := browsertest.Start(t)
	for name, look := range looks() {
		t.Run(name, func(t *testing.T) {
			tab := chromium.Tab(t, look)
			const ok, gone = 200, 410
			at := func(path, kind string, want int64) {
				t.Helper()
				if status := tab.Open(o.base + path); int64(status) != want {
					t.Errorf("%s: status %d", kind, status)
				}
				if want != ok {
					tab.Complaints() // of the status itself
				}
				inspect(t, tab, name, kind)
				accessible(t, tab, kind)
			}
			at(invitationPage+"?token=x", invitationPage+" over", gone)
			at(resetPage+"?token=x", resetPage+" over", gone)
			at(forgotPage, forgotPage, ok)
			tab.Run(chromedp.KeyEvent("nobody@northfield.example\r"), chromedp.WaitVisible("[role=status]")) // the field has the focus
			inspect(t, tab, name, forgotPage+" asked")
			accessible(t, tab, forgotPage+" asked")

			token, _, err := support.NewLinks(o.server.Store()).ResetLink(t.Context(), o.people[plain].Mail, true)
			must(t, err)
			at(resetPage+"?token="+token, resetPage, ok)
			tab.Run(chromedp.KeyEvent(password+"\t"+password+"\r"), chromedp.WaitVisible("[role=status]"))
			inspect(t, tab, name, resetPage+" done")
			accessible(t, tab, resetPage+" done")

			at(o.invite(t, strings.ToLower(name)+"@northfield.example"), invitationPage, ok)
			tab.Run(chromedp.KeyEvent("a password of his\tanother one of his\r"), chromedp.WaitVisible("[role=alert]"))
			tab.Complaints() // of the status itself
			inspect(t, tab, name, invitationPage+" problem")
			accessible(t, tab, invitationPage+" problem")
			tab.Run(chromedp.KeyEvent("a password of his\ta password of his\r"), chromedp.WaitVisible("header.cnav"))
			if here := browsertest.Evaluate[string](tab, "location.pathname"); here != "/center/me" {
				t.Errorf("who accepted is at %s", here)
			}
		})
	}
}
