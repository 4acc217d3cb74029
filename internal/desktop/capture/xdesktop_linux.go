package capture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"sync"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
	"beside.example/internal/framebuffer"
)

const (
	// randrName is RandR's name in the protocol; monitors came with version 1.5.
	randrName              = "RANDR"
	randrMajor, randrMinor = 1, 5
	randrScreenChange      = 0
	randrNotify            = 1
	wholeDesktopID         = 1
	rootEvents             = xproto.EventMaskStructureNotify
	rearrangements         = randr.NotifyMaskScreenChange | randr.NotifyMaskCrtcChange | randr.NotifyMaskOutputChange
	waylandOutput          = "XWAYLAND"
	maxDisplays            = 64 // more than any server has outputs
)

// xDesktop is the desktop of an X server.
type xDesktop struct {
	conn *x11.Conn

	mu sync.Mutex // guards the following
	// changed is closed, and replaced, when displays may have changed: whoever waits is told.
	changed chan struct{}
}

var _ Desktop = (*xDesktop)(nil)

func openX11() (Desktop, error) {
	d := &xDesktop{changed: make(chan struct{})}
	conn, err := x11.Open(func([]byte) { d.tell() })
	if err != nil {
		return nil, err
	}
	d.conn = conn
	if err := d.prepare(); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return d, nil
}

func (d *xDesktop) prepare() error {
	if err := checkPixels(d.conn); err != nil {
		return err
	}
	for _, name := range [...]string{xfixesName, damageName} { // without which no display can be opened later
		if _, err := d.conn.Extension(name); err != nil {
			return fmt.Errorf("%w: %w", ErrUnsupported, err)
		}
	}
	if _, err := watchArrangement(d.conn); err != nil {
		return err
	}
	displays, err := readDisplays(d.conn)
	if err != nil {
		return err
	}
	for _, display := range displays {
		if strings.HasPrefix(display.Name, waylandOutput) {
			return fmt.Errorf("%w: it is a Wayland desktop, whose X server sees no other programs", ErrUnsupported)
		}
	}
	return nil
}

// tell wakes everybody who waits for another arrangement.
func (d *xDesktop) tell() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.changed)
	d.changed = make(chan struct{})
}

// change returns what is closed at the next event.
func (d *xDesktop) change() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changed
}

// Displays implements Desktop.
func (d *xDesktop) Displays() ([]framebuffer.Display, error) { return readDisplays(d.conn) }

// WaitArrangement implements Desktop.
func (d *xDesktop) WaitArrangement(ctx context.Context, known []framebuffer.Display) error {
	for {
		changed := d.change()
		displays, err := readDisplays(d.conn)
		if err != nil {
			return err
		}
		if !slices.Equal(displays, known) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-d.conn.Done():
			return ErrClosed
		case <-changed:
		}
	}
}

// Source implements Desktop.
func (d *xDesktop) Source(displayID uint32) (Source, error) { return openXSource(displayID) }

// Cursor implements Desktop.
func (d *xDesktop) Cursor() (CursorSource, error) { return openXCursor() }

// Close implements Desktop.
func (d *xDesktop) Close() error { return d.conn.Close() }

// checkPixels makes sure that the server's pixels are a framebuffer's.
func checkPixels(conn *x11.Conn) error {
	setup := xproto.Setup(conn.Conn)
	bits := byte(0)
	for _, format := range setup.PixmapFormats {
		if format.Depth == conn.Screen.RootDepth {
			bits = format.BitsPerPixel
		}
	}
	if bits != 8*framebuffer.BytesPerPixel || setup.ImageByteOrder != xproto.ImageOrderLSBFirst {
		return fmt.Errorf("%w: its pixels have %d bits", ErrUnsupported, bits)
	}
	for _, depth := range conn.Screen.AllowedDepths {
		for _, visual := range depth.Visuals {
			if visual.VisualId == conn.Screen.RootVisual && visual.RedMask == 0xff0000 && visual.BlueMask == 0xff {
				return nil
			}
		}
	}
	return fmt.Errorf("%w: its colours stand in another order", ErrUnsupported)
}

