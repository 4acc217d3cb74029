package center

import (
	"net/http"
	"net/url"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// noViewData says why there is nothing to preview.
type noViewData struct{ Problem string }

// previewPortal shows the page of a portal as its form has it now, without keeping anything, in a frame beside the form.
func (c *Center) previewPortal(w http.ResponseWriter, r *http.Request, who Manager) error {
	before, err := c.portalOf(r, who)
	if err != nil {
		return err
	}
	p, hours, err := readPortal(r, before)
	if err != nil {
		return err
	}
	if problem := portalProblem(p, hours); problem != "" {
		return c.Site.RenderFrame(w, r, c.pages[pageNoView], web.Dress{Sheets: []string{c.sheet.Path()}}, noViewData{Problem: problem})
	}
	if p, err = p.Clean(); err != nil {
		return err
	}
	colours := ""
	if p.Page.Colour != "" {
		colours = portalsPath + "/preview.css?" + url.Values{"colour": {p.Page.Colour}}.Encode()
	}
	here := []support.PresentAgent{{Agent: who.Agent.ID, Name: who.Agent.Name, TeamName: who.Team.Name}}
	return c.Preview.Preview(w, r, p, who.Organisation, here, colours)
}

// previewColours is the style sheet of a colour that no portal may have yet.
func (c *Center) previewColours(w http.ResponseWriter, r *http.Request, _ Manager) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write([]byte(c.Preview.ColourSheet(r.URL.Query().Get("colour")))) // whoever asked may be gone
	return nil
}
