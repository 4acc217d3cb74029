package desktoptest

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

const (
	// startTimeout bounds how long an X server or window manager takes to be ready; a loaded machine needs a few seconds.
	startTimeout = 30 * time.Second

	// endTimeout bounds how long a program may take to end when asked to.
	endTimeout = 5 * time.Second

	// nestTitle is what the window of a nested server is called.
	nestTitle = "nested desktop"

	// stateEvery is how often Eventually looks.
	stateEvery = 2 * time.Millisecond

	// What an entry of an X authority file is made of: every host, and the only authorization in use.
	wildFamily = 65535
	cookieName = "MIT-MAGIC-COOKIE-1"
	cookieSize = 16
)

// XOptions say what StartX starts; the zero value is a bare desktop of 1280×800.
type XOptions struct {
	// Width and Height are the desktop's size in pixels.
	Width, Height int
	// WindowManager starts openbox too.
	WindowManager bool
	// Without are extensions that the server shall not have, such as "XTEST".
	Without []string
}

// XServer is an Xvfb of a test's own, to which DISPLAY and XAUTHORITY point until the test ends.
type XServer struct {
	// Display is the server's name, such as ":7".
	Display string

	t testing.TB
	// server is the Xvfb or Xephyr itself, host the server that a nested one shows its window on.
	server    *exec.Cmd
	host      *XServer
	authority string
}

// StartX starts an Xvfb that only those who know its cookie may use, and ends it with the test. It fails the test when Xvfb is
// missing. A test that calls it cannot be parallel, as it sets the environment.
func StartX(t testing.TB, options XOptions) *XServer {
	t.Helper()
	if options.Width == 0 {
		options.Width, options.Height = 1280, 800
	}
	cookie := make([]byte, cookieSize)
	_, _ = rand.Read(cookie)
	authority := filepath.Join(t.TempDir(), "authority")
	write(t, authority, authorityEntry("", cookie))
	x := &XServer{t: t, authority: authority}
	screen := fmt.Sprintf("%dx%dx24", options.Width, options.Height)
	args := []string{"-screen", "0", screen, "-auth", authority, "-nolisten", "tcp", "-noreset"}
	for _, extension := range options.Without {
		args = append(args, "-extension", extension)
	}
	x.launch(exec.Command("Xvfb", args...))
	write(t, authority, authorityEntry(x.Display[1:], cookie))
	t.Setenv("DISPLAY", x.Display)
	t.Setenv("XAUTHORITY", authority)
	t.Setenv("XDG_SESSION_TYPE", "x11")
	if options.WindowManager {
		x.Start("openbox", "--sm-disable")
		x.waitForWindowManager()
	}
	return x
}

// Nest starts an Xephyr, whose desktop is a window on this one and can change its size. DISPLAY points to it until the test ends.
func (x *XServer) Nest(width, height int) *XServer {
	x.t.Helper()
	nested := &XServer{t: x.t, authority: x.authority, host: x}
	screen := fmt.Sprintf("%dx%d", width, height)
	nested.launch(exec.Command("Xephyr", "-screen", screen, "-resizeable", "-title", nestTitle, "-ac", "-nolisten", "tcp", "-noreset"))
	x.t.Setenv("DISPLAY", nested.Display)
	return nested
}

// Resize gives the desktop of a nested server another size and returns once its own programs can see it.
func (x *XServer) Resize(width, height int) {
	x.t.Helper()
	x.onHost("windowsize", x.host.Window(nestTitle), strconv.Itoa(width), strconv.Itoa(height))
	conn, err := x11.Open(nil)
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	place := 0
	Eventually(x.t, "the nested desktop's new size", func() bool {
		// Xephyr looks at what has happened to its window when something else happens to it.
		place ^= 1
		x.onHost("mousemove", strconv.Itoa(place), "0")
		root, err := xproto.GetGeometry(conn.Conn, xproto.Drawable(conn.Root())).Reply()
		return err == nil && int(root.Width) == width && int(root.Height) == height
	})
}

// MoveOnHost moves the pointer on the desktop that shows a nested one, which is how a real device moves in there.
func (x *XServer) MoveOnHost(place image.Point) {
	x.t.Helper()
	x.onHost("mousemove", strconv.Itoa(place.X), strconv.Itoa(place.Y))
}

// onHost lets xdotool act on the desktop that shows a nested one.
func (x *XServer) onHost(args ...string) {
	x.t.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+x.host.Display)
	if out, err := cmd.CombinedOutput(); err != nil {
		x.t.Fatalf("xdotool %v: %v\n%s", args, err, out)
	}
}

// Start runs a program on the display and ends it with the test.
func (x *XServer) Start(name string, args ...string) *exec.Cmd {
	x.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	x.start(cmd)
	return cmd
}

