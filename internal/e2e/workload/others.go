package workload

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// All returns the workloads of the tables.
func All() []Workload {
	return []Workload{
		edit(), term(), web(), flood(), drag(), sheetWork(), photo(),
		film("video360", smallFilm.Y, "--geometry=640x360+500+300", "--no-border"), film("video1080", 720, "--fs"), idle(),
	}
}

// Named returns the workload with a name.
func Named(name string) (Workload, error) {
	all := All()
	i := slices.IndexFunc(all, func(w Workload) bool { return w.Name == name })
	if i < 0 {
		return Workload{}, fmt.Errorf("no workload is called %q", name)
	}
	return all[i], nil
}

// web is somebody who reads a long page, now slowly, now fast.
func web() Workload {
	var acts []act
	wheel := func(n int, gap time.Duration, way byte) { acts = append(acts, times(n, click(gap, way)...)...) }
	wheel(24, 100*time.Millisecond, wheelDown)
	wheel(30, 40*time.Millisecond, wheelDown)
	acts = append(acts, times(4, keys(250*time.Millisecond, keyPageDown))...)
	wheel(12, 70*time.Millisecond, wheelUp)
	return Workload{
		Name: "web",
		setUp: func(ctx context.Context, d *Desk) error {
			if err := d.wallpaper(ctx); err != nil {
				return err
			}
			return d.browse(ctx, pageName, pageTitle)
		},
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
		"--proxy-server=127.0.0.1:9", "--password-store=basic", "--allow-file-access-from-files", "--window-position=0,0", "--window-size=1918,1056", "file://"+path)
	if err != nil {
		return err
	}
	if err := d.show(ctx, title, whole); err != nil {
		return err
	}
	return settled(ctx) // its bars come later than the page
}

// drag is somebody who moves a window over others, opens menus and a dialogue.
func drag() Workload {
	const from = 400
	acts := []act{activate(0, terminalTitle), move(200*time.Millisecond, from, 88), press(0, 1, true)}
	for i := range 70 {
		acts = append(acts, move(30*time.Millisecond, from+i*9, 88+i*4+i%9*3))
	}
	acts = append(acts, press(0, 1, false), rest(200*time.Millisecond))
	for range 2 {
		acts = append(acts, activate(0, noteName), keys(250*time.Millisecond, alt, 'f'), keys(300*time.Millisecond, keyRight), keys(250*time.Millisecond, keyRight),
			keys(250*time.Millisecond, escape), keys(0, escape), activate(100*time.Millisecond, terminalTitle), rest(300*time.Millisecond))
	}
	acts = append(acts, move(0, 60, 900))
	acts = append(acts, click(50*time.Millisecond, rightHand)...)
	acts = append(acts, keys(400*time.Millisecond, escape), place(200*time.Millisecond))
	return Workload{
		Name: "drag",
		setUp: func(ctx context.Context, d *Desk) error {
			if err := d.wallpaper(ctx); err != nil {
				return err
			}
			if err := d.note(ctx, image.Rect(700, 300, 1500, 820)); err != nil {
				return err
			}
			return d.terminal(ctx, terminalTitle, "100x34+100+80", "bash", "--norc", "-c", "ls -la --color=always /etc | head -60; exec cat")
		},
		reset: []act{press(0, 1, false), place(0), rest(calm)},
		acts:  acts,
	}
}

// place puts the dragged window back to where it began.
func place(after time.Duration) act {
	return act{after, func(ctx context.Context, d *Desk) error {
		return d.Screen.Arrange(ctx, terminalTitle, image.Rect(100, 80, 100+904, 80+580))
	}}
}

// photo is somebody who looks at photographs over the whole display.
func photo() Workload {
	return Workload{
		Name: "photo",
		setUp: func(ctx context.Context, d *Desk) error {
			photos, err := d.Assets.photos(ctx)
			if err != nil {
				return err
			}
			if err := d.open(ctx, "feh", append([]string{"-F", "-Z", "--zoom", "fill"}, photos...)...); err != nil {
				return err
			}
			if err := d.Screen.Activate(ctx, "feh"); err != nil {
				return err
			}
			return settled(ctx)
		},
		reset: []act{keys(0, keyHome), rest(calm)},
		acts:  []act{keys(850*time.Millisecond, keyRight)},
	}
}

// idle is a desk at which nobody is.
func idle() Workload {
	return Workload{
		Name: "idle",
		setUp: func(ctx context.Context, d *Desk) error {
			if err := d.wallpaper(ctx); err != nil {
				return err
			}
			return d.terminal(ctx, terminalTitle, "110x40+150+60", "bash", "--norc", "-c", "ls -la --color /etc | head -35; exec cat")
		},
		play: func(ctx context.Context, _ *Desk) error {
			<-ctx.Done()
			return nil
		},
	}
}
