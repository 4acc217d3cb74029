// Package words is the catalogue: every text that a person reads, in English and in French.
//
// The apps, the relay's pages and the shared widgets all take their texts from here, so that nothing is said in one
// language only. A text is named by a key such as "customer.code.title"; its first part is the catalogue file that holds
// it (catalog/customer.en.json and catalog/customer.fr.json). Texts may hold {{.Name}} fields and plural forms, as go-i18n
// knows them. The package knows nothing of who shows the text.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalog/*.json
var files embed.FS

// Language is one of the languages that the catalogue speaks, by its two-letter code.
type Language string

// The languages of the catalogue.
const (
	English Language = "en"
	French  Language = "fr"
)

// Languages lists every language of the catalogue, the fallback first.
func Languages() []Language { return []Language{English, French} }

// Args are the fields of a text: {{.Name}} takes Args{"Name": …}.
type Args map[string]any

// Catalogue answers with texts in one language. It is safe for concurrent use and never changes.
type Catalogue struct {
	language  Language
	localizer *i18n.Localizer
}

// Load reads the embedded catalogue for one language. An unknown language gets English, as Match would choose.
func Load(l Language) (*Catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	names, err := fs.Glob(files, "catalog/*.json")
	if err != nil {
		return nil, fmt.Errorf("list the catalogue: %w", err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		// go-i18n takes the language from the last part of the name: "customer.en.json".
		if _, err := bundle.ParseMessageFileBytes(data, path.Base(name)); err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
	}
	if l != French {
		l = English
	}
	return &Catalogue{language: l, localizer: i18n.NewLocalizer(bundle, string(l))}, nil
}

// MustLoad is Load for a program's start: the files are embedded, so a failure is a defect of the build.
func MustLoad(l Language) *Catalogue {
	c, err := Load(l)
	if err != nil {
		panic(err)
	}
	return c
}

// Language returns the language that the catalogue answers in.
func (c *Catalogue) Language() Language { return c.language }

// T returns the text of key with its fields filled in. A key that the catalogue lacks comes back in brackets, which a
// person may read and a test finds.
func (c *Catalogue) T(key string, args ...Args) string {
	return c.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: merge(args)})
}

// N is T for a text with plural forms: it takes the form for count, which the text sees as {{.N}}.
func (c *Catalogue) N(key string, count int, args ...Args) string {
	data := merge(args)
	data["N"] = count
	return c.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: count})
}

func (c *Catalogue) localize(config *i18n.LocalizeConfig) string {
	text, err := c.localizer.Localize(config)
	if err != nil {
		return "[" + config.MessageID + "]"
	}
	return text
}

func merge(args []Args) Args {
	all := Args{}
	for _, a := range args {
		for k, v := range a {
			all[k] = v
		}
	}
	return all
}

// Match returns the catalogue's language that suits best what a system or a browser prefers: a locale such as
// "fr_CA.UTF-8" or the value of an Accept-Language header. Without a match it is English.
func Match(preferred string) Language {
	if !strings.Contains(preferred, ";") { // a locale: what follows the point is its encoding, not a quality
		preferred, _, _ = strings.Cut(preferred, ".")
	}
	tags, _, err := language.ParseAcceptLanguage(strings.ReplaceAll(preferred, "_", "-"))
	if err != nil {
		return English
	}
	for _, tag := range tags {
		base, _ := tag.Base()
		for _, l := range Languages() {
			if base.String() == string(l) {
				return l
			}
		}
	}
	return English
}
