package workload

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// web is somebody who reads a long page, now slowly, now fast.
func web() Workload {
	var acts []act
	wheel := func(n int, gap time.Duration, way byte) { acts = append(acts, times(n, click(gap, way)...)...) }
	wheel(24, 100*time.Millisecond, wheelDown)
	wheel(30, 40*time.Millisecond, wheelDown)
	acts = append(acts, times(4, keys(250*time.Millisecond, keyPageDown))...)
	wheel(12, 70*time.Millisecond, wheelUp)
	return Workload{
		Name:  "web",
		setUp: func(ctx context.Context, d *Desk) error { return d.browse(ctx, pageName, pageTitle) },
		reset: []act{move(0, 800, 600), keys(0, control, keyHome), rest(calm)},
		acts:  acts,
	}
}

// browse opens a page of the assets in a browser over the whole display.
func (d *Desk) browse(ctx context.Context, name, title string) error {
	text, err := d.Assets.paper(name)
	if err != nil {
		return err
	}
	path := filepath.Join(d.Assets.dir, name) // beside the photographs that it shows
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("put a page onto the desk: %w", err)
	}
	profile, err := os.MkdirTemp(d.Owner.Home, "browser-")
	if err != nil {
		return err
	}
	if err := d.Owner.Own(profile); err != nil {
		return err
	}
	err = d.open(ctx, "chromium", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--user-data-dir="+profile,
		"--disable-sync", "--disable-background-networking", "--disable-component-update", "--disable-features=Translate,DialMediaRouteProvider",
		"--proxy-server=127.0.0.1:9", "--password-store=basic", "--allow-file-access-from-files", "--window-position=0,0", "--window-size=1918,1056", "--test-type", "--app=file://"+path) // no bars: they would show where the page lies
	if err != nil {
		return err
	}
	if err := d.show(ctx, title, whole); err != nil {
		return err
	}
	return settled(ctx) // its pictures come later than the page
}
