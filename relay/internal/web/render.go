package web

import (
	"bytes"
	"fmt"
	"net/http"

	"beside.example/internal/words"
)

// view is what the common layout sees; the page's own data is in Data.
type view struct {
	Language  words.Language
	Languages []languageLink
	Relay     string
	Sheets    []string
	Mark      string // address of the icon for the page's tab
	Dress     Dress
	Data      any
}

// The layouts that a page may be rendered in.
const (
	pageLayout  = "layout"
	frameLayout = "frame"
)

// Render writes a page with data in the language of the request, in the relay's own dress.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, status int, p *Page, data any) error {
	return s.RenderDressed(w, r, status, p, Dress{}, data)
}

// RenderDressed is Render for a page that wears more than the relay's own dress. A page with a script may also talk to the
// relay while it is shown, and show frames of the relay's.
func (s *Site) RenderDressed(w http.ResponseWriter, r *http.Request, status int, p *Page, dress Dress, data any) error {
	if dress.Script != "" {
		allowScript(w)
	}
	return s.render(w, r, status, p, pageLayout, dress, data)
}

// RenderFrame writes a page without top and foot, to be shown in a frame of another page of the relay.
func (s *Site) RenderFrame(w http.ResponseWriter, r *http.Request, p *Page, dress Dress, data any) error {
	AllowFraming(w)
	return s.render(w, r, http.StatusOK, p, frameLayout, dress, data)
}

func (s *Site) render(w http.ResponseWriter, r *http.Request, status int, p *Page, layout string, dress Dress, data any) error {
	l := Language(r, dress.Languages...)
	v := view{
		Language: l, Languages: languageLinks(r, l, dress.Languages), Relay: s.relay,
		Sheets: append([]string{s.sheet.path}, dress.Sheets...), Mark: s.mark.path, Dress: dress, Data: data,
	}
	page, err := p.execute(l, layout, v) // whole before anything is sent, so that a failure can still become an error page
	if err != nil {
		return err
	}
	keepLanguage(w, r, dress.Languages)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(l))
	h.Set("Vary", "Accept-Language, Cookie")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // the reader may be gone; there is nobody left to tell
	return nil
}

// Part returns one of the templates that a page defines, filled in, for a script to put in the place of what it showed.
func (p *Page) Part(l words.Language, name string, data any) ([]byte, error) {
	part, err := p.execute(l, name, data)
	if err != nil {
		return nil, err
	}
	return part.Bytes(), nil
}

func (p *Page) execute(l words.Language, name string, data any) (*bytes.Buffer, error) {
	var b bytes.Buffer
	if err := p.versions[l].ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("render %s of page %s: %w", name, p.name, err)
	}
	return &b, nil
}
