package portal

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// Names of the form's fields. What the portal itself asks has fieldPrefix before its key.
const (
	fieldName     = "customer"
	fieldQuestion = "question"
	fieldWanted   = support.FieldWanted
	fieldPrefix   = "field."
)

// againParameter fills the form with what was asked last time.
const againParameter = "again"

// indexData is what the page of a portal shows.
type indexData struct {
	place
	Greeting string
	Here     []support.PresentAgent
	Wait     int // the usual one in minutes, 0 when the last hour tells too little
	Form     formData
	Elsewhere
}

// Elsewhere leads back to a request that was made before.
type Elsewhere struct {
	Waits bool   // it is still open
	Where string // the name of its portal, empty without such a request
}

// formData is the form with what was typed.
type formData struct {
	support.Form
	Own     []ownField
	Field   string // of the problem, else empty
	Problem string // catalogue key
}

// ownField is a field that the portal itself asks for.
type ownField struct {
	support.Field
	Name, ID, Label, Value string
	Max                    int // characters
}

// showIndex shows the page of a portal: its form, that it is closed, or where the customer was.
func (p *Portal) showIndex(w http.ResponseWriter, r *http.Request) error {
	at, err := p.bySlug(r)
	if err != nil {
		return err
	}
	if at.Kind == support.PortalPin {
		return p.Site.RenderDressed(w, r, http.StatusOK, p.pages.me, p.dress(at), meData{Language: string(at.language(r)), Relay: p.Site.Relay()})
	}
	before, has, err := p.current(r)
	if err != nil {
		return err
	}
	if has && !before.State.Final() && before.Portal == at.ID {
		http.Redirect(w, r, requestAddress, http.StatusSeeOther)
		return nil
	}
	here, err := p.here(r, at)
	if err != nil {
		return err
	}
	if closed(at, here, time.Now()) {
		return p.renderClosed(w, r, at)
	}
	data := formData{}
	if has && before.Portal == at.ID && r.URL.Query().Has(againParameter) {
		data.Form = before.Form
	}
	return p.renderIndex(w, r, http.StatusOK, at, here, data)
}

func (p *Portal) renderIndex(w http.ResponseWriter, r *http.Request, status int, at place, here []support.PresentAgent, form formData) error {
	l := at.language(r)
	data := indexData{place: at, Greeting: at.Page.Greeting.In(string(l)), Here: here, Form: form}
	data.Form.Own = ownFields(at.Portal, form.Fields, l)
	var err error
	if data.Elsewhere, err = p.elsewhere(r); err != nil {
		return err
	}
	if wait, known, err := p.Requests.Usual(r.Context(), at.ID); err != nil {
		return fmt.Errorf("ask for the usual wait: %w", err)
	} else if known {
		data.Wait = minutes(wait)
	}
	dress := p.dress(at)
	dress.CodeLink = true
	return p.Site.RenderDressed(w, r, status, p.pages.index, dress, data)
}

// elsewhere tells of a request that the browser has already.
func (p *Portal) elsewhere(r *http.Request) (e Elsewhere, err error) {
	before, has, err := p.current(r)
	if err != nil || !has {
		return e, err
	}
	at, err := p.placeOf(r.Context(), before)
	if errors.Is(err, support.ErrNotFound) {
		return e, nil // the portal was removed
	}
	return Elsewhere{Waits: !before.State.Final(), Where: at.Name}, err
}

// here lists the agents who are there for a portal, those who may be asked first.
func (p *Portal) here(r *http.Request, at place) ([]support.PresentAgent, error) {
	here, err := p.Presence.Present(r.Context(), at.ID)
	if err != nil {
		return nil, fmt.Errorf("ask who is there: %w", err)
	}
	here = slices.Clone(here)
	slices.SortFunc(here, func(a, b support.PresentAgent) int {
		if a.Status != b.Status {
			return int(a.Status) - int(b.Status)
		}
		return strings.Compare(a.Name, b.Name)
	})
	return here, nil
}

func ownFields(portal support.Portal, values map[string]string, l words.Language) []ownField {
	var fields []ownField
	for i, f := range portal.Page.Fields {
		own := ownField{
			Field: f, Name: fieldPrefix + f.Key, ID: "field" + strconv.Itoa(i), Label: f.Label.In(string(l)), Value: values[f.Key], Max: support.MaxLineAnswer,
		}
		if f.Kind == support.FieldText {
			own.Max = support.MaxTextAnswer
		}
		fields = append(fields, own)
	}
	return fields
}

// Asks reports whether the form asks anything at all.
func (d indexData) Asks() bool { return d.Kind != support.PortalButton }

// Picks reports whether the customer picks who helps.
func (d indexData) Picks() bool { return d.Kind == support.PortalMatch }

// Chats reports whether the customer starts with a chat in the page.
func (d indexData) Chats() bool { return d.WebChat() }

// Title is the catalogue key of the heading.
func (d indexData) Title() string {
	switch d.Kind {
	case support.PortalMatch:
		return "relay.portal.match.title"
	case support.PortalButton:
		return "relay.portal.button.title"
	}
	return "relay.portal.title"
}

// Lead is the catalogue key of what stands under the heading when the portal has no greeting of its own.
func (d indexData) Lead() string {
	switch d.Kind {
	case support.PortalMatch:
		return "relay.portal.match.lead"
	case support.PortalButton:
		return "relay.portal.button.lead"
	case support.PortalQueue:
		return "relay.portal.queue.lead"
	}
	return "relay.portal.lead"
}

// MaxName and MaxQuestion are how long name and question may be.
func (d indexData) MaxName() int { return support.MaxName }

// MaxQuestion is how long the question may be.
func (d indexData) MaxQuestion() int { return support.MaxQuestion }

// Type is the kind of an input element for the field.
func (f ownField) Type() string {
	switch f.Kind {
	case support.FieldMail:
		return "email"
	case support.FieldPhone:
		return "tel"
	}
	return "text"
}

// Fill is what browsers may fill the field with.
func (f ownField) Fill() string {
	switch f.Kind {
	case support.FieldMail:
		return "email"
	case support.FieldPhone:
		return "tel"
	}
	return "off"
}

// Long reports whether the field takes several lines.
func (f ownField) Long() bool { return f.Kind == support.FieldText }

// Wrong reports whether a field is the one to look at again.
func (d formData) Wrong(name string) bool { return d.Problem != "" && d.Field == name }