// Run runs a program on the display to its end and returns what it printed.
func (x *XServer) Run(name string, args ...string) string {
	x.t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("run %s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// Window waits for a visible window with this title and returns the number that xdotool has for it.
func (x *XServer) Window(title string) string {
	x.t.Helper()
	var id string
	Eventually(x.t, "a window called "+title, func() bool {
		cmd := exec.Command("xdotool", "search", "--onlyvisible", "--name", "^"+title+"$")
		cmd.Env = append(os.Environ(), "DISPLAY="+x.Display)
		// It fails when a window goes while it looks, and when there is none yet.
		out, err := cmd.Output()
		id = strings.TrimSpace(string(out))
		return err == nil && id != "" && !strings.ContainsRune(id, '\n')
	})
	return id
}

// Kill ends the server at once, as a crash would.
func (x *XServer) Kill() {
	x.t.Helper()
	if err := x.server.Process.Kill(); err != nil {
		x.t.Fatalf("kill Xvfb: %v", err)
	}
}

// launch starts the server itself and waits until it has told its number.
func (x *XServer) launch(server *exec.Cmd) {
	x.t.Helper()
	ready, number, err := os.Pipe()
	if err != nil {
		x.t.Fatalf("make a pipe for an X server: %v", err)
	}
	defer func() { _ = ready.Close() }()
	server.Args = append(server.Args, "-displayfd", "3")
	server.ExtraFiles = []*os.File{number}
	x.server = server
	x.start(server)
	_ = number.Close()
	if err := ready.SetReadDeadline(time.Now().Add(startTimeout)); err != nil {
		x.t.Fatalf("wait for %s: %v", server.Path, err)
	}
	line, err := bufio.NewReader(ready).ReadString('\n')
	if err != nil {
		x.t.Fatalf("wait for %s: %v", server.Path, err)
	}
	x.Display = ":" + strings.TrimSpace(line)
}

func (x *XServer) start(cmd *exec.Cmd) {
	x.t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = endTimeout
	if err := cmd.Start(); err != nil {
		x.t.Fatalf("start %s (make test installs it): %v", cmd.Path, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
	}()
	x.t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(endTimeout):
			_ = cmd.Process.Kill()
			<-ended
		}
		if x.t.Failed() && said.Len() > 0 {
			x.t.Logf("%s said:\n%s", cmd.Path, said.String())
		}
	})
}

// waitForWindowManager waits until a window manager answers. That it has announced itself is not enough: windows that are shown
// before it listens are never managed. So it is asked, as EWMH has it, how thick a window's frame would be.
func (x *XServer) waitForWindowManager() {
	x.t.Helper()
	conn, err := x11.Open(nil)
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	request, err := conn.Atom("_NET_REQUEST_FRAME_EXTENTS")
	if err != nil {
		x.t.Fatal(err)
	}
	answer, err := conn.Atom("_NET_FRAME_EXTENTS")
	if err != nil {
		x.t.Fatal(err)
	}
	window, err := xproto.NewWindowId(conn.Conn)
	if err != nil {
		x.t.Fatal(err)
	}
	err = xproto.CreateWindowChecked(conn.Conn, conn.Screen.RootDepth, window, conn.Root(), 0, 0, 1, 1, 0,
		xproto.WindowClassInputOutput, conn.Screen.RootVisual, 0, nil).Check()
	if err != nil {
		x.t.Fatal(err)
	}
	event := xproto.ClientMessageEvent{
		Format: 32, Window: window, Type: request, Data: xproto.ClientMessageDataUnionData32New(make([]uint32, 5)),
	}
	const toManager = xproto.EventMaskSubstructureRedirect | xproto.EventMaskSubstructureNotify
	Eventually(x.t, "a window manager", func() bool {
		xproto.SendEvent(conn.Conn, false, conn.Root(), toManager, string(event.Bytes()))
		reply, err := xproto.GetProperty(conn.Conn, false, window, answer, xproto.AtomCardinal, 0, 1).Reply()
		return err == nil && reply.ValueLen == 1
	})
}

// Eventually waits until a state is reached that announces itself to nobody, and fails the test if it never is.
func Eventually(t testing.TB, what string, reached func() bool) {
	t.Helper()
	ticker := time.NewTicker(stateEvery)
	defer ticker.Stop()
	late := time.After(startTimeout)
	for !reached() {
		select {
		case <-ticker.C:
		case <-late:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// authorityEntry is an entry of an X authority file, for every host.
func authorityEntry(number string, cookie []byte) []byte {
	entry := binary.BigEndian.AppendUint16(nil, wildFamily)
	for _, field := range [][]byte{nil, []byte(number), []byte(cookieName), cookie} {
		entry = binary.BigEndian.AppendUint16(entry, uint16(len(field)))
		entry = append(entry, field...)
	}
	return entry
}

func write(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
