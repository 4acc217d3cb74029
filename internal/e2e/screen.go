package e2e

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/product"
)

// ScreenSize is the size of a virtual display unless a journey asks for another one.
var ScreenSize = image.Pt(1920, 1080)

// A Screen is a virtual display with a window manager, a hand on it and an eye.
type Screen struct {
	// Hand is the person's hand.
	Hand *Hand
	// Name is what DISPLAY holds, such as ":7".
	Name string

	size      image.Point
	authority string
	cookie    []byte
	conn      *xgb.Conn
	root      xproto.Window
	processes []*Process
}

// StartScreen starts Xvfb on a free number, with a cookie of its own and no TCP, and openbox on it. Its files go to dir, what
// it prints to logs.
func StartScreen(ctx context.Context, dir, logs, name string, size image.Point, owner *Account) (*Screen, error) {
	return StartServer(ctx, dir, logs, name, size, owner, "Xvfb",
		"-screen", "0", fmt.Sprintf("%dx%dx24", size.X, size.Y), "+extension", "GLX", "-dpi", "96")
}

// StartServer is StartScreen with another X server than Xvfb, which its own arguments give the size.
func StartServer(ctx context.Context, dir, logs, name string, size image.Point, owner *Account, program string, arguments ...string) (*Screen, error) {
	s := &Screen{size: size, authority: filepath.Join(dir, name+".xauth")}
	return s, s.orClose(name, s.start(ctx, logs, name, owner, program, arguments...))
}

// NestScreen is StartScreen with Xephyr, whose display is a window on the one that DISPLAY names.
func NestScreen(ctx context.Context, dir, logs, name string, size image.Point, owner *Account) (*Screen, error) {
	return StartServer(ctx, dir, logs, name, size, owner, "Xephyr",
		"-screen", fmt.Sprintf("%dx%d", size.X, size.Y), "-title", product.Name+": the display of the "+name) // it takes ASCII only
}

// orClose closes the display if it did not start.
func (s *Screen) orClose(name string, err error) error {
	if err != nil {
		return errors.Join(fmt.Errorf("start the display %s: %w", name, err), s.Close())
	}
	return nil
}

// start starts an X server, which tells its number on a pipe, and a window manager on it.
func (s *Screen) start(ctx context.Context, logs, name string, owner *Account, program string, arguments ...string) error {
	s.cookie = make([]byte, 16)
	if _, err := rand.Read(s.cookie); err != nil {
		return err
	}
	// The server takes the cookie whatever number stands beside it; the clients need the right one, known only later.
	if err := s.authorise(ctx, ":0"); err != nil {
		return err
	}
	number, tell, err := os.Pipe()
	if err != nil {
		return err
	}
	defer number.Close()
	server, err := start(ctx, logs, command{
		name: name + "-" + strings.ToLower(program), path: program,
		args: append(arguments, "-displayfd", "3", "-nolisten", "tcp", "-auth", s.authority, "-noreset"),
		env:  os.Environ(), inherited: []*os.File{tell},
	})
	tell.Close()
	if err != nil {
		return err
	}
	s.processes = append(s.processes, server)
	const longestNumber = 16 // a display's number and a line end
	text := make([]byte, longestNumber)
	if err := number.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	n, err := number.Read(text)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("learn the display's number: %w", err)
	}
	display, err := strconv.Atoi(strings.TrimSpace(string(text[:n])))
	if err != nil {
		return fmt.Errorf("learn the display's number: %w", err)
	}
	s.Name = ":" + strconv.Itoa(display)
	if err := s.authorise(ctx, s.Name); err != nil {
		return err
	}
	if owner != nil {
		if err := owner.Own(s.authority); err != nil {
			return err
		}
	}
	return s.enter(ctx, logs, name, owner)
}

// enter connects to the display and starts its window manager.
func (s *Screen) enter(ctx context.Context, logs, name string, owner *Account) (err error) {
	if s.conn, err = s.connect(); err != nil {
		return err
	}
	s.root = xproto.Setup(s.conn).DefaultScreen(s.conn).Root
	if s.Hand, err = newHand(s.conn); err != nil {
		return err
	}
	manager, err := start(ctx, logs, command{name: name + "-openbox", path: "openbox", args: []string{"--sm-disable"}, env: s.Environment(owner), user: owner})
	if err != nil {
		return err
	}
	s.processes = append(s.processes, manager)
	return await(ctx, "the window manager", func() (bool, error) {
		w, err := s.property(s.root, "_NET_SUPPORTING_WM_CHECK")
		return len(w) > 0, err
	})
}

// connect connects to the display.
func (s *Screen) connect() (*xgb.Conn, error) {
	socket, err := net.Dial("unix", s.socket())
	if err != nil {
		return nil, fmt.Errorf("reach the display: %w", err)
	}
	conn, err := xgb.NewConnNetWithCookieHex(socket, hex.EncodeToString(s.cookie))
	if err != nil {
		return nil, fmt.Errorf("enter the display: %w", err)
	}
	return conn, nil
}

// authorise writes the cookie for a display into the authority file.
func (s *Screen) authorise(ctx context.Context, display string) error {
	out, err := exec.CommandContext(ctx, "xauth", "-q", "-f", s.authority, "add", display, ".", hex.EncodeToString(s.cookie)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("write the display's cookie: %w: %s", err, out)
	}
	return nil
}

