package center

import (
	"fmt"
	"net/http"

	"beside.example/relay/internal/support"
)

// portalsData is the list of portals.
type portalsData struct {
	Portals []portalLine
	MayEdit bool
}

// portalLine is a portal in the list.
type portalLine struct{ support.Portal }

// KindKey is the catalogue key of the portal's kind.
func (l portalLine) KindKey() string { return kindKey(l.Kind) }

func kindKey(k support.PortalKind) string { return "center.kind." + k.String() }

// showPortals lists the portals; who may not manage any looks after replies alone.
func (c *Center) showPortals(w http.ResponseWriter, r *http.Request, who Manager) error {
	if !who.May(support.ActManagePortal, support.Object{}) {
		http.Redirect(w, r, repliesPath, http.StatusSeeOther)
		return nil
	}
	portals, err := c.Directory.Portals(r.Context(), who.Organisation.ID)
	if err != nil {
		return fmt.Errorf("list portals: %w", err)
	}
	data := portalsData{MayEdit: true}
	for _, p := range portals {
		data.Portals = append(data.Portals, portalLine{p})
	}
	return c.render(w, r, who, http.StatusOK, pagePortals, portalsPath, data)
}
