package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
	"github.com/jezek/xgb/xproto"
)

// A Browser is Chromium in a window on a display, as a person uses it: what is in its pages is read by the DevTools protocol,
// what is done there is done by the display's hand.
type Browser struct {
	*Process

	screen *Screen
	tab    context.Context // of the page, for chromedp
	close  context.CancelFunc
}

// browserArguments make Chromium quiet, and let it take the certificate of a relay on trial. Its sandbox needs rights that
// a container may not give.
var browserArguments = []string{
	"--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-quic", "--disable-sync", "--disable-background-networking",
	"--disable-component-update", "--disable-extensions", "--disable-features=Translate", "--password-store=basic", "--ignore-certificate-errors", "--test-type",
}

// placeWindow tells Chromium where on the display its window goes.
func placeWindow(at image.Rectangle) []string {
	return []string{fmt.Sprintf("--window-size=%d,%d", at.Dx(), at.Dy()), fmt.Sprintf("--window-position=%d,%d", at.Min.X, at.Min.Y)}
}

// browserOf makes a program that opens a page in a window of an account's Chromium, as a person's browser does that an app calls.
func browserOf(owner *Account, profile string) (path string, err error) {
	path = filepath.Join(owner.Home, profile+".sh")
	arguments := append(placeWindow(image.Rect(100, 40, 1100, 840)), browserArguments...)
	script := fmt.Sprintf("#!/bin/sh\nexec chromium %s --user-data-dir=\"$HOME/%s\" --new-window \"$1\" >\"$HOME/%[2]s.log\" 2>&1\n",
		strings.Join(arguments, " "), profile)
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		return "", fmt.Errorf("make the browser's script: %w", err)
	}
	return path, nil
}

// StartBrowser opens a page in a browser of its own, whose window stands at a place of the display.
func StartBrowser(ctx context.Context, logs string, screen *Screen, owner *Account, name, page string, at image.Rectangle) (*Browser, error) {
	profile := filepath.Join(owner.Home, name)
	if err := os.RemoveAll(profile); err != nil {
		return nil, fmt.Errorf("empty the browser's folder: %w", err)
	}
	arguments := slices.Concat(browserArguments, placeWindow(at), []string{"--remote-debugging-port=0", "--lang=en", "--user-data-dir=" + profile, page})
	process, err := screen.Start(ctx, logs, name, owner, "chromium", arguments...)
	if err != nil {
		return nil, err
	}
	b := &Browser{Process: process, screen: screen}
	return b, b.attach(ctx, filepath.Join(profile, "DevToolsActivePort"))
}

// attach finds the port that the browser has written down, and its one page.
func (b *Browser) attach(ctx context.Context, portFile string) error {
	var port string
	err := await(ctx, "the browser", func() (bool, error) {
		data, err := os.ReadFile(portFile)
		first, _, complete := strings.Cut(string(data), "\n")
		port = first
		return complete, err
	})
	if err != nil {
		return err
	}
	allocator, cancel := remote.NewAllocator(context.WithoutCancel(ctx), "http://127.0.0.1:"+port)
	err = await(ctx, "the browser's page", func() (bool, error) { // which may be about to become another one
		var err error
		b.tab, b.close, err = enterPage(allocator)
		return err == nil, err
	})
	if err != nil {
		cancel()
		return err
	}
	leave := b.close
	b.close = func() { leave(); cancel() }
	return nil
}

// enterPage connects to the browser's one page.
func enterPage(allocator context.Context) (tab context.Context, leave context.CancelFunc, err error) {
	first, cancelFirst := chromedp.NewContext(allocator)
	defer cancelFirst()
	targets, err := chromedp.Targets(first)
	if err != nil {
		return nil, nil, fmt.Errorf("list the browser's pages: %w", err)
	}
	i := slices.IndexFunc(targets, func(t *target.Info) bool { return t.Type == "page" && !strings.HasPrefix(t.URL, "devtools:") })
	if i < 0 {
		return nil, nil, fmt.Errorf("the browser shows no page")
	}
	tab, leave = chromedp.NewContext(allocator, chromedp.WithTargetID(targets[i].TargetID), chromedp.WithDetachOnCancel())
	if err := chromedp.Do(tab); err != nil {
		leave()
		return nil, nil, fmt.Errorf("enter the browser's page: %w", err)
	}
	return tab, leave, nil
}

// evaluate runs an expression in the page and returns its value.
func evaluate[T any](ctx context.Context, b *Browser, expression string) (T, error) {
	tab, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	value, err := chromedp.Run(tab, chromedp.Evaluate[T](expression))
	if err != nil {
		return value, fmt.Errorf("look into the page: %w", err)
	}
	return value, nil
}

// Open goes to another page, as a person does who types its address.
func (b *Browser) Open(ctx context.Context, page string) error {
	quoted, err := json.Marshal(page)
	if err != nil {
		return err
	}
	if _, err := evaluate[string](ctx, b, "window.location.href = "+string(quoted)); err != nil {
		return err
	}
	return await(ctx, page, func() (bool, error) {
		return evaluate[bool](ctx, b, "document.readyState === 'complete' && window.location.href === "+string(quoted))
	})
}

// Text returns what a person reads on the page.
func (b *Browser) Text(ctx context.Context) (string, error) {
	return evaluate[string](ctx, b, "document.body ? document.body.innerText : ''")
}

// dark tells pages that the person wants them dark, as the system's settings do.
func (b *Browser) dark(ctx context.Context) error {
	tab, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	_, err := cdp.Call(tab, chromedp.FromContext(tab).Target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	})
	if err != nil {
		return fmt.Errorf("set the browser to dark pages: %w", err)
	}
	return nil
}

