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

// Picture writes the whole page into a PNG file, when BESIDE_PICTURES names a folder for it: for people who look.
func (p *Tab) Picture(name string) {
	p.t.Helper()
	folder := os.Getenv("BESIDE_PICTURES")
	if folder == "" {
		return
	}
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
