package window

import (
	"encoding/binary"
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

	// rootEvents are the changes after which another window may be ours. They are few: moves and stacking are asked for anew
	// each time.
	rootEvents = xproto.EventMaskSubstructureNotify
)

// xSystem is the windows of an X server. A window is ours when it says so by _NET_WM_PID, or when one of ours lies in it, as in
// the frame of a window manager.
type xSystem struct {
	conn  *x11.Conn
	line  *x11.Line // for what each press of a button waits for
	atoms atoms
	pid   uint32
	host  string

	mu sync.Mutex // guards the following
	// ours remembers which windows on the root are ours, until windows come or go.
	ours map[xproto.Window]bool
	// changes counts the coming and going that the reading goroutine has seen.
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
	conn, err := x11.Open(s.hear)
	if err != nil {
		return nil, err
	}
	s.conn = conn
	if s.line, err = x11.OpenLine(); err != nil {
		return nil, errors.Join(err, conn.Close())
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
	return nil
}

// hear forgets whose windows are whose when some come or go, on the reading goroutine.
func (s *xSystem) hear(event []byte) {
	switch x11.EventCode(event) {
	case xproto.CreateNotify, xproto.DestroyNotify, xproto.ReparentNotify, xproto.MapNotify, xproto.UnmapNotify:
		s.mu.Lock()
		defer s.mu.Unlock()
		clear(s.ours)
		s.changes++
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
	s.mu.Lock()
	ours, known := s.ours[child]
	changes := s.changes
	s.mu.Unlock()
	if known {
		return ours, nil
	}
	ours = s.contains(child, maxDepth)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes == changes {
		s.ours[child] = ours
	}
	return ours, nil
}

// childAt returns the topmost window on the root at a place, or zero:
//
//	TranslateCoordinates  40, 0, u16 words, u32 source, u32 destination, i16 x, y; the answer has u32 child at byte 8
func (s *xSystem) childAt(p image.Point) (xproto.Window, error) {
	const translateCoordinates, childAt = 40, 8
	root := uint32(s.conn.Root())
	ask := []byte{translateCoordinates, 0, 0, 0}
	ask = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(ask, root), root)
	ask = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(ask, uint16(p.X)), uint16(p.Y))
	answers, err := s.line.Do(x11.Ask{Request: ask, Answered: true})
	if err != nil {
		return 0, err
	}
	return xproto.Window(x11.Word(answers[0][childAt:])), nil
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
	focus, err := xproto.GetInputFocus(s.conn.Conn).Reply()
	if err != nil {
		return false, fmt.Errorf("find the focus: %w", err)
	}
	if focus.Focus == xproto.InputFocusPointerRoot {
		pointer, err := xproto.QueryPointer(s.conn.Conn, s.conn.Root()).Reply()
		if err != nil {
			return false, fmt.Errorf("find the pointer: %w", err)
		}
		return s.OwnAt(image.Pt(int(pointer.RootX), int(pointer.RootY)))
	}
	// The focus may be on a window inside ours, or on a frame around ours.
	w := focus.Focus
	for range maxDepth {
		if w == 0 || w == s.conn.Root() {
			return false, nil
		}
		if s.isOurs(w) {
			return true, nil
		}
		tree, err := xproto.QueryTree(s.conn.Conn, w).Reply()
		if err != nil {
			return false, nil
		}
		if tree.Parent == s.conn.Root() {
			return s.contains(w, maxDepth), nil
		}
		w = tree.Parent
	}
	return false, nil
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
