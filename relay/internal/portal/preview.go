package portal

import (
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// Preview shows the page of a portal that may not be kept yet, in a frame of another page of the relay, as if the agents were there.
// colours is the address of the sheet with its colour, empty for the relay's own.
func (p *Portal) Preview(w http.ResponseWriter, r *http.Request, portal support.Portal, organisation support.Organisation, here []support.PresentAgent, colours string) error {
	at := place{Portal: portal, Organisation: organisation}
	dress := web.Dress{Organisation: organisation.Name, Portal: portal.Name, Languages: at.languages(), Sheets: p.sheets()}
	if portal.Page.HasLogo {
		dress.Logo = at.asset("logo.png")
	}
	if colours != "" {
		dress.Sheets = append(dress.Sheets, colours)
	}
	web.AllowFraming(w)
	if portal.Kind == support.PortalPin {
		return p.Site.RenderDressed(w, r, http.StatusOK, p.pages.me, dress, meData{Language: string(at.language(r)), Relay: p.Site.Relay()})
	}
	l := at.language(r)
	dress.CodeLink = true
	return p.Site.RenderDressed(w, r, http.StatusOK, p.pages.index, dress, indexData{
		place: at, Greeting: portal.Page.Greeting.In(string(l)), Here: here, Form: formData{Own: ownFields(portal, nil, l)},
	})
}

// ColourSheet returns the style sheet that gives pages a portal's colour; empty for none.
func (*Portal) ColourSheet(colour string) string { return colourSheet(colour) }
