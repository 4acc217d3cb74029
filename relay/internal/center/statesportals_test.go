package center

import (
	"bytes"
	"image"
	"image/png"
	"maps"
	"net/http"
	"net/url"

	"beside.example/relay/internal/support"
)

// portalForm is the form of a portal, with what differs.
func portalForm(other url.Values) url.Values {
	form := url.Values{"name": {"Night desk"}, "slug": {"night"}, "kind": {"box"}, "version": {"{seen}"}, "feature": {"view"}}
	maps.Copy(form, other)
	return form
}

// dressed fills everything in that a portal may have.
func dressed(s *scene) {
	ctx := s.t.Context()
	p, err := s.Portal(ctx, s.portals[0])
	must(s.t, err)
	p.Slug, p.ChatFirst = "staff", true
	p.Page = support.Page{
		Colour: "#0b7285", Greeting: support.Texts{"en": "How can we help?", "fr": "Comment pouvons-nous aider ?"}, Languages: []string{"en", "fr"},
		Fields: []support.Field{{Key: "room", Kind: support.FieldLine, Required: true, Label: support.Texts{"en": "Which room?", "fr": "Quelle salle ?"}}},
	}
	p.Hours.Days[1], err = support.ParseSpans("09:00-12:30 14:00-18:00")
	must(s.t, err)
	p.Hours.Closed = []string{"2026-12-25", "2027-01-01"}
	must(s.t, s.UpdatePortal(ctx, p))
	var logo bytes.Buffer
	must(s.t, png.Encode(&logo, image.NewGray(image.Rect(0, 0, 2, 2))))
	must(s.t, s.SetPortalLogo(ctx, p.ID, logo.Bytes()))
}

// portalStates are the pages about portals.
func portalStates() map[string]pageState {
	const staff, fresh = portalsPath + "/{staff}", portalsPath + "/new"
	wrong := func(at string, form url.Values) pageState {
		return pageState{at: at, form: portalForm(form), status: http.StatusUnprocessableEntity}
	}
	return map[string]pageState{
		"portals/usual":          {at: portalsPath, scene: dressed, whole: true},
		"portals/none":           {at: portalsPath, who: "south"},
		"portal/new":             {at: fresh},
		"portal/usual":           {at: portalsPath + "/{match}"},
		"portal/all filled in":   {at: staff, scene: dressed},
		"portal/no name":         wrong(fresh, url.Values{"name": {" "}}),
		"portal/no address":      wrong(fresh, url.Values{"slug": {"Ä b"}}),
		"portal/no hours":        wrong(staff, url.Values{"day1": {"9 to 5"}}),
		"portal/no colour":       wrong(fresh, url.Values{"colour": {"teal"}}),
		"portal/no kind of rows": wrong(fresh, url.Values{"field0.en": {"Room"}, "field0.kind": {"riddle"}}),
		"portal/address taken":   {at: fresh, form: portalForm(url.Values{"slug": {"staff"}}), scene: dressed, status: http.StatusConflict},
		"portal/no picture":      {at: staff + "/logo", form: url.Values{"version": {"1"}}, file: "GIF89a", upload: "logo", status: http.StatusUnprocessableEntity},
		"noview/no hours":        {at: staff + "/preview", form: portalForm(url.Values{"day1": {"9 to 5"}, "version": {"1"}})},
		"conflict/portal":        {at: staff, form: portalForm(url.Values{"version": {"99"}}), status: http.StatusConflict},
		"conflict/logo":          {at: staff + "/logo", form: url.Values{"version": {"99"}}, upload: "logo", status: http.StatusConflict},
	}
}

// replyStates are the pages about canned replies.
func replyStates() map[string]pageState {
	some := func(s *scene) {
		for _, c := range []support.Canned{
			{Title: "Hello", Text: "Hello {customer}, this is {agent}."},
			{Scope: support.CannedTeam, Team: s.back, Title: "Manuel", URL: "https://docks.example/4.2", Language: "fr"},
			{Scope: support.CannedTeam, Team: s.back, Title: longName, Text: "A text that is longer than the column in which it stands, as texts of several sentences are."},
		} {
			c.Organisation = s.organisation
			id, err := s.PutCanned(s.t.Context(), c)
			must(s.t, err)
			s.names["reply"] = id
		}
	}
	form := func(title, seen string) url.Values {
		return url.Values{"title": {title}, "text": {"Hello"}, "seen": {seen}, "team": {"{back}"}, "language": {"fr"}}
	}
	return map[string]pageState{
		"replies/none":          {at: repliesPath},
		"replies/usual":         {at: repliesPath, scene: some},
		"replies/of a lead":     {at: repliesPath, who: "lead", scene: some},
		"reply/new":             {at: repliesPath + "/new"},
		"reply/new, by a lead":  {at: repliesPath + "/new", who: "lead"},
		"reply/usual":           {at: repliesPath + "/{reply}", scene: some},
		"reply/no title":        {at: repliesPath + "/new", form: form("", ""), status: http.StatusUnprocessableEntity},
		"conflict/reply":        {at: repliesPath + "/{reply}", form: form("Hello", "stale"), scene: some, status: http.StatusConflict},
		"conflict/delete reply": {at: repliesPath + "/{reply}/delete", form: form("Hello", "stale"), scene: some, status: http.StatusConflict},
	}
}
