// Command desktopprobe lets a human try this program's ways to a desktop on a system that is new to it.
//
// It lists the displays and describes the machine, and on request grabs a picture, tells of the person's own input, or clicks
// and types. Nobody but the human at the desk uses it; no program calls it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/signal"
	"time"

	"beside.example/internal/desktop/capture"
	"beside.example/internal/desktop/input"
	"beside.example/internal/desktop/sysinfo"
	"beside.example/internal/framebuffer"
)

// Defaults of the flags: time to put the hand into another window, and for how long its input is told.
const (
	defaultDelay = 3 * time.Second
	noWatch      = time.Duration(0)
)

func main() {
	portable := flag.Bool("portable", false, "take pixels in the way that every system has")
	picture := flag.String("grab", "", "write a picture of the first display to this PNG `file`")
	click := flag.String("click", "", "click on this `place` of the desktop, such as 100,200")
	text := flag.String("type", "", "type this `text`, after the click")
	watch := flag.Duration("watch", noWatch, "tell of your own pointer and keys for this `time`")
	delay := flag.Duration("delay", defaultDelay, "`time` to wait before anything is clicked or typed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	p := probe{portable: *portable}
	err := p.describe(ctx)
	if *picture != "" {
		err = errors.Join(err, p.grab(*picture))
	}
	if *click != "" || *text != "" {
		err = errors.Join(err, p.inject(ctx, *click, *text, *delay))
	}
	if *watch > 0 {
		err = errors.Join(err, p.watch(ctx, *watch))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// probe does what the flags ask for.
type probe struct{ portable bool }

func (p probe) open() (capture.Desktop, error) {
	if p.portable {
		return capture.OpenPortable()
	}
	return capture.Open()
}

// describe prints the displays and the machine.
func (p probe) describe(ctx context.Context) error {
	desktop, err := p.open()
	if err != nil {
		return err
	}
	defer func() { _ = desktop.Close() }()
	displays, err := desktop.Displays()
	if err != nil {
		return err
	}
	for _, d := range displays {
		fmt.Printf("display %d %q at %v, primary: %v\n", d.ID, d.Name, d.Bounds, d.Primary)
	}
	info, err := sysinfo.Read(ctx, nil)
	fmt.Printf("%+v\n", info)
	return err
}

// grab writes a picture of the first display.
func (p probe) grab(name string) error {
	desktop, err := p.open()
	if err != nil {
		return err
	}
	defer func() { _ = desktop.Close() }()
	displays, err := desktop.Displays()
	if err != nil {
		return err
	}
	source, err := desktop.Source(displays[0].ID)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	var fb framebuffer.Framebuffer
	began := time.Now()
	if _, err := source.Grab(&fb); err != nil {
		return err
	}
	fmt.Printf("grabbed %d × %d pixels in %v\n", fb.Width, fb.Height, time.Since(began))
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(file, toImage(&fb)), file.Close())
}

// toImage makes an opaque picture out of a framebuffer.
func toImage(fb *framebuffer.Framebuffer) *image.RGBA {
	const opaque = 255
	picture := image.NewRGBA(fb.Bounds())
	for i := 0; i+3 < len(fb.Pix); i += framebuffer.BytesPerPixel {
		picture.Pix[i], picture.Pix[i+1], picture.Pix[i+2], picture.Pix[i+3] = fb.Pix[i+2], fb.Pix[i+1], fb.Pix[i], opaque
	}
	return picture
}

// inject clicks and types.
func (p probe) inject(ctx context.Context, place, text string, delay time.Duration) error {
	injector, err := input.Open(input.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = injector.Close() }()
	fmt.Printf("injecting in %v\n", delay)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(delay):
	}
	if place != "" {
		var x, y int
		if _, err := fmt.Sscanf(place, "%d,%d", &x, &y); err != nil {
			return fmt.Errorf("read the place %q: %w", place, err)
		}
		err := errors.Join(injector.Move(x, y), injector.Button(input.ButtonLeft, true), injector.Button(input.ButtonLeft, false))
		if err != nil {
			return err
		}
	}
	return injector.Text(text)
}

// watch tells of the person's own input.
func (p probe) watch(ctx context.Context, length time.Duration) error {
	watcher, err := input.Watch(nil)
	if err != nil {
		return err
	}
	defer func() { _ = watcher.Close() }()
	ctx, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	for {
		seen, err := watcher.Next(ctx)
		if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
			return nil
		}
		if err != nil {
			return err
		}
		fmt.Printf("pointer: %v, key: %v, panic key: %v\n",
			seen&input.ActivityPointer != 0, seen&input.ActivityKey != 0, seen&input.ActivityPanic != 0)
	}
}
