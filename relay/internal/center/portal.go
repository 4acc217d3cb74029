package center

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// portalData is the form of a portal.
type portalData struct {
	support.Portal
	Kinds     []option
	Greetings []textIn
	Languages []option
	Fields    []formRow
	Questions []formRow
	Days      []dayRow
	Closed    string
	Allowed   []option // features
	Problem   string   // catalogue key
	Seconds   int
}

// dayRow is the hours of a day.
type dayRow struct {
	Name string // of the input
	Key  string // catalogue key of the day
	Text string
}

func (c *Center) showNewPortal(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderPortal(w, r, who, http.StatusOK, support.Portal{Kind: support.PortalBox, Features: support.FeaturesAll}, "")
}

func (c *Center) showPortal(w http.ResponseWriter, r *http.Request, who Manager) error {
	p, err := c.portalOf(r, who)
	if err != nil {
		return err
	}
	return c.renderPortal(w, r, who, http.StatusOK, p, "")
}

// portalOf returns the portal that the address names, the zero one for a new portal.
func (c *Center) portalOf(r *http.Request, who Manager) (support.Portal, error) {
	if r.PathValue("id") == "" {
		return support.Portal{}, nil
	}
	id, err := pathID(r)
	if err != nil {
		return support.Portal{}, err
	}
	return c.Manage.PortalFor(r.Context(), who, support.PortalID(id))
}

func (c *Center) renderPortal(w http.ResponseWriter, r *http.Request, who Manager, status int, p support.Portal, problem string) error {
	data := portalData{
		Portal: p, Greetings: textsIn(p.Page.Greeting), Fields: fieldRows(p.Page.Fields), Questions: questionRows(p.Survey),
		Allowed: featureOptions(p.Features), Problem: problem,
	}
	for kind := support.PortalPin; kind <= support.PortalMatch; kind++ {
		data.Kinds = append(data.Kinds, option{Value: kind.String(), Key: kindKey(kind), Selected: kind == p.Kind})
	}
	for _, l := range words.Languages() {
		data.Languages = append(data.Languages, option{
			Value: string(l), Key: "center.language." + string(l), Selected: slices.Contains(p.Page.Languages, string(l)),
		})
	}
	for _, day := range days() {
		data.Days = append(data.Days, dayRow{
			Name: fmt.Sprintf("day%d", day), Key: "center.day." + strconv.Itoa(int(day)), Text: support.SpansText(p.Hours.Days[day]),
		})
	}
	for i, date := range p.Hours.Closed {
		if i > 0 {
			data.Closed += " "
		}
		data.Closed += date
	}
	return c.render(w, r, who, status, pagePortal, portalsPath, data)
}

// putPortal keeps the form of a new portal or of one that is there.
func (c *Center) putPortal(w http.ResponseWriter, r *http.Request, who Manager) error {
	before, err := c.portalOf(r, who)
	if err != nil {
		return err
	}
	p, hours, err := readPortal(r, before)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseUint(r.PostForm.Get("version"), 10, 63) // none is no portal's
	p.Version = version
	if problem := portalProblem(p, hours); problem != "" {
		return c.renderPortal(w, r, who, http.StatusUnprocessableEntity, p, problem)
	}
	done := "saved"
	if p.ID == 0 {
		p.ID, err = c.Manage.CreatePortal(r.Context(), who, p)
		done = "created"
	} else {
		err = c.Manage.ChangePortal(r.Context(), who, version, p)
	}
	switch {
	case errors.Is(err, support.ErrChanged):
		return c.renderConflict(w, r, who, portalsPath, conflictData{Name: before.Name, Again: r.URL.Path})
	case errors.Is(err, support.ErrExists):
		return c.renderPortal(w, r, who, http.StatusConflict, p, "center.portal.taken")
	case err != nil:
		return err
	}
	return goTo(w, r, portalsPath+"/"+strconv.FormatUint(uint64(p.ID), 10), done)
}

// putLogo gives a portal another logo, or takes it away.
func (c *Center) putLogo(w http.ResponseWriter, r *http.Request, who Manager) error {
	p, err := c.portalOf(r, who)
	if err != nil {
		return err
	}
	var png []byte
	file, _, err := r.FormFile("logo")
	switch {
	case err == nil:
		defer func() { _ = file.Close() }() // read only
		if png, err = io.ReadAll(io.LimitReader(file, support.MaxLogo+1)); err != nil {
			return web.BadRequest()
		}
	case !errors.Is(err, http.ErrMissingFile):
		return web.BadRequest()
	}
	version, _ := strconv.ParseUint(r.PostFormValue("version"), 10, 63) // none is no portal's
	switch err := c.Manage.SetPortalLogo(r.Context(), who, p.ID, version, png); {
	case errors.Is(err, support.ErrChanged):
		return c.renderConflict(w, r, who, portalsPath, conflictData{Name: p.Name, Again: portalsPath + "/" + r.PathValue("id")})
	case errors.Is(err, support.ErrInvalid):
		return c.renderPortal(w, r, who, http.StatusUnprocessableEntity, p, "center.portal.nologo")
	case err != nil:
		return err
	}
	return goTo(w, r, portalsPath+"/"+r.PathValue("id"), "saved")
}
