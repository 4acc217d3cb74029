package e2e

import (
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/jezek/xgb/res"
	"github.com/jezek/xgb/xproto"
)

// changingOutput is what TigerVNC's server calls its first output.
const changingOutput = "VNC-0"

// StartChanging is StartScreen with an X server whose display can change its size while programs run on it, as RandR has it.
func StartChanging(ctx context.Context, dir, logs, name string, size image.Point, owner *Account) (*Screen, error) {
	return StartServer(ctx, dir, logs, name, size, owner, "Xtigervnc",
		"-geometry", fmt.Sprintf("%dx%d", size.X, size.Y), "-depth", "24", "-dpi", "96", "-SecurityTypes", "None",
		"-rfbport", "-1", "-rfbunixpath", filepath.Join(dir, name+".rfb")) // nobody needs to see it from elsewhere
}

// Resize gives the display another size.
func (s *Screen) Resize(ctx context.Context, size image.Point) error {
	mode, width, height := fmt.Sprintf("%dx%d", size.X, size.Y), strconv.Itoa(size.X), strconv.Itoa(size.Y)
	// A mode that is there already is not made again; that only its last use fails counts.
	_ = s.randr(ctx, "--newmode", mode, "1", width, width, width, width, height, height, height, height)
	_ = s.randr(ctx, "--addmode", changingOutput, mode)
	if err := s.randr(ctx, "--output", changingOutput, "--mode", mode); err != nil {
		return err
	}
	s.size = size
	return nil
}

// Divide makes two monitors out of the display, side by side, and returns what they show; the first one is named so, and primary.
func (s *Screen) Divide(ctx context.Context, at int) (left, right image.Rectangle, err error) {
	left, right = image.Rect(0, 0, at, s.size.Y), image.Rect(at, 0, s.size.X, s.size.Y)
	if err := s.randr(ctx, "--setmonitor", "*left", monitor(left), changingOutput); err != nil {
		return left, right, err
	}
	return left, right, s.randr(ctx, "--setmonitor", "right", monitor(right), "none")
}

// Unite makes one monitor out of them again.
func (s *Screen) Unite(ctx context.Context) error {
	if err := s.randr(ctx, "--delmonitor", "right"); err != nil {
		return err
	}
	return s.randr(ctx, "--delmonitor", "left")
}

// monitor is a place in xrandr's words, with a size in millimetres that nobody believes.
func monitor(r image.Rectangle) string {
	return fmt.Sprintf("%d/300x%d/200+%d+%d", r.Dx(), r.Dy(), r.Min.X, r.Min.Y)
}

func (s *Screen) randr(ctx context.Context, arguments ...string) error {
	cmd := exec.CommandContext(ctx, "xrandr", arguments...)
	cmd.Env = s.Environment(nil)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xrandr %v: %w: %s", arguments, err, out)
	}
	return nil
}

// cell is the side of the squares of a wallpaper: scaled down to a quarter, their middles still have one colour.
const cell = 64

// Paper gives the desktop a background of squares, whose colours are another seed's everywhere.
func (s *Screen) Paper(seed uint64) error {
	pixmap, err := xproto.NewPixmapId(s.conn)
	if err != nil {
		return fmt.Errorf("paper the desktop: %w", err)
	}
	context, err := xproto.NewGcontextId(s.conn)
	if err != nil {
		return fmt.Errorf("paper the desktop: %w", err)
	}
	const depth = 24
	xproto.CreatePixmap(s.conn, depth, pixmap, xproto.Drawable(s.root), uint16(s.size.X), uint16(s.size.Y))
	xproto.CreateGC(s.conn, context, xproto.Drawable(pixmap), 0, nil)
	colours := rand.New(rand.NewPCG(seed, 0))
	for y := 0; y < s.size.Y; y += cell {
		for x := 0; x < s.size.X; x += cell {
			xproto.ChangeGC(s.conn, context, xproto.GcForeground, []uint32{colours.Uint32() & 0xffffff})
			xproto.PolyFillRectangle(s.conn, xproto.Drawable(pixmap), context, []xproto.Rectangle{{X: int16(x), Y: int16(y), Width: cell, Height: cell}})
		}
	}
	xproto.ChangeWindowAttributes(s.conn, s.root, xproto.CwBackPixmap, []uint32{uint32(pixmap)})
	xproto.FreeGC(s.conn, context)
	xproto.FreePixmap(s.conn, pixmap)
	if err := xproto.ClearAreaChecked(s.conn, false, s.root, 0, 0, 0, 0).Check(); err != nil {
		return fmt.Errorf("paper the desktop: %w", err)
	}
	return nil
}

// clients lists the display's connections, by the numbers that their things begin with.
func (s *Screen) clients() ([]uint32, error) {
	if err := res.Init(s.conn); err != nil {
		return nil, fmt.Errorf("list the display's connections: %w", err)
	}
	reply, err := res.QueryClients(s.conn).Reply()
	if err != nil {
		return nil, fmt.Errorf("list the display's connections: %w", err)
	}
	var bases []uint32
	for _, c := range reply.Clients {
		bases = append(bases, c.ResourceBase)
	}
	return bases, nil
}

// end ends a connection, as a fault would. It needs a thing that belongs to it, of which the first ones are tried.
func (s *Screen) end(client uint32) (err error) {
	const first = 8
	for id := client; id < client+first; id++ {
		if err = xproto.KillClientChecked(s.conn, id).Check(); err == nil {
			return nil
		}
	}
	return fmt.Errorf("end a connection to the display: %w", err)
}

// Pointer returns where the display's pointer is.
func (s *Screen) Pointer() (image.Point, error) {
	reply, err := xproto.QueryPointer(s.conn, s.root).Reply()
	if err != nil {
		return image.Point{}, fmt.Errorf("find the pointer: %w", err)
	}
	return image.Pt(int(reply.RootX), int(reply.RootY)), nil
}
