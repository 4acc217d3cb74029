package support

import (
	"bytes"
	"fmt"
	"image/png"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"beside.example/protocol/text"
)

// What a portal may hold.
const (
	maxSlug      = 40
	maxGreeting  = 500
	maxLabel     = 120
	maxFields    = 8
	maxQuestions = 8
	maxLogoSide  = 1024 // pixels: nothing on a page is shown larger
)

var (
	slugShape   = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)
	colourShape = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	keyShape    = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)
	tagShape    = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

// SlugOf makes the end of a URL of a name; empty when the name has nothing that a URL shows well.
func SlugOf(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		} else if r < 0x300 || r > 0x36f { // a mark on the letter before is no gap
			gap = true
		}
	}
	slug := b.String()
	return strings.TrimSuffix(slug[:min(len(slug), maxSlug)], "-")
}

// Clean returns the portal as it may be kept; ErrInvalid, with what to write instead, when it may not.
func (p Portal) Clean() (Portal, error) {
	p.Name = CleanName(p.Name)
	if p.Slug == "" {
		p.Slug = SlugOf(p.Name)
	}
	switch {
	case p.Name == "":
		return p, fmt.Errorf("a portal needs a name: %w", ErrInvalid)
	case !slugShape.MatchString(p.Slug):
		return p, fmt.Errorf("slug %q, write up to %d small letters, digits and hyphens: %w", p.Slug, maxSlug, ErrInvalid)
	case p.Kind > PortalMatch:
		return p, fmt.Errorf("%v: %w", p.Kind, ErrInvalid)
	case p.Features&^FeaturesAll != 0:
		return p, fmt.Errorf("features %b: %w", p.Features, ErrInvalid)
	}
	if err := p.Hours.Check(); err != nil {
		return p, err
	}
	var err error
	if p.Page, err = p.Page.clean(); err != nil {
		return p, err
	}
	if len(p.Survey) > maxQuestions {
		return p, fmt.Errorf("a survey of %d questions, %d at most: %w", len(p.Survey), maxQuestions, ErrInvalid)
	}
	keys := map[string]bool{}
	for i, q := range p.Survey {
		if q.Kind != QuestionRating && q.Kind != QuestionText {
			return p, fmt.Errorf("kind %q of question %q, write %s or %s: %w", q.Kind, q.Key, QuestionRating, QuestionText, ErrInvalid)
		}
		if p.Survey[i].Label, err = labelled(keys, q.Key, q.Label); err != nil {
			return p, err
		}
	}
	return p, nil
}

// clean returns the page as it may be kept.
func (p Page) clean() (Page, error) {
	p.Colour = strings.ToLower(p.Colour)
	if p.Colour != "" && !colourShape.MatchString(p.Colour) {
		return p, fmt.Errorf("colour %q, write one such as #0b7285: %w", p.Colour, ErrInvalid)
	}
	for _, tag := range p.Languages {
		if !tagShape.MatchString(tag) {
			return p, fmt.Errorf("language %q, write a tag such as fr: %w", tag, ErrInvalid)
		}
	}
	if len(p.Fields) > maxFields {
		return p, fmt.Errorf("a form of %d fields, %d at most: %w", len(p.Fields), maxFields, ErrInvalid)
	}
	var err error
	if p.Greeting, err = p.Greeting.clean(maxGreeting); err != nil {
		return p, fmt.Errorf("greeting: %w", err)
	}
	keys := map[string]bool{}
	for i, f := range p.Fields {
		switch f.Kind {
		case FieldLine, FieldText, FieldMail, FieldPhone:
		default:
			return p, fmt.Errorf("kind %q of field %q, write %s, %s, %s or %s: %w", f.Kind, f.Key, FieldLine, FieldText, FieldMail, FieldPhone, ErrInvalid)
		}
		if p.Fields[i].Label, err = labelled(keys, f.Key, f.Label); err != nil {
			return p, err
		}
	}
	return p, nil
}

// labelled checks the key of a field or question, which no other one may have, and returns its label clean.
func labelled(keys map[string]bool, key string, label Texts) (Texts, error) {
	if !keyShape.MatchString(key) || keys[key] {
		return nil, fmt.Errorf("key %q, write another one of small letters and digits, the first a letter: %w", key, ErrInvalid)
	}
	keys[key] = true
	label, err := label.clean(maxLabel)
	if err == nil && label.In(DefaultLanguage) == "" {
		err = fmt.Errorf("no text: %w", ErrInvalid)
	}
	if err != nil {
		return nil, fmt.Errorf("label of %q: %w", key, err)
	}
	return label, nil
}

func (t Texts) clean(limit int) (Texts, error) {
	var out Texts
	for tag, words := range t {
		if !tagShape.MatchString(tag) {
			return nil, fmt.Errorf("language %q, write a tag such as fr: %w", tag, ErrInvalid)
		}
		if words = text.CleanLines(words, limit); words == "" {
			continue
		}
		if out == nil {
			out = Texts{}
		}
		out[tag] = words
	}
	return out, nil
}

// CheckLogo returns an ErrInvalid unless data is a PNG that a page can show.
func CheckLogo(data []byte) error {
	if len(data) > MaxLogo {
		return fmt.Errorf("a logo of %d bytes, %d at most: %w", len(data), MaxLogo, ErrInvalid)
	}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width > maxLogoSide || config.Height > maxLogoSide {
		return fmt.Errorf("a logo must be a PNG of at most %d by %d pixels: %w", maxLogoSide, maxLogoSide, ErrInvalid)
	}
	return nil
}
