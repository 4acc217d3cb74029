package support_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"beside.example/relay/internal/support"
)

func TestPortalClean(t *testing.T) {
	good := func() support.Portal {
		return support.Portal{
			Name: " Help\u202e desk ", Kind: support.PortalBox, Features: support.FeaturesAll, Hours: office(),
			Page: support.Page{
				Colour: "#0B7285", Greeting: support.Texts{"en": "Hello", "fr": "Bonjour"}, Languages: []string{"en", "fr-CA"},
				Fields: []support.Field{{Key: "order", Kind: support.FieldLine, Label: support.Texts{"en": "Order"}}},
			},
			Survey: []support.Question{{Key: "help", Kind: support.QuestionRating, Label: support.Texts{"en": "Did it help?"}}},
		}
	}
	p, err := good().Clean()
	must(t, err)
	if p.Name != "Help desk" || p.Slug != "help-desk" || p.Page.Colour != "#0b7285" {
		t.Errorf("portal %+v", p)
	}
	for name, change := range map[string]func(*support.Portal){
		"no name":       func(p *support.Portal) { p.Name = "\u202e" },
		"slug":          func(p *support.Portal) { p.Slug = "Help" },
		"no slug":       func(p *support.Portal) { p.Name = "援助" },
		"kind":          func(p *support.Portal) { p.Kind = 9 },
		"features":      func(p *support.Portal) { p.Features = support.FeaturesAll + 1 },
		"hours":         func(p *support.Portal) { p.Hours.Zone = "x" },
		"colour":        func(p *support.Portal) { p.Page.Colour = "red" },
		"language":      func(p *support.Portal) { p.Page.Languages = []string{"<b>"} },
		"greeting":      func(p *support.Portal) { p.Page.Greeting = support.Texts{"english please": "x"} },
		"field kind":    func(p *support.Portal) { p.Page.Fields[0].Kind = "file" },
		"field key":     func(p *support.Portal) { p.Page.Fields[0].Key = "Order no." },
		"field twice":   func(p *support.Portal) { p.Page.Fields = append(p.Page.Fields, p.Page.Fields[0]) },
		"no label":      func(p *support.Portal) { p.Page.Fields[0].Label = nil },
		"question kind": func(p *support.Portal) { p.Survey[0].Kind = "" },
		"many fields":   func(p *support.Portal) { p.Page.Fields = make([]support.Field, 9) },
		"many questions": func(p *support.Portal) {
			p.Survey = make([]support.Question, 9)
		},
	} {
		bad := good()
		change(&bad)
		if _, err := bad.Clean(); !errors.Is(err, support.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSlugOf(t *testing.T) {
	for name, want := range map[string]string{
		"Help desk": "help-desk", " Café – Zürich 24/7! ": "cafe-zurich-24-7", "援助": "", strings.Repeat("ab ", 30): strings.TrimSuffix(strings.Repeat("ab-", 14)[:40], "-"),
	} {
		if got := support.SlugOf(name); got != want {
			t.Errorf("slug of %q is %q, want %q", name, got, want)
		}
	}
}

func TestCheckLogo(t *testing.T) {
	logo := func(side int) []byte {
		var b bytes.Buffer
		must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))))
		return b.Bytes()
	}
	must(t, support.CheckLogo(logo(64)))
	for name, data := range map[string][]byte{"large": logo(1025), "heavy": append(logo(1), make([]byte, support.MaxLogo)...), "no PNG": []byte("GIF89a")} {
		wantErr(t, support.CheckLogo(data), support.ErrInvalid)
		_ = name
	}
}

func TestNames(t *testing.T) {
	for kind := support.PortalPin; kind <= support.PortalMatch; kind++ {
		if got, err := support.ParsePortalKind(kind.String()); err != nil || got != kind {
			t.Errorf("%v is read as %v, %v", kind, got, err)
		}
	}
	_, err := support.ParsePortalKind("web")
	wantErr(t, err, support.ErrInvalid)
	for _, f := range []support.Features{0, support.FeatureView | support.FeatureSurvey, support.FeaturesAll} {
		if got, err := support.ParseFeatures(f.Names()); err != nil || got != f {
			t.Errorf("%v is read as %b, %v", f.Names(), got, err)
		}
	}
	if all, err := support.ParseFeatures([]string{"all"}); err != nil || all != support.FeaturesAll || len(all.Names()) != 10 {
		t.Errorf("all features are %v, %v", all.Names(), err)
	}
	_, err = support.ParseFeatures([]string{"view", "fly"})
	wantErr(t, err, support.ErrInvalid)
	words := support.Texts{"fr": "oui", "de": "ja"}
	if words.In("fr") != "oui" || words.In("ja") != "ja" || (support.Texts{"en": "yes", "de": "ja"}).In("ja") != "yes" || support.Texts(nil).In("en") != "" {
		t.Error("texts are not found by language")
	}
}

func FuzzSlugOf(f *testing.F) {
	f.Add("Café Zürich")
	f.Add("--a--")
	f.Fuzz(func(t *testing.T, name string) {
		slug := support.SlugOf(name)
		if slug == "" {
			return
		}
		if _, err := (support.Portal{Name: "x", Slug: slug}).Clean(); err != nil || slices.Contains([]byte{slug[0], slug[len(slug)-1]}, '-') {
			t.Errorf("slug %q of %q: %v", slug, name, err)
		}
	})
}
