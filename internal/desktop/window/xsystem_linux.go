package window

import (
	"errors"
	"fmt"
	"image"
	"os"
	"sync"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

const (
	// maxDepth bounds how many frames a window manager puts around a window.
	maxDepth = 8

	// maxWindows bounds how many windows on one level are looked at: many times what anybody has open.
	maxWindows = 4096

	// rootEvents are the changes after which another window may be ours, or lie at a place.
	rootEvents = xproto.EventMaskSubstructureNotify
)

// xSystem is the windows of an X server. A window is ours when it says so by _NET_WM_PID, or when one of ours lies in it, as in
// the frame of a window manager.
type xSystem struct {
	conn  *x11.Conn
	line  *x11.Line // for what each press of a button waits for: it knows of each change that the server has told of
	atoms atoms
	pid   uint32
	host  string

	mu sync.Mutex // guards the following
	// ours remembers which windows on the root, or with the focus, are ours, until windows come or go.
	ours map[xproto.Window]bool
	// last is what was asked last, and changes counts what was heard.
	last    under
	changes uint64
}

var _ System = (*xSystem)(nil)

// Open returns the windows of $DISPLAY.
func Open() (System, error) {
	s := &xSystem{pid: uint32(os.Getpid()), ours: map[xproto.Window]bool{}}
	host, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("find this machine's name: %w", err)
	}
	s.host = host
	if s.line, err = x11.OpenLine(s.hear); err != nil {
		return nil, err
	}
	// What is told here is told on the line as well, where it must not pile up; whoever asks there hears of an error.
	if s.conn, err = x11.Open(func([]byte) { _ = s.line.Listen() }); err != nil {
		return nil, errors.Join(err, s.line.Close())
	}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *xSystem) prepare() error {
	var err error
	if s.atoms, err = readAtoms(s.conn); err != nil {
		return err
	}
	err = xproto.ChangeWindowAttributesChecked(s.conn.Conn, s.conn.Root(), xproto.CwEventMask, []uint32{rootEvents}).Check()
	if err != nil {
		return fmt.Errorf("watch the windows: %w", err)
	}
	return s.watchOnLine()
}

// hear forgets what changes may have made wrong, while the line is read.
func (s *xSystem) hear(event []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = under{}
	s.changes++
	switch x11.EventCode(event) {
	case xproto.CreateNotify, xproto.DestroyNotify, xproto.ReparentNotify, xproto.MapNotify, xproto.UnmapNotify:
		clear(s.ours)
	}
}

// OwnAt implements System.
func (s *xSystem) OwnAt(p image.Point) (bool, error) {
	child, err := s.childAt(p)
	if err != nil {
		return false, fmt.Errorf("find the window at %v: %w", p, err)
	}
	if child == 0 {
		return false, nil
	}
	return s.recall(child, func() bool { return s.contains(child, maxDepth) }), nil
}

// recall tells whether a window counts as ours, which is found out once.
func (s *xSystem) recall(w xproto.Window, find func() bool) bool {
	s.mu.Lock()
	ours, known := s.ours[w]
	changes := s.changes
	s.mu.Unlock()
	if known {
		return ours
	}
	ours = find()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes == changes {
		s.ours[w] = ours
	}
	return ours
}

// contains tells whether a window, or one inside it, is ours. A window that has gone is not.
func (s *xSystem) contains(w xproto.Window, depth int) bool {
	if s.isOurs(w) {
		return true
	}
	if depth == 0 {
		return false
	}
	tree, err := xproto.QueryTree(s.conn.Conn, w).Reply()
	if err != nil {
		return false
	}
	for _, child := range tree.Children[:min(len(tree.Children), maxWindows)] {
		if s.contains(child, depth-1) {
			return true
		}
	}
	return false
}

// isOurs tells whether a window names this process, on this machine.
func (s *xSystem) isOurs(w xproto.Window) bool {
	pid, err := xproto.GetProperty(s.conn.Conn, false, w, s.atoms.pid, xproto.AtomCardinal, 0, 1).Reply()
	if err != nil || len(pid.Value) < 4 || x11.Word(pid.Value) != s.pid {
		return false
	}
	const maxName = 256 / 4
	machine, err := xproto.GetProperty(s.conn.Conn, false, w, s.atoms.machine, xproto.GetPropertyTypeAny, 0, maxName).Reply()
	return err == nil && (len(machine.Value) == 0 || string(machine.Value) == s.host)
}

// OwnFocus implements System.
func (s *xSystem) OwnFocus() (bool, error) {
	focus, err := s.focus()
	if err != nil {
		return false, fmt.Errorf("find the focus: %w", err)
	}
	if focus == xproto.InputFocusPointerRoot {
		pointer, err := xproto.QueryPointer(s.conn.Conn, s.conn.Root()).Reply()
		if err != nil {
			return false, fmt.Errorf("find the pointer: %w", err)
		}
		return s.OwnAt(image.Pt(int(pointer.RootX), int(pointer.RootY)))
	}
	if focus == 0 || focus == s.conn.Root() {
		return false, nil
	}
	return s.recall(focus, func() bool { return s.liesIn(focus) }), nil
}

// liesIn tells whether a window is ours, or inside one of ours, or a frame around one.
func (s *xSystem) liesIn(w xproto.Window) bool {
	for range maxDepth {
		if w == 0 || w == s.conn.Root() {
			return false
		}
		if s.isOurs(w) {
			return true
		}
		tree, err := xproto.QueryTree(s.conn.Conn, w).Reply()
		if err != nil {
			return false
		}
		if tree.Parent == s.conn.Root() {
			return s.contains(w, maxDepth)
		}
		w = tree.Parent
	}
	return false
}

// Find implements System.
func (s *xSystem) Find(title string) (Handle, error) {
	if w := s.search(s.conn.Root(), title, maxDepth); w != 0 {
		return Handle(w), nil
	}
	return 0, fmt.Errorf("find the window %q: %w", title, ErrNotFound)
}

func (s *xSystem) search(in xproto.Window, title string, depth int) xproto.Window {
	tree, err := xproto.QueryTree(s.conn.Conn, in).Reply()
	if err != nil || depth == 0 {
		return 0
	}
	for _, child := range tree.Children[:min(len(tree.Children), maxWindows)] {
		if s.isOurs(child) && s.title(child) == title {
			return child
		}
		if found := s.search(child, title, depth-1); found != 0 {
			return found
		}
	}
	return 0
}

// title reads a window's title, in Unicode or as it was done before.
func (s *xSystem) title(w xproto.Window) string {
	const maxTitle = 4096 / 4
	for _, name := range []xproto.Atom{s.atoms.name, xproto.AtomWmName} {
		reply, err := xproto.GetProperty(s.conn.Conn, false, w, name, xproto.GetPropertyTypeAny, 0, maxTitle).Reply()
		if err == nil && len(reply.Value) > 0 {
			return string(reply.Value)
		}
	}
	return ""
}

// Close implements System.
func (s *xSystem) Close() error { return errors.Join(s.line.Close(), s.conn.Close()) }
