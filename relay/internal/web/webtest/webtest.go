// Package webtest helps the tests of pages: it asks for a page and holds what comes against what every page must be.
package webtest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"beside.example/internal/words"
)

// Get asks h for a page in a language and checks it as Check does. It returns the response, its body read, and the body.
func Get(t *testing.T, h http.Handler, address string, l words.Language) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, http.NoBody)
	r.Header.Set("Accept-Language", string(l))
	return Do(t, h, r)
}

// Do sends a request to h; a page that comes is checked as Check does.
func Do(t *testing.T, h http.Handler, r *http.Request) (*http.Response, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	response := w.Result()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") && response.StatusCode != http.StatusSeeOther {
		Check(t, string(body), words.Language(response.Header.Get("Content-Language")))
	}
	return response, string(body)
}

var (
	missingWord = regexp.MustCompile(`\[[a-z]+(\.[a-z0-9_]+)+\]`)
	unfilled    = regexp.MustCompile(`<no value>|ZgotmplZ|%!`)
	ownScript   = regexp.MustCompile(`<script src="/static/[a-z]+\.[0-9a-f]+\.js" defer></script>`)
	tag         = regexp.MustCompile(`<[a-zA-Z][^>]*>`)
	quoted      = regexp.MustCompile(`="[^"]*"`)
	active      = regexp.MustCompile(`(?i)^<(script|style)|\s(style|on[a-z]+)=`)
	address     = regexp.MustCompile(`(?i)\s(href|src|action|formaction)="\s*(javascript|data|vbscript):`)
	field       = regexp.MustCompile(`<(input|textarea|select)[^>]*>`)
	identity    = regexp.MustCompile(`\sid="([^"]+)"`)
)

// Check holds a page against what every page of ours must be: in the language it says, with all its words, without inline
// script or style (the policy would not run them), one heading, and a label for every field.
func Check(t *testing.T, page string, l words.Language) {
	t.Helper()
	if !strings.Contains(page, `<html lang="`+string(l)+`">`) {
		t.Errorf("page does not say that it is in %q", l)
	}
	for what, found := range map[string]string{
		"lacks the words": missingWord.FindString(page), "shows": unfilled.FindString(page), "has active content": activeContent(page),
	} {
		if found != "" {
			t.Errorf("page %s %q", what, found)
		}
	}
	if n := strings.Count(page, "<h1"); n != 1 {
		t.Errorf("page has %d main headings", n)
	}
	for _, input := range field.FindAllString(page, -1) {
		id := identity.FindStringSubmatch(input)
		if strings.Contains(input, `type="hidden"`) {
			continue
		}
		if id == nil || !strings.Contains(page, `for="`+id[1]+`"`) {
			t.Errorf("field without a label: %s", input)
		}
	}
}

// activeContent returns the first tag that a browser would run something for. Texts that only look like it are none.
func activeContent(page string) string {
	for _, t := range tag.FindAllString(ownScript.ReplaceAllString(page, ""), -1) {
		if active.MatchString(quoted.ReplaceAllString(t, `=""`)) || address.MatchString(t) {
			return t
		}
	}
	return ""
}