// watchArrangement asks for the events that come with every change of the displays, and returns RandR's first event; RandR
// speaks up for outputs and sizes, the root window itself for monitors that somebody defined.
func watchArrangement(conn *x11.Conn) (firstEvent byte, err error) {
	firstEvent, err = conn.Extension(randrName)
	if err != nil {
		return 0, err
	}
	version, err := randr.QueryVersion(conn.Conn, randrMajor, randrMinor).Reply()
	if err != nil {
		return 0, fmt.Errorf("ask for the version of RandR: %w", err)
	}
	if version.MajorVersion == randrMajor && version.MinorVersion < randrMinor {
		return 0, fmt.Errorf("%w: RandR %d.%d", x11.ErrNoExtension, randrMajor, randrMinor)
	}
	if err := randr.SelectInputChecked(conn.Conn, conn.Root(), rearrangements).Check(); err != nil {
		return 0, fmt.Errorf("watch the displays: %w", err)
	}
	err = xproto.ChangeWindowAttributesChecked(conn.Conn, conn.Root(), xproto.CwEventMask, []uint32{rootEvents}).Check()
	if err != nil {
		return 0, fmt.Errorf("watch the root window: %w", err)
	}
	return firstEvent, nil
}

// isRearrangement tells whether an event may mean other displays.
func isRearrangement(code, randrEvent byte) bool {
	return code == randrEvent+randrScreenChange || code == randrEvent+randrNotify || code == xproto.ConfigureNotify
}

// readDisplays lists the server's monitors, the primary one first.
func readDisplays(conn *x11.Conn) ([]framebuffer.Display, error) {
	asked := randr.GetMonitors(conn.Conn, conn.Root(), true)
	root, err := desktopBounds(conn)
	if err != nil {
		return nil, err
	}
	monitors, err := asked.Reply()
	if err != nil {
		return nil, closedOr(err, "list the displays")
	}
	if !cover(monitors.Monitors, root) {
		// Some servers, Xephyr among them, measure their monitors only when somebody asks for all that these could show.
		if _, err := randr.GetScreenResources(conn.Conn, conn.Root()).Reply(); err != nil {
			return nil, closedOr(err, "measure the displays")
		}
		if monitors, err = randr.GetMonitors(conn.Conn, conn.Root(), true).Reply(); err != nil {
			return nil, closedOr(err, "list the displays")
		}
	}
	if len(monitors.Monitors) == 0 {
		return []framebuffer.Display{{ID: wholeDesktopID, Bounds: root, Primary: true}}, nil
	}
	return nameDisplays(conn, monitors.Monitors)
}

// cover tells whether monitors fill the desktop's box exactly, as all but a server's stale ones mostly do.
func cover(monitors []randr.MonitorInfo, desktop image.Rectangle) bool {
	var box image.Rectangle
	for _, m := range monitors {
		box = box.Union(monitorBounds(m))
	}
	return box == desktop
}

func monitorBounds(m randr.MonitorInfo) image.Rectangle {
	origin := image.Pt(int(m.X), int(m.Y))
	return image.Rectangle{Min: origin, Max: origin.Add(image.Pt(int(m.Width), int(m.Height)))}
}

// desktopBounds measures the root window, whose size changes with the displays.
func desktopBounds(conn *x11.Conn) (image.Rectangle, error) {
	root, err := xproto.GetGeometry(conn.Conn, xproto.Drawable(conn.Root())).Reply()
	if err != nil {
		return image.Rectangle{}, closedOr(err, "measure the desktop")
	}
	return image.Rect(0, 0, int(root.Width), int(root.Height)), nil
}

// nameDisplays makes displays out of a server's monitors.
func nameDisplays(conn *x11.Conn, list []randr.MonitorInfo) ([]framebuffer.Display, error) {
	list = list[:min(len(list), maxDisplays)]
	names := make([]xproto.GetAtomNameCookie, len(list))
	for i, m := range list {
		names[i] = xproto.GetAtomName(conn.Conn, m.Name)
	}
	displays := make([]framebuffer.Display, len(list))
	for i, m := range list {
		name, err := names[i].Reply()
		if err != nil {
			return nil, closedOr(err, "name a display")
		}
		displays[i] = framebuffer.Display{
			ID:      uint32(m.Name),
			Name:    name.Name,
			Bounds:  monitorBounds(m),
			Primary: m.Primary,
		}
	}
	if !slices.ContainsFunc(displays, func(d framebuffer.Display) bool { return d.Primary }) {
		displays[0].Primary = true
	}
	slices.SortStableFunc(displays, func(a, b framebuffer.Display) int {
		switch {
		case a.Primary && !b.Primary:
			return -1
		case b.Primary && !a.Primary:
			return 1
		}
		return 0
	})
	return displays, nil
}

// closedOr wraps an error of a request: a lost connection is ErrClosed, what the server refuses says what was attempted.
func closedOr(err error, attempt string) error {
	var refused xgb.Error
	if _, ok := errors.AsType[*x11.Refused](err); ok || errors.As(err, &refused) {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	return fmt.Errorf("%s: %w", attempt, ErrClosed)
}

// wake lets the one who waits on c look again; it never blocks.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
