package words

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	for preferred, want := range map[string]Language{
		"": English, "C": English, "de": English, "fr": French, "fr_CA.UTF-8": French,
		"de-CH,fr;q=0.8,en;q=0.5": French, "en-GB,fr;q=0.9": English, ";;;": English,
	} {
		if got := Match(preferred); got != want {
			t.Errorf("Match(%q) = %q, want %q", preferred, got, want)
		}
	}
}

func TestMissingKeyShows(t *testing.T) {
	if got := MustLoad(English).T("no.such.key"); got != "[no.such.key]" {
		t.Errorf("T of a missing key = %q", got)
	}
}

var field = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

// TestLanguagesAgree holds the files against each other: the same keys, the same fields, no empty text, and each key
// under the name of its file.
func TestLanguagesAgree(t *testing.T) {
	names, err := fs.Glob(files, "catalog/*.en.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	for _, english := range names {
		area := strings.TrimSuffix(path.Base(english), ".en.json")
		en := readTexts(t, english)
		fr := readTexts(t, strings.Replace(english, ".en.", ".fr.", 1))
		for key, text := range en {
			if !strings.HasPrefix(key, area+".") {
				t.Errorf("%s: key %q does not start with %q", english, key, area+".")
			}
			other, ok := fr[key]
			if !ok {
				t.Errorf("%s: %q has no French", english, key)
				continue
			}
			if text == "" || other == "" {
				t.Errorf("%s: %q is empty", english, key)
			}
			if a, b := fieldsOf(text), fieldsOf(other); !slices.Equal(a, b) {
				t.Errorf("%s: %q has fields %v in English, %v in French", english, key, a, b)
			}
		}
		for key := range fr {
			if _, ok := en[key]; !ok {
				t.Errorf("%s: %q has no English", english, key)
			}
		}
	}
}

// readTexts returns key → text; the forms of a plural stand behind one another.
func readTexts(t *testing.T, name string) map[string]string {
	t.Helper()
	data, err := files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	texts := map[string]string{}
	for key, value := range raw {
		switch v := value.(type) {
		case string:
			texts[key] = v
		case map[string]any:
			for _, form := range []string{"one", "other"} {
				s, _ := v[form].(string)
				if s == "" {
					t.Errorf("%s: %q lacks the form %q", name, key, form)
				}
				texts[key] += s + "\n"
			}
		default:
			t.Errorf("%s: %q is neither a text nor a plural", name, key)
		}
	}
	return texts
}

func fieldsOf(text string) []string {
	var names []string
	for _, m := range field.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return names
}