// Environment returns what a program of owner needs to run on this display, and nothing of the tests' own environment
// but the search path.
func (s *Screen) Environment(owner *Account) []string {
	home := os.Getenv("HOME")
	if owner != nil {
		home = owner.Home
	}
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "DISPLAY=" + s.Name, "XAUTHORITY=" + s.authority,
		"LANG=C.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1", "XDG_RUNTIME_DIR=" + home, "FYNE_THEME=light",
	}
}

// Start runs a program on the display until the display is closed.
func (s *Screen) Start(ctx context.Context, logs, name string, owner *Account, path string, args ...string) (*Process, error) {
	p, err := start(ctx, logs, command{name: name, path: path, args: args, env: s.Environment(owner), user: owner})
	if err == nil {
		s.processes = append(s.processes, p)
	}
	return p, err
}

// Picture returns what the display shows.
func (s *Screen) Picture() (*image.RGBA, error) { return s.Look(image.Rectangle{Max: s.size}) }

// Look returns what a part of the display shows.
func (s *Screen) Look(area image.Rectangle) (*image.RGBA, error) {
	area = area.Intersect(image.Rectangle{Max: s.size})
	reply, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.root), int16(area.Min.X), int16(area.Min.Y),
		uint16(area.Dx()), uint16(area.Dy()), 0xffffffff).Reply()
	if err != nil {
		return nil, fmt.Errorf("look at the display: %w", err)
	}
	picture := image.NewRGBA(area)
	for i := 0; i+3 < len(reply.Data); i += 4 {
		picture.Pix[i], picture.Pix[i+1], picture.Pix[i+2], picture.Pix[i+3] = reply.Data[i+2], reply.Data[i+1], reply.Data[i], 0xff
	}
	return picture, nil
}

// Pixel returns the colour of one pixel of the display.
func (s *Screen) Pixel(at image.Point) (color.RGBA, error) {
	picture, err := s.Look(image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))})
	if err != nil {
		return color.RGBA{}, err
	}
	return picture.RGBAAt(at.X, at.Y), nil
}

// Save writes what the display shows as a PNG file.
func (s *Screen) Save(path string) error {
	picture, err := s.Picture()
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("save a picture: %w", err)
	}
	if err := png.Encode(f, picture); err != nil {
		f.Close()
		return fmt.Errorf("save a picture: %w", err)
	}
	return f.Close()
}

// KeysDown tells whether any key of the display's keyboard is held.
func (s *Screen) KeysDown() (bool, error) {
	reply, err := xproto.QueryKeymap(s.conn).Reply()
	if err != nil {
		return false, fmt.Errorf("ask which keys are down: %w", err)
	}
	return slices.ContainsFunc(reply.Keys, func(eight byte) bool { return eight != 0 }), nil
}

// focus returns the window that gets the keys.
func (s *Screen) focus() (xproto.Window, error) {
	reply, err := xproto.GetInputFocus(s.conn).Reply()
	if err != nil {
		return 0, fmt.Errorf("ask which window has the keyboard: %w", err)
	}
	return reply.Focus, nil
}

// Place returns where the top left corner of a window is on the display, and whether the window is to be seen.
func (s *Screen) Place(window xproto.Window) (image.Point, bool, error) {
	attributes, err := xproto.GetWindowAttributes(s.conn, window).Reply()
	if err != nil {
		return image.Point{}, false, fmt.Errorf("find a window: %w", err)
	}
	at, err := xproto.TranslateCoordinates(s.conn, window, s.root, 0, 0).Reply()
	if err != nil {
		return image.Point{}, false, fmt.Errorf("find a window: %w", err)
	}
	return image.Pt(int(at.DstX), int(at.DstY)), attributes.MapState == xproto.MapStateViewable, nil
}

func (s *Screen) atom(name string) (xproto.Atom, error) {
	reply, err := xproto.InternAtom(s.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, fmt.Errorf("look up %s: %w", name, err)
	}
	return reply.Atom, nil
}

func (s *Screen) property(window xproto.Window, name string) ([]byte, error) {
	atom, err := s.atom(name)
	if err != nil {
		return nil, err
	}
	const longest = 1 << 16 // in words: titles and window lists are far shorter
	reply, err := xproto.GetProperty(s.conn, false, window, atom, xproto.GetPropertyTypeAny, 0, longest).Reply()
	if err != nil {
		return nil, err
	}
	return reply.Value, nil
}

// closed reports whether the display itself has ended.
func (s *Screen) closed() bool {
	select {
	case <-s.processes[0].Done():
		return true
	default:
		return false
	}
}

// Close ends the programs on the display and the display.
func (s *Screen) Close() error {
	if s.conn != nil {
		s.conn.Close()
	}
	var problems []error
	for i := len(s.processes) - 1; i >= 0; i-- {
		problems = append(problems, s.processes[i].Stop())
	}
	return errors.Join(problems...)
}

// ServerPID returns the number of the X server's process.
func (s *Screen) ServerPID() int { return s.processes[0].PID() }

// Access returns the environment variables by which a program reaches the display.
func (s *Screen) Access() []Variable {
	return []Variable{{"DISPLAY", s.Name}, {"XAUTHORITY", s.authority}}
}

// A Variable is one of an environment.
type Variable struct{ Name, Value string }
