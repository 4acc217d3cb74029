package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"

	"beside.example/internal/words"
)

// view is what the common layout sees; the page's own data is in Data.
type view struct {
	Language  words.Language
	Languages []languageLink
	Relay     string
	Sheet     string
	Data      any
}

// languageLink leads to the same page in another language.
type languageLink struct {
	Code    words.Language
	Name    string
	Address string
	Current bool
}

// Render writes a page with data in the language of the request.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, status int, p *Page, data any) error {
	l := Language(r)
	v := view{Language: l, Relay: s.relay, Sheet: s.sheet.path, Data: data, Languages: languageLinks(r, l)}
	var page bytes.Buffer // whole before anything is sent, so that a failure can still become an error page
	if err := p.versions[l].ExecuteTemplate(&page, "layout", v); err != nil {
		return fmt.Errorf("render page %s: %w", p.name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(l))
	h.Set("Vary", "Accept-Language")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // the reader may be gone; there is nobody left to tell
	return nil
}

// LanguageParameter is the part of an address that asks for a language, before what the browser prefers.
const LanguageParameter = "lang"

// Language returns the language to answer a request in.
func Language(r *http.Request) words.Language {
	asked := r.URL.Query().Get(LanguageParameter)
	for _, l := range words.Languages() {
		if asked == string(l) {
			return l
		}
	}
	return words.Match(r.Header.Get("Accept-Language"))
}

func languageLinks(r *http.Request, current words.Language) []languageLink {
	names := map[words.Language]string{words.English: "English", words.French: "Français"}
	var links []languageLink
	for _, l := range words.Languages() {
		query := r.URL.Query()
		query.Set(LanguageParameter, string(l))
		address := (&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).String()
		links = append(links, languageLink{Code: l, Name: names[l], Address: address, Current: l == current})
	}
	return links
}
