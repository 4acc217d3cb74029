package center

import (
	"net/http"

	"beside.example/relay/internal/support"
)

// Where the pages are.
const (
	homePath    = "/center"
	signInPath  = "/center/sign-in"
	mePath      = "/center/me"
	peoplePath  = "/center/people"
	agentsPath  = "/center/people/agents"
	teamsPath   = "/center/people/teams"
	portalsPath = "/center/portals"
	repliesPath = "/center/replies"
	auditPath   = "/center/audit"
)

// route is one page or form, with what whoever asks for it must be allowed to do to something.
type route struct {
	pattern string
	act     support.Act
	handler handler
}

// routes are all that is behind the gate.
func (c *Center) routes() []route {
	all := []route{
		{"GET " + homePath, support.ActOwnAccount, c.home},
		{"GET " + homePath + "/{$}", support.ActOwnAccount, c.home},
		{"POST " + homePath + "/sign-out", support.ActOwnAccount, c.signOut},
		{"GET " + mePath, support.ActOwnAccount, c.showMe},
		{"POST " + mePath + "/sign-ins/{id}/end", support.ActOwnAccount, c.endSignIn},
		{"POST " + mePath + "/devices/{id}/end", support.ActOwnAccount, c.endDevice},
		{"POST " + mePath + "/password", support.ActOwnAccount, c.changePassword},
		{"POST " + mePath + "/factor", support.ActOwnAccount, freshly(c.beginFactor)},
		{"GET " + mePath + "/factor", support.ActOwnAccount, freshly(c.showFactor)},
		{"POST " + mePath + "/factor/confirm", support.ActOwnAccount, freshly(c.confirmFactor)},
		{"POST " + mePath + "/factor/remove", support.ActOwnAccount, c.removeFactor},
		{"GET " + mePath + "/keys/new", support.ActOwnAccount, freshly(c.showNewKey)},
		{"POST " + mePath + "/keys/new", support.ActOwnAccount, freshly(c.addKey)},
		{"POST " + mePath + "/keys/{id}/remove", support.ActOwnAccount, freshly(c.removeKey)},
		{"POST " + mePath + "/recovery", support.ActOwnAccount, freshly(c.renewRecovery)},
	}
	all = append(all, c.reportRoutes()...)
	all = append(all, c.jobRoutes()...)
	all = append(all, c.privacyRoutes()...)
	all = append(all, c.reviewRoutes()...)
	all = append(all, c.liveRoutes()...)
	all = append(all, c.peopleRoutes()...)
	all = append(all, c.portalRoutes()...)
	all = append(all, c.tokenRoutes()...)
	all = append(all, c.webhookRoutes()...)
	all = append(all, c.settingsRoutes()...)
	all = append(all, c.inviteRoutes()...)
	all = append(all, c.deleteRoutes()...)
	return all
}

// home leads to the first page that whoever is signed in may see.
func (c *Center) home(w http.ResponseWriter, r *http.Request, who Manager) error {
	to := mePath
	if items := c.navigation(who, ""); len(items) > 0 {
		to = items[0].Path
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
