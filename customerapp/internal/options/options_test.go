package options

import (
	"testing"

	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/code"
)

func TestRead(t *testing.T) {
	t.Setenv("LC_ALL", "fr_CA.UTF-8")
	for name, c := range map[string]struct {
		program   string
		arguments []string
		want      Options
		bad       bool
	}{
		"nothing":        {"beside", nil, Options{Language: words.French}, false},
		"file":           {"/tmp/beside-help.northfield.example_8443", nil, Options{Relay: "help.northfield.example:8443", Language: words.French}, false},
		"flag wins":      {"beside-help.northfield.example", []string{"--relay", "other.example"}, Options{Relay: "other.example", Language: words.French}, false},
		"language":       {"beside", []string{"--language", "en"}, Options{Language: words.English}, false},
		"link":           {"beside", []string{"beside://help.northfield.example:8443/?n=1234"}, Options{Relay: "help.northfield.example:8443", Code: "1234", Language: words.French}, false},
		"link, no code":  {"beside", []string{"beside://help.northfield.example"}, Options{Relay: "help.northfield.example", Language: words.French}, false},
		"portal code":    {"beside", []string{"beside://help.northfield.example/p/k7mw-q2rt"}, Options{Relay: "help.northfield.example", Code: "K7MWQ2RT", Language: words.French}, false},
		"portal, wrong":  {"beside", []string{"beside://help.northfield.example/p/123456789"}, Options{}, true},
		"whole code":     {"beside", []string{"beside://help.northfield.example/?n=123456789"}, Options{}, true},
		"foreign scheme": {"beside", []string{"https://help.northfield.example/me"}, Options{}, true},
		"no host":        {"beside", []string{"beside:///?n=1234"}, Options{}, true},
		"exact":          {"beside", []string{"--picture", "exact"}, Options{Language: words.French, Fidelity: protocol.FidelityExact}, false},
		"saving":         {"beside", []string{"--picture=save"}, Options{Language: words.French, Fidelity: protocol.FidelitySaving}, false},
		"no picture":     {"beside", []string{"--picture", "best"}, Options{}, true},
		"two links":      {"beside", []string{"beside://a.example", "beside://b.example"}, Options{}, true},
		"unknown flag":   {"beside", []string{"--consent=yes"}, Options{}, true},
	} {
		got, err := Read(c.program, c.arguments)
		got.Level = 0
		c.want.Level = 0
		if (err != nil) != c.bad || !c.bad && got != c.want {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, c.want)
		}
	}
}

func FuzzLink(f *testing.F) {
	f.Add("beside://help.northfield.example:8443/?n=1234")
	f.Add("beside://help.northfield.example/p/K7MW-Q2RT")
	f.Add("beside:opaque")
	f.Fuzz(func(t *testing.T, link string) {
		o, err := Options{}.follow(link)
		if err == nil && (o.Relay == "" || o.Code != "" && len(o.Code) != 4 && code.KindOf(o.Code) != code.KindPortal) {
			t.Errorf("%q gives %+v", link, o)
		}
	})
}