// See waits until the page reads a text somewhere.
func (b *Browser) See(ctx context.Context, part string) error {
	return await(ctx, "“"+part+"” on the page", func() (bool, error) {
		text, err := b.Text(ctx)
		if err == nil && !strings.Contains(text, part) {
			err = fmt.Errorf("the page reads: %s", text)
			return false, err
		}
		return err == nil, err
	})
}

// place is where an element is to be seen, in pixels of the display.
type place struct{ X, Y, Width, Height float64 }

// placeOf is a function of the page that finds an element by a CSS selector and brings it into view.
const placeOf = `(selector => {
  const e = document.querySelector(selector);
  if (!e) return null;
  e.scrollIntoView({block: "center", behavior: "instant"});
  const r = e.getBoundingClientRect();
  if (r.width === 0 || r.height === 0) return null;
  const scale = window.devicePixelRatio;
  return {X: (window.screenX + r.x) * scale, Y: (window.screenY + window.outerHeight - window.innerHeight + r.y) * scale,
    Width: r.width * scale, Height: r.height * scale};
})`

// Find waits until an element of the page can be seen and stands still, and returns its place on the display.
func (b *Browser) Find(ctx context.Context, selector string) (image.Rectangle, error) {
	quoted, err := json.Marshal(selector)
	if err != nil {
		return image.Rectangle{}, err
	}
	var now *place
	err = await(ctx, selector+" on the page", func() (bool, error) {
		before := now
		var err error
		now, err = evaluate[*place](ctx, b, placeOf+"("+string(quoted)+")")
		return err == nil && now != nil && before != nil && *now == *before, err
	})
	if err != nil {
		return image.Rectangle{}, err
	}
	return image.Rect(int(now.X), int(now.Y), int(now.X+now.Width), int(now.Y+now.Height)), nil
}

// Click brings the browser to the front and clicks an element.
func (b *Browser) Click(ctx context.Context, selector string) error {
	if err := b.raise(ctx); err != nil {
		return err
	}
	at, err := b.Find(ctx, selector)
	if err != nil {
		return err
	}
	return b.screen.Hand.Click(at.Min.Add(at.Size().Div(2)))
}

// Leave clicks what leads away from the page, and again when nothing happens for a while: the page may have been drawn just then.
func (b *Browser) Leave(ctx context.Context, selector string) error {
	quoted, err := json.Marshal(selector)
	if err != nil {
		return err
	}
	if err := b.Click(ctx, selector); err != nil {
		return err
	}
	return b.clickUntil(ctx, selector, time.Now(), selector+" to leave the page", func() (bool, error) {
		return evaluate[bool](ctx, b, "document.querySelector("+string(quoted)+") === null")
	})
}

// Press clicks a button until the page says what came of it: pressing it again must change nothing.
func (b *Browser) Press(ctx context.Context, selector, says string) error {
	return b.clickUntil(ctx, selector, time.Time{}, selector+" to be pressed", func() (bool, error) {
		text, err := b.Text(ctx)
		return strings.Contains(text, says), err
	})
}

// clickUntil clicks an element that was clicked at a time, or never, again and again until something has come of it.
func (b *Browser) clickUntil(ctx context.Context, selector string, clicked time.Time, what string, done func() (bool, error)) error {
	return await(ctx, what, func() (bool, error) {
		is, err := done()
		if err == nil && !is && time.Since(clicked) > clickAgain {
			clicked = time.Now()
			err = b.Click(ctx, selector)
		}
		return is, err
	})
}

// Fill clicks a field, empties it and types into it.
func (b *Browser) Fill(ctx context.Context, selector, text string) error {
	if err := b.Click(ctx, selector); err != nil {
		return err
	}
	quoted, err := json.Marshal(selector)
	if err != nil {
		return err
	}
	field := "document.querySelector(" + string(quoted) + ")"
	err = await(ctx, "the keyboard in "+selector, func() (bool, error) {
		return evaluate[bool](ctx, b, "document.hasFocus() && document.activeElement === "+field)
	})
	if err != nil {
		return err
	}
	if err := b.screen.Hand.Chord(KeyControl, 'a'); err != nil {
		return err
	}
	if err := b.screen.Hand.Type(text); err != nil {
		return err
	}
	return await(ctx, "the text in "+selector, func() (bool, error) {
		value, err := evaluate[string](ctx, b, field+".value")
		return err == nil && value == text, err
	})
}

// Choose clicks the label of a radio button until the button is chosen, as a person does who sees that nothing happened:
// another window may just have come to the front.
func (b *Browser) Choose(ctx context.Context, id string) error {
	quoted, err := json.Marshal(id)
	if err != nil {
		return err
	}
	return b.clickUntil(ctx, `label[for="`+id+`"]`, time.Time{}, "the choice of "+id, func() (bool, error) {
		return evaluate[bool](ctx, b, "document.getElementById("+string(quoted)+")?.checked === true")
	})
}

// raise brings the browser's window to the front, once its title is that of the page.
func (b *Browser) raise(ctx context.Context) error {
	var window xproto.Window
	err := await(ctx, "the browser's window", func() (bool, error) {
		title, err := evaluate[string](ctx, b, "document.title")
		if err != nil {
			return false, err
		}
		list, err := b.screen.windows("_NET_CLIENT_LIST")
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(list, func(w xproto.Window) bool {
			return b.screen.hasTitle(w, "Chromium") && b.screen.hasTitle(w, title)
		})
		if i < 0 {
			return false, fmt.Errorf("no window of the browser reads %q", title)
		}
		window = list[i]
		return true, nil
	})
	if err != nil {
		return err
	}
	return b.screen.raise(ctx, window)
}

// Close lets go of the page and ends the browser.
func (b *Browser) Close() error {
	if b.close != nil {
		b.close()
	}
	return b.Stop()
}
