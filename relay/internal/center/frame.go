package center

import (
	"net/http"
	"slices"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// Names of the pages' templates.
const (
	pageMe       = "me"
	pageFactor   = "factor"
	pageRecovery = "recovery"
	pageKey      = "key"
)

func pageNames() []string {
	return slices.Concat([]string{pageMe, pageFactor, pageRecovery, pageKey, pageReport, pageJob, pageJobs, pageCases, pageReview, pageLive}, peoplePages(), integrationPages(), portalPages(), settingsPages(), []string{pageInvitations, pageDelete}, privacyPages())
}

// view is what the frame around a page shows.
type view struct {
	Who   Manager
	Items []item
	Done  string // catalogue key of what the last form did, empty for nothing
	Page  any
}

// item is an entry of the navigation.
type item struct {
	Key  string // catalogue key
	Path string
	Act  support.Act
	On   bool // the page is one of its own
}

// items are all entries of the navigation, in their order.
func items() []item {
	return []item{
		{Key: "center.nav.live", Path: "/center/live", Act: support.ActSeeRequest},
		{Key: "center.nav.reports", Path: "/center/reports", Act: support.ActSeeReports},
		{Key: "center.nav.sessions", Path: "/center/sessions", Act: support.ActSeeReports},
		{Key: "center.nav.people", Path: peoplePath, Act: support.ActManageAgent},
		{Key: "center.nav.portals", Path: portalsPath, Act: support.ActPutCanned},
		{Key: "settings.nav", Path: settingsPath, Act: support.ActSeeSettings},
		{Key: "api.nav", Path: tokensPath, Act: support.ActManageToken},
		{Key: "privacy.nav", Path: privacyPath, Act: support.ActSeeSettings},
		{Key: "center.nav.audit", Path: auditPath, Act: support.ActManageOrganisation},
	}
}

// navigation lists the entries that whoever is signed in may follow; section is the path of the current one.
func (c *Center) navigation(who Manager, section string) []item {
	var shown []item
	routes := c.routes()
	for _, i := range items() {
		there := slices.ContainsFunc(routes, func(r route) bool { return r.pattern == "GET "+i.Path })
		if there && who.MayAnywhere(i.Act) {
			i.On = i.Path == section
			shown = append(shown, i)
		}
	}
	return shown
}

// render writes a page in the frame; section is the path of its entry in the navigation, empty for none.
func (c *Center) render(w http.ResponseWriter, r *http.Request, who Manager, status int, page, section string, data any) error {
	dress := web.Dress{Sheets: []string{c.sheet.Path(), c.reportSheet.Path()}, Script: c.script.Path()}
	return c.Site.RenderDressed(w, r, status, c.pages[page], dress, view{
		Who: who, Items: c.navigation(who, section), Done: done(r), Page: data,
	})
}

// doneParameter says in an address what the form before it did.
const doneParameter = "done"

// done returns the catalogue key of what the form before did.
func done(r *http.Request) string {
	keys := map[string]string{
		"saved": "center.done.saved", "created": "center.done.created", "out": "center.done.out", "disabled": "center.done.disabled",
		"revoked": "center.done.revoked", "tested": "center.done.tested", "enabledhook": "center.done.enabledhook", "again": "center.done.again",
		"enabled": "center.done.enabled", "factor": "center.done.factor", "deleted": "center.done.deleted", "ended": "center.done.ended",
		"nofactor": "center.done.nofactor", "invited": "mail.done.invited", "uninvited": "mail.done.uninvited", "mailed": "settings.done.mailed",
		"erased":   "privacy.done.erased",
		"keyadded": "factor.done.keyadded", "keyremoved": "factor.done.keyremoved", "password": "factor.done.password",
		"appout": "factor.done.appout", "monitor": "monitor.done.asked",
	}
	return keys[r.URL.Query().Get(doneParameter)]
}

// goTo leads to a page after a form, which says there what it did.
func goTo(w http.ResponseWriter, r *http.Request, path, done string) error {
	http.Redirect(w, r, path+"?"+doneParameter+"="+done, http.StatusSeeOther)
	return nil
}

// Initials are the letters in the place of a picture of whoever is signed in.
func (v view) Initials() string { return web.Dress{Organisation: v.Who.Agent.Name}.Initials() }
