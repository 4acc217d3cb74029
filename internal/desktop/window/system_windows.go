package window

import (
	"fmt"
	"image"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Numbers of Windows' own.
const (
	ancestorRoot = 2

	indexStyle, indexExtendedStyle = ^uintptr(15), ^uintptr(19) // -16 and -20

	styleFrame         = 0x00c00000 | 0x00040000 | 0x00080000 // caption, thick frame, system menu
	stylePopup         = 0x80000000
	extendedTopmost    = 0x00000008
	extendedToolWindow = 0x00000080
	extendedAppWindow  = 0x00040000
	extendedNoActivate = 0x08000000
	placeNoSize        = 0x0001
	placeNoMove        = 0x0002
	placeNoOrder       = 0x0004
	placeNoActivate    = 0x0010
	placeFrameChanged  = 0x0020
	monitorNearest     = 2
	monitorInfoSize    = 40
	insertTopmost      = ^uintptr(0) // -1
	insertNotTopmost   = ^uintptr(1) // -2
)

// winSystem is the windows of Windows.
type winSystem struct {
	windowFromPoint, getAncestor, getForegroundWindow, findWindow *windows.LazyProc
	getClientRect, clientToScreen, setWindowPos                   *windows.LazyProc
	getWindowLong, setWindowLong, monitorFromRect, getMonitorInfo *windows.LazyProc
	pid                                                           uint32
}

var _ System = (*winSystem)(nil)

// winPoint and winRect are the POINT and RECT of Windows.
type (
	winPoint struct{ x, y int32 }
	winRect  struct{ left, top, right, bottom int32 }
)

func (r winRect) rectangle() image.Rectangle {
	return image.Rect(int(r.left), int(r.top), int(r.right), int(r.bottom))
}

// Open returns the windows of this desktop.
func Open() (System, error) {
	user := windows.NewLazySystemDLL("user32.dll")
	if err := user.Load(); err != nil {
		return nil, fmt.Errorf("open the windows of this desktop: %w", err)
	}
	return &winSystem{
		windowFromPoint:     user.NewProc("WindowFromPoint"),
		getAncestor:         user.NewProc("GetAncestor"),
		getForegroundWindow: user.NewProc("GetForegroundWindow"),
		findWindow:          user.NewProc("FindWindowW"),
		getClientRect:       user.NewProc("GetClientRect"),
		clientToScreen:      user.NewProc("ClientToScreen"),
		setWindowPos:        user.NewProc("SetWindowPos"),
		getWindowLong:       user.NewProc("GetWindowLongPtrW"),
		setWindowLong:       user.NewProc("SetWindowLongPtrW"),
		monitorFromRect:     user.NewProc("MonitorFromRect"),
		getMonitorInfo:      user.NewProc("GetMonitorInfoW"),
		pid:                 uint32(os.Getpid()),
	}, nil
}

// OwnAt implements System.
func (s *winSystem) OwnAt(p image.Point) (bool, error) {
	// The POINT is passed by value, as one register.
	place := uintptr(uint32(int32(p.X))) | uintptr(uint32(int32(p.Y)))<<32
	w, _, _ := s.windowFromPoint.Call(place)
	if w == 0 {
		return false, nil
	}
	top, _, _ := s.getAncestor.Call(w, ancestorRoot)
	return s.isOurs(windows.HWND(top)), nil
}

// OwnFocus implements System.
func (s *winSystem) OwnFocus() (bool, error) {
	w, _, _ := s.getForegroundWindow.Call()
	return s.isOurs(windows.HWND(w)), nil
}

func (s *winSystem) isOurs(w windows.HWND) bool {
	var pid uint32
	_, err := windows.GetWindowThreadProcessId(w, &pid)
	return err == nil && pid == s.pid
}

// Find implements System.
func (s *winSystem) Find(title string) (Handle, error) {
	name, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return 0, fmt.Errorf("find the window %q: %w", title, err)
	}
	w, _, _ := s.findWindow.Call(0, uintptr(unsafe.Pointer(name)))
	if w == 0 || !s.isOurs(windows.HWND(w)) {
		return 0, fmt.Errorf("find the window %q: %w", title, ErrNotFound)
	}
	return Handle(w), nil
}

// Bounds implements System.
func (s *winSystem) Bounds(h Handle) (image.Rectangle, error) {
	var size winRect
	var origin winPoint
	sized, _, _ := s.getClientRect.Call(uintptr(h), uintptr(unsafe.Pointer(&size)))
	placed, _, _ := s.clientToScreen.Call(uintptr(h), uintptr(unsafe.Pointer(&origin)))
	if sized == 0 || placed == 0 {
		return image.Rectangle{}, fmt.Errorf("measure window %#x: %w", h, ErrNotFound)
	}
	return size.rectangle().Add(image.Pt(int(origin.x), int(origin.y))), nil
}

// WorkArea implements System.
func (s *winSystem) WorkArea(display image.Rectangle) (image.Rectangle, error) {
	where := winRect{int32(display.Min.X), int32(display.Min.Y), int32(display.Max.X), int32(display.Max.Y)}
	monitor, _, _ := s.monitorFromRect.Call(uintptr(unsafe.Pointer(&where)), monitorNearest)
	info := struct {
		size          uint32
		monitor, work winRect
		flags         uint32
	}{size: monitorInfoSize}
	if ok, _, err := s.getMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info))); ok == 0 {
		return display, fmt.Errorf("measure the work area: %w", err)
	}
	return info.work.rectangle(), nil
}

// Move implements System.
func (s *winSystem) Move(h Handle, p image.Point) error {
	return s.place(h, 0, p, placeNoSize|placeNoOrder|placeNoActivate)
}

// SetAbove implements System.
func (s *winSystem) SetAbove(h Handle, above bool) error {
	after := insertNotTopmost
	if above {
		after = insertTopmost
	}
	return s.place(h, after, image.Point{}, placeNoSize|placeNoMove|placeNoActivate)
}

// SetSkipTaskbar implements System.
func (s *winSystem) SetSkipTaskbar(h Handle, skip bool) error {
	if skip {
		return s.style(h, indexExtendedStyle, extendedToolWindow, extendedAppWindow)
	}
	return s.style(h, indexExtendedStyle, extendedAppWindow, extendedToolWindow)
}

// MakePopup implements System.
func (s *winSystem) MakePopup(h Handle) error {
	if err := s.style(h, indexStyle, stylePopup, styleFrame); err != nil {
		return err
	}
	const set = extendedTopmost | extendedToolWindow | extendedNoActivate
	if err := s.style(h, indexExtendedStyle, set, extendedAppWindow); err != nil {
		return err
	}
	return s.place(h, insertTopmost, image.Point{}, placeNoSize|placeNoMove|placeNoActivate|placeFrameChanged)
}

// Close implements System.
func (s *winSystem) Close() error { return nil }

func (s *winSystem) place(h Handle, after uintptr, p image.Point, how uintptr) error {
	ok, _, err := s.setWindowPos.Call(uintptr(h), after, uintptr(p.X), uintptr(p.Y), 0, 0, how)
	if ok == 0 {
		return fmt.Errorf("place window %#x: %w", h, err)
	}
	return nil
}

// style sets some bits of a window's style and clears others.
func (s *winSystem) style(h Handle, index, set, unset uintptr) error {
	old, _, _ := s.getWindowLong.Call(uintptr(h), index)
	if old == 0 && !s.isOurs(windows.HWND(h)) {
		return fmt.Errorf("style window %#x: %w", h, ErrNotFound)
	}
	_, _, _ = s.setWindowLong.Call(uintptr(h), index, old&^unset|set)
	return nil
}
