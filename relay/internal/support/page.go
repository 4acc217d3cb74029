package support

import (
	"maps"
	"slices"
)

// Texts is one text in several languages, by language tag such as "en".
type Texts map[string]string

// DefaultLanguage is the language of whoever speaks none that is there.
const DefaultLanguage = "en"

// In returns the text in a language, else in DefaultLanguage, else in the first by alphabet; empty when there is none.
func (t Texts) In(language string) string {
	if text, ok := t[language]; ok {
		return text
	}
	if text, ok := t[DefaultLanguage]; ok {
		return text
	}
	for _, tag := range slices.Sorted(maps.Keys(t)) {
		return t[tag]
	}
	return ""
}

// Page is how a portal looks and what its form asks.
type Page struct {
	Colour    string   `json:"colour,omitempty"` // "#rrggbb"; empty means the relay's own
	HasLogo   bool     `json:"-"`                // the image itself is asked of the store when a browser wants it
	Greeting  Texts    `json:"greeting,omitempty"`
	Languages []string `json:"languages,omitempty"` // in which the page is offered; empty means all that the relay speaks
	Fields    []Field  `json:"fields,omitempty"`    // asked beside the name and the question
}

// FieldKind says what a field of a portal's form takes.
type FieldKind string

// The kinds of fields, by the names under which the store and set-up files keep them.
const (
	FieldLine  FieldKind = "line"  // one line of anything
	FieldText  FieldKind = "text"  // several lines of anything
	FieldMail  FieldKind = "mail"  // a mail address
	FieldPhone FieldKind = "phone" // a telephone number
)

// Field is one thing that a portal's form asks.
type Field struct {
	Key      string    `json:"key"` // names it in a request, and to forms
	Label    Texts     `json:"label"`
	Kind     FieldKind `json:"kind"`
	Required bool      `json:"required,omitempty"`
}

// MaxLogo is the largest logo of a portal in bytes: a PNG of a logo is smaller, and the store hands it out whole.
const MaxLogo = 64 << 10
