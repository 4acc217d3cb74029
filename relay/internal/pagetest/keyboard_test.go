package pagetest

import (
	"testing"

	"github.com/chromedp/chromedp"

	"beside.example/relay/internal/web/browsertest"
)

// TestKeyboard goes through every page of the management center by the Tab key: it leads past the navigation first, then to everything that
// can be pressed or filled in, in the order in which one reads, and it is always to be seen where one is.
func TestKeyboard(t *testing.T) {
	o := newOffice(t)
	tab := browsertest.Start(t).Tab(t, looks()["en"])
	o.enter(t, tab, manager)
	o.walk(t, tab, func(kind string) {
		stops, all := tab.Stops()
		if len(stops) != all {
			t.Errorf("%s: the key leads to %d of %d places", kind, len(stops), all)
		}
		for i, stop := range stops {
			switch {
			case i == 0 && !stop.Skips:
				t.Errorf("%s: nothing leads past the navigation: %s", kind, stop.HTML)
			case i > 0 && stop.Place != stops[i-1].Place+1:
				t.Errorf("%s: out of order, after %s: %s", kind, stops[i-1].HTML, stop.HTML)
			case !stop.Seen:
				t.Errorf("%s: out of sight: %s", kind, stop.HTML)
			case !stop.Marked && !stop.Foreign:
				t.Errorf("%s: nothing shows that it has the focus: %s", kind, stop.HTML)
			}
		}
	})
}

// TestSkipAndMenu goes past the navigation to the page's main part, and into the menu and out of it again.
func TestSkipAndMenu(t *testing.T) {
	o := newOffice(t)
	tab := browsertest.Start(t).Tab(t, looks()["en"])
	o.enter(t, tab, manager)
	for _, path := range []string{"/center/live", "/center/settings"} {
		tab.Open(o.base + path)
		tab.Run(chromedp.KeyEvent("\t\r\t"))
		if !browsertest.Evaluate[bool](tab, `document.querySelector("main").contains(document.activeElement)`) {
			t.Errorf("%s: after the way past the navigation, %s has the focus", path, browsertest.Evaluate[string](tab, "document.activeElement.outerHTML"))
		}
		open := func() bool { return browsertest.Evaluate[bool](tab, `document.querySelector("details.menu").open`) }
		tab.Run(chromedp.Focus("details.menu summary"), chromedp.KeyEvent("\r\t"))
		if !open() || !browsertest.Evaluate[bool](tab, `document.activeElement.closest(".drop") !== null`) {
			t.Errorf("%s: the menu is not opened by the keyboard", path)
		}
		tab.Run(chromedp.KeyEvent("\x1b"))
		if open() || !browsertest.Evaluate[bool](tab, `document.activeElement.matches("details.menu summary")`) {
			t.Errorf("%s: Escape does not lead back out of the menu", path)
		}
	}
}
