package browsertest

import (
	"context"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// command makes an action of a protocol command whose result nobody needs.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// Open goes to an address and returns the status of what is there.
func (p *Tab) Open(address string) int {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	response, err := chromedp.Run(ctx, chromedp.NavigateResponse(address))
	if err != nil {
		p.t.Fatalf("open %s: %v", address, err)
	}
	return int(response.Status)
}

// Leave runs an expression that leads to another page, and returns that one's path.
func (p *Tab) Leave(expression string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Evaluate[any](expression)(ctx, t)
		return err
	})); err != nil {
		p.t.Fatalf("leave the page: %v", err)
	}
	return Evaluate[string](p, "location.pathname")
}

// Evaluate returns the value of an expression in the page; a promise is waited for.
func Evaluate[T any](p *Tab, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("look into the page: %v", err)
	}
	return value
}

// Run does actions in the tab, in order.
func (p *Tab) Run(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("act in the page: %v", err)
	}
}

// Complaints returns what the browser complained of since the last call: exceptions, what the policy kept out, what was not found.
func (p *Tab) Complaints() []string { return p.console.drain() }

// picturesFolder names a folder for pictures.
const picturesFolder = "BESIDE_PICTURES"

// Pictures reports whether somebody wants to look at pictures.
func Pictures() bool { return os.Getenv(picturesFolder) != "" }

// Picture writes the whole page into a PNG file, when BESIDE_PICTURES names a folder for it: for people who look.
func (p *Tab) Picture(name string) {
	p.t.Helper()
	if !Pictures() {
		return
	}
	folder := os.Getenv(picturesFolder)
	const lossless = 100 // a PNG instead of a JPEG
	data, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(lossless))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), data, 0o600)
	}
	if err != nil {
		p.t.Errorf("take a picture: %v", err)
	}
}

// Overflow returns by how many CSS pixels the page is wider than its window, which makes people scroll in two directions.
func (p *Tab) Overflow() int {
	p.t.Helper()
	return Evaluate[int](p, "document.documentElement.scrollWidth - document.documentElement.clientWidth")
}

// Cut lists what is cut off in the page though nothing says that there is more: words that do not fit the button, the label or the heading that
// they stand in.
func (p *Tab) Cut() []string {
	p.t.Helper()
	return Evaluate[[]string](p, `[...document.querySelectorAll("button, a, summary, label, legend, th, h1, h2, h3, dt, dd, p, li, .badge, .btn")]
		.filter(e => e.offsetParent && !e.closest(".hide, .skip, .el, .scroll") && getComputedStyle(e).display !== "inline" &&
			(e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 4 && getComputedStyle(e).overflowY !== "visible"))
		.map(e => e.outerHTML.slice(0, 200))`)
}

// Printed lists what comes out of a printer though nobody can use it on paper: ways to other pages, and buttons.
func (p *Tab) Printed() []string {
	p.t.Helper()
	return Evaluate[[]string](p, `[...document.querySelectorAll("nav, button, summary, iframe, .btn, .skip, [type=file], progress")]
		.filter(e => e.offsetParent && getComputedStyle(e).visibility !== "hidden").map(e => e.outerHTML.slice(0, 200))`)
}
