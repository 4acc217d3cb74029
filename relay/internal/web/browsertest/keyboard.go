package browsertest

import "github.com/chromedp/chromedp"

// Stop is where a Tab led to.
type Stop struct {
	HTML    string `json:"html"` // of the beginning of what has the focus, empty when nothing has
	Place   int    `json:"place"`
	Seen    bool   `json:"seen"`    // it is in sight
	Marked  bool   `json:"marked"`  // it is to be seen that it has the focus
	Skips   bool   `json:"skips"`   // it leads past the navigation
	Foreign bool   `json:"foreign"` // another page is in it
}

// reachable lists what somebody can press or fill in.
const reachable = `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0']")]
	.filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}) && !(e.closest("details:not([open])") && e.tagName !== "SUMMARY"))`

// where describes what has the focus.
const where = `(() => {
	const e = document.activeElement, all = ` + reachable + `;
	if (!e || e === document.body) return {html: "", place: -1, seen: false, marked: false, skips: false, foreign: false};
	const at = e.getBoundingClientRect(), style = getComputedStyle(e);
	return {html: e.outerHTML.slice(0, 160), place: all.indexOf(e), skips: e.classList.contains("skip"), foreign: e.tagName === "IFRAME",
		seen: at.width > 0 && at.height > 0 && at.bottom > 0 && at.right > 0 && at.top < innerHeight && at.left < innerWidth,
		marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2};
})()`

// Stops presses Tab from the beginning of the page to its end and returns where it led to, each place once, and how many places there are
// in the page.
func (p *Tab) Stops() (stops []Stop, all int) {
	p.t.Helper()
	Evaluate[bool](p, `(() => {
		const start = document.createElement("span");
		start.tabIndex = -1;
		document.body.prepend(start);
		start.focus();
		start.remove();
		return true;
	})()`)
	const most = 600 // keys: a date has several places within
	for range most {
		p.Run(chromedp.KeyEvent("\t"))
		stop := Evaluate[Stop](p, where)
		if stop.HTML == "" || len(stops) > 0 && stop.Place == stops[0].Place {
			break // past the end
		}
		if len(stops) == 0 || stop.Place != stops[len(stops)-1].Place {
			stops = append(stops, stop)
		}
	}
	return stops, Evaluate[int](p, "("+reachable+").length")
}
