package browsertest

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take to be there; it is never reached when all is well.
const patience = time.Minute

// Chromium is one browser without a window, which ends with its test.
type Chromium struct {
	t   testing.TB
	ctx context.Context
}

// Named has the browser reach a host, at the usual port, at HOST:PORT.
func Named(host, address string) chromedp.ExecAllocatorOption {
	return chromedp.Flag("host-resolver-rules", "MAP "+host+":443 "+address)
}

// Start starts a browser that takes the certificate of a relay on trial.
func Start(t testing.TB, more ...chromedp.ExecAllocatorOption) *Chromium {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // needs rights that a container may not give
		chromedp.DisableGPU, chromedp.IgnoreCertErrors, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	)
	options = append(options, more...)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Errorf("end Chromium: %v", err)
		}
		end()
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &Chromium{t: t, ctx: ctx}
}

// Look is how somebody looks at pages.
type Look struct {
	Language string // as the browser asks for it, "fr"
	Width    int64  // of the window, in CSS pixels
	Dark     bool
	Print    bool // as it comes out of a printer, on paper of that width
}

// height of every window, in CSS pixels.
const height = 900

// Tab is one page at a time, with cookies of its own.
type Tab struct {
	t       testing.TB
	ctx     context.Context
	console *console
}

// Tab opens a tab that shares no cookie with others.
func (c *Chromium) Tab(t testing.TB, look Look) *Tab {
	t.Helper()
	ctx, end := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	tab := &Tab{t: t, ctx: ctx, console: &console{}}
	tab.Wear(look)
	tab.must(chromedp.Listen(ctx, tab.console.take))
	return tab
}

// Wear looks at the page in a tab, and at all that come after it, in another way. The language counts from the next page on.
func (p *Tab) Wear(look Look) {
	p.t.Helper()
	scheme, media := "light", "screen"
	if look.Dark {
		scheme = "dark"
	}
	if look.Print {
		media = "print"
	}
	p.must(chromedp.Do(p.ctx,
		chromedp.EmulateViewport(look.Width, height),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		}),
		command(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": look.Language}}),
	))
}

func (p *Tab) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}
