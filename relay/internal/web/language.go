package web

import (
	"net/http"
	"net/url"
	"slices"

	"beside.example/internal/words"
)

// LanguageParameter is the part of an address that asks for a language, before what the browser prefers.
const LanguageParameter = "lang"

// languageCookie remembers the language that somebody asked for. The prefix keeps other hosts from setting it.
const languageCookie = "__Host-language"

// rememberLanguage is for how long, in seconds: a year.
const rememberLanguage = 365 * 24 * 60 * 60

// Language returns the language to answer a request in: what its address asks for, else what was asked for before, else
// what the browser prefers. With offered languages it is one of these.
func Language(r *http.Request, offered ...words.Language) words.Language {
	if l, ok := askedLanguage(r, offered); ok {
		return l
	}
	if cookie, err := r.Cookie(languageCookie); err == nil {
		if l := words.Language(cookie.Value); isOffered(l, offered) {
			return l
		}
	}
	if l := words.Match(r.Header.Get("Accept-Language")); len(offered) == 0 || slices.Contains(offered, l) {
		return l
	}
	return offered[0]
}

func askedLanguage(r *http.Request, offered []words.Language) (words.Language, bool) {
	l := words.Language(r.URL.Query().Get(LanguageParameter))
	return l, isOffered(l, offered)
}

func isOffered(l words.Language, offered []words.Language) bool {
	return slices.Contains(words.Languages(), l) && (len(offered) == 0 || slices.Contains(offered, l))
}

// keepLanguage remembers the language that the address asks for.
func keepLanguage(w http.ResponseWriter, r *http.Request, offered []words.Language) {
	l, ok := askedLanguage(r, offered)
	if !ok {
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: string(l), Path: "/", MaxAge: rememberLanguage, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// languageLink leads to the same page in another language.
type languageLink struct {
	Code    words.Language
	Name    string
	Address string
	Current bool
}

// languageLinks are the ways to the other languages, none when there is but one.
func languageLinks(r *http.Request, current words.Language, offered []words.Language) []languageLink {
	names := map[words.Language]string{words.English: "English", words.French: "Français"}
	var links []languageLink
	for _, l := range words.Languages() {
		if !isOffered(l, offered) {
			continue
		}
		query := r.URL.Query()
		query.Set(LanguageParameter, string(l))
		address := (&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).String()
		links = append(links, languageLink{Code: l, Name: names[l], Address: address, Current: l == current})
	}
	if len(links) == 1 {
		return nil
	}
	return links
}
