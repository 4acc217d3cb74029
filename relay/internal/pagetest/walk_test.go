package pagetest

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"beside.example/relay/internal/web/browsertest"
)

const (
	home       = "/center"
	signInPath = "/center/sign-in"
)

// enter signs somebody in by the page for it.
func (o *office) enter(t *testing.T, tab *browsertest.Tab, who string) {
	t.Helper()
	tab.Open(o.base + signInPath)
	tab.Run(
		chromedp.SendKeys("input[name=mail]", o.people[who].Mail),
		chromedp.SendKeys("input[name=password]", password),
	)
	if landed := tab.Leave("document.querySelector('input[name=password]').form.requestSubmit()"); landed == signInPath {
		t.Fatal("the sign-in fails")
	}
}

// walk opens every page that leads on from home, one of each kind, and returns an address of each.
func (o *office) walk(t *testing.T, tab *browsertest.Tab, seen func(kind string)) map[string]string {
	t.Helper()
	found := map[string]string{}
	for waiting := []string{home}; len(waiting) > 0; waiting = waiting[1:] {
		path := waiting[0]
		if status := tab.Open(o.base + path); status != 200 {
			t.Errorf("%s leads to %d", path, status)
		}
		kind := kindOf(browsertest.Evaluate[string](tab, "location.pathname"))
		if path != home {
			seen(kind)
		}
		for _, next := range browsertest.Evaluate[[]string](tab, links) {
			if _, known := found[kindOf(next)]; !known && strings.HasPrefix(next, home) {
				found[kindOf(next)] = next
				waiting = append(waiting, next)
			}
		}
	}
	return found
}

// links lists where the page leads within its site; what is saved to a file is no page.
const links = `Array.from(document.querySelectorAll("a[href]:not([download])"))
	.filter(a => a.origin === location.origin && !/\/export\/|\.(csv|json)$/.test(a.pathname)).map(a => a.pathname + a.search)`

var number = regexp.MustCompile(`/(s?[0-9a-f]{32}|[0-9]+)(/|$)`)

// kindOf names the kind of page that an address shows.
func kindOf(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return number.ReplaceAllString(path, "/{id}$2")
}
