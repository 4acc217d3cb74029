package web

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"strings"

	"beside.example/internal/look"
	"beside.example/internal/words"
)

//go:embed templates static
var files embed.FS

// Site holds what every page needs. It is safe for concurrent use and never changes.
type Site struct {
	relay      string
	logger     *slog.Logger
	catalogues map[words.Language]*words.Catalogue
	sheet      Asset
	mark       Asset // which browsers show beside the page's name
	failure    *Page
}

// New returns the site of a relay, named HOST[:PORT] as the world reaches it.
func New(relay string, logger *slog.Logger) (*Site, error) {
	s := &Site{relay: relay, logger: logger, catalogues: map[words.Language]*words.Catalogue{}}
	for _, l := range words.Languages() {
		c, err := words.Load(l)
		if err != nil {
			return nil, fmt.Errorf("load the words of the pages: %w", err)
		}
		s.catalogues[l] = c
	}
	layout, err := fs.ReadFile(files, "static/site.css")
	if err != nil {
		return nil, fmt.Errorf("read the style sheet: %w", err)
	}
	s.sheet = NewAsset("site", ".css", append([]byte(look.CSS()), layout...))
	s.mark = NewAsset("mark", ".svg", tabIcon())
	if s.failure, err = s.Page(files, "templates/failure.html"); err != nil {
		return nil, err
	}
	return s, nil
}

// Relay returns the relay's name as the pages show it, HOST[:PORT].
func (s *Site) Relay() string { return s.relay }

// Words returns the texts of a language.
func (s *Site) Words(l words.Language) *words.Catalogue { return s.catalogues[l] }

// Page is one page's template in every language.
type Page struct {
	name     string
	versions map[words.Language]*template.Template
}

// Page reads the templates of a page, which define "title" and "main" for the common layout; the first file names it. They may use those of
// factor.html.
func (s *Site) Page(from fs.FS, paths ...string) (*Page, error) {
	p := &Page{name: paths[0], versions: map[words.Language]*template.Template{}}
	for l, c := range s.catalogues {
		t, err := template.New("").Funcs(s.helpers(c)).ParseFS(files, "templates/layout.html", "templates/frame.html", "templates/factor.html")
		if err == nil {
			t, err = t.ParseFS(from, paths...)
		}
		if err != nil {
			return nil, fmt.Errorf("parse page %s: %w", p.name, err)
		}
		p.versions[l] = t
	}
	return p, nil
}

// helpers are the functions that templates may call.
func (s *Site) helpers(c *words.Catalogue) template.FuncMap {
	return template.FuncMap{
		// t is the text of a key; fields follow as name, value, name, value.
		"t": func(key string, fields ...any) (string, error) {
			args, err := pairs(fields)
			return c.T(key, args), err
		},
		// n is t for a text with plural forms.
		"n": func(key string, count int, fields ...any) (string, error) {
			args, err := pairs(fields)
			return c.N(key, count, args), err
		},
		"icon":  icon,
		"chars": func(s string) []string { return strings.Split(s, "") },
		"size":  func(bytes int64) string { return size(c, bytes) },
	}
}

func pairs(fields []any) (words.Args, error) {
	if len(fields)%2 != 0 {
		return nil, fmt.Errorf("%d fields are no pairs", len(fields))
	}
	args := words.Args{}
	for i := 0; i < len(fields); i += 2 {
		name, ok := fields[i].(string)
		if !ok {
			return nil, fmt.Errorf("field name %v is no string", fields[i])
		}
		args[name] = fields[i+1]
	}
	return args, nil
}

// size writes a number of bytes as people read it, such as "14 MB" or "14 Mo".
func size(c *words.Catalogue, bytes int64) string {
	const kilo, mega = 1000, 1000 * 1000
	if bytes < mega {
		return c.T("relay.size.kb", words.Args{"N": max(1, (bytes+kilo/2)/kilo)})
	}
	return c.T("relay.size.mb", words.Args{"N": (bytes + mega/2) / mega})
}
