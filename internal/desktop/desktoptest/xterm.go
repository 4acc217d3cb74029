package desktoptest

import (
	"os"
	"path/filepath"
)

// Terminal is an xterm that keeps what is typed into it.
type Terminal struct {
	x    *XServer
	file string
}

// StartTerminal opens an xterm with the focus.
func (x *XServer) StartTerminal() *Terminal {
	x.t.Helper()
	terminal := &Terminal{x: x, file: filepath.Join(x.t.TempDir(), "typed")}
	const title = "typed text"
	x.Start("xterm", "-u8", "-title", title, "-e", "sh", "-c", "stty -echo; : > "+terminal.file+"; exec cat > "+terminal.file)
	x.Run("xdotool", "windowfocus", "--sync", x.Window(title))
	Eventually(x.t, "the terminal", func() bool {
		_, err := os.Stat(terminal.file)
		return err == nil
	})
	return terminal
}

// Typed waits until the lines that were typed are these.
func (t *Terminal) Typed(want string) {
	t.x.t.Helper()
	var got []byte
	defer func() {
		if t.x.t.Failed() {
			t.x.t.Logf("typed %q, want %q", got, want)
		}
	}()
	Eventually(t.x.t, "the typed text", func() bool {
		got, _ = os.ReadFile(t.file)
		return string(got) == want
	})
}
