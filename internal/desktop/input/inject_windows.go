package input

import (
	"errors"
	"fmt"
	"image"
	"slices"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Numbers of Windows' own.
const (
	inputMouse, inputKeyboard = 0, 1

	mouseMove, mouseAbsolute, mouseWholeDesktop = 0x0001, 0x8000, 0x4000
	mouseWheel, mouseHorizontalWheel            = 0x0800, 0x1000
	mouseXDown, mouseXUp                        = 0x0080, 0x0100

	keyExtended, keyUp, keyUnicode, keyScanCode = 0x0001, 0x0002, 0x0004, 0x0008

	// extendedPrefix is what stands before the scan code of an extended key where MapVirtualKeyW takes it.
	mapScanCodeToVirtualKey, extendedPrefix = 3, 0xe000

	metricLeft, metricTop, metricWidth, metricHeight = 76, 77, 78, 79

	// absoluteRange is how many steps a place has over the whole desktop.
	absoluteRange = 65536

	// ourMark is what our events carry, so that the watcher knows them.
	ourMark = 0x42534944
)

// mouseInput and keyboardInput are the INPUT of Windows with either content. The content is a struct of its own there, which
// decides where it begins; both have the size of the larger one.
type mouseInput struct {
	kind uint32
	mouseEvent
}

type keyboardInput struct {
	kind uint32
	keyStroke
	_ [8]byte
}

// keyStroke is the KEYBDINPUT of Windows; its MOUSEINPUT is what a hook of the pointer is told.
type keyStroke struct {
	virtualKey  uint16
	scanCode    uint16
	flags, time uint32
	extraInfo   uintptr
}

// Windows takes an INPUT of its own size alone.
const inputSize = 40

var (
	_ [inputSize]byte = [unsafe.Sizeof(mouseInput{})]byte{}
	_ [inputSize]byte = [unsafe.Sizeof(keyboardInput{})]byte{}
)

// winInjector injects by SendInput.
type winInjector struct {
	sendInput, getSystemMetrics, mapVirtualKey *windows.LazyProc
	note                                       func(held Held, down bool)
	releases                                   atomic.Int64

	mu sync.Mutex // guards the following
	// held is what is down, oldest first.
	held   []Held
	closed bool
}

var _ Injector = (*winInjector)(nil)

// Open returns the injector of this desktop.
func Open(options Options) (Injector, error) {
	i, err := newWinInjector()
	if err != nil {
		return nil, err
	}
	if options.Note != nil {
		i.note = options.Note
	}
	return i, nil
}

func newWinInjector() (*winInjector, error) {
	user := windows.NewLazySystemDLL("user32.dll")
	if err := user.Load(); err != nil {
		return nil, fmt.Errorf("open the input of this desktop: %w", err)
	}
	return &winInjector{
		sendInput:        user.NewProc("SendInput"),
		getSystemMetrics: user.NewProc("GetSystemMetrics"),
		mapVirtualKey:    user.NewProc("MapVirtualKeyW"),
		note:             func(Held, bool) {},
	}, nil
}

// Release lets go of what a program left behind that died; the guard does it. Releasing what is up does no harm.
func Release(held []Held) error {
	i, err := newWinInjector()
	if err != nil {
		return err
	}
	var errs []error
	for _, h := range slices.Backward(held) {
		errs = append(errs, i.press(h, false))
	}
	return errors.Join(errs...)
}

// Move implements Injector.
func (i *winInjector) Move(x, y int) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	origin := image.Pt(i.metric(metricLeft), i.metric(metricTop))
	size := image.Pt(max(i.metric(metricWidth), 1), max(i.metric(metricHeight), 1))
	p := image.Pt(x, y).Sub(origin)
	// The middle of the pixel, in steps.
	return i.mouse(mouseEvent{
		x:     int32((2*min(max(p.X, 0), size.X-1) + 1) * absoluteRange / (2 * size.X)),
		y:     int32((2*min(max(p.Y, 0), size.Y-1) + 1) * absoluteRange / (2 * size.Y)),
		flags: mouseMove | mouseAbsolute | mouseWholeDesktop,
	})
}

// Button implements Injector.
func (i *winInjector) Button(button uint8, down bool) error {
	if button < ButtonLeft || button > ButtonForward {
		return fmt.Errorf("press button %d: %w", button, ErrNoKey)
	}
	return i.hold(Held{Kind: HeldButton, Code: uint16(button)}, down)
}

// Wheel implements Injector. Windows counts in parts of notches itself.
func (i *winInjector) Wheel(dx, dy int) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	var errs []error
	if dy != 0 {
		errs = append(errs, i.mouse(mouseEvent{data: turn(dy), flags: mouseWheel}))
	}
	if dx != 0 {
		errs = append(errs, i.mouse(mouseEvent{data: turn(dx), flags: mouseHorizontalWheel}))
	}
	return errors.Join(errs...)
}

func turn(d int) uint32 {
	return uint32(int32(min(max(d, -maxNotches*WheelNotch), maxNotches*WheelNotch)))
}

// Key implements Injector.
func (i *winInjector) Key(usage uint16, down bool) error {
	if _, ok := scanCodeOf(usage); !ok && evdevOf(usage) != evdevPause {
		return fmt.Errorf("press the key %#x: %w", usage, ErrNoKey)
	}
	return i.hold(Held{Kind: HeldKey, Code: usage}, down)
}

// Text implements Injector: Windows takes characters as they are.
func (i *winInjector) Text(s string) error {
	if n := utf8.RuneCountInString(s); n > MaxText {
		return fmt.Errorf("type %d characters: at most %d at once", n, MaxText)
	}
	begun := i.releases.Load()
	for _, r := range s {
		if err := i.typeRune(r, begun); err != nil {
			return err
		}
	}
	return nil
}

func (i *winInjector) typeRune(r rune, begun int64) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.releases.Load() != begun {
		return ErrReleased
	}
	named := map[rune]uint16{'\r': 0x1c, '\n': 0x1c, '\t': 0x0f, '\b': 0x0e}
	if scanCode, ok := named[r]; ok {
		return errors.Join(
			i.keyboard(i.scanned(scanCode, true)),
			i.keyboard(i.scanned(scanCode, false)))
	}
	if unicode.IsControl(r) || r == utf8.RuneError {
		return nil
	}
	var errs []error
	for _, unit := range utf16.AppendRune(nil, r) {
		errs = append(errs,
			i.keyboard(keyStroke{scanCode: unit, flags: keyUnicode}),
			i.keyboard(keyStroke{scanCode: unit, flags: keyUnicode | keyUp}))
	}
	return errors.Join(errs...)
}

// ReleaseAll implements Injector.
func (i *winInjector) ReleaseAll() error {
	i.releases.Add(1)
	i.mu.Lock()
	defer i.mu.Unlock()
	var errs []error
	for len(i.held) > 0 {
		last := i.held[len(i.held)-1]
		i.held = i.held[:len(i.held)-1]
		errs = append(errs, i.press(last, false))
	}
	return errors.Join(errs...)
}

// Close implements Injector.
func (i *winInjector) Close() error {
	err := i.ReleaseAll()
	i.mu.Lock()
	defer i.mu.Unlock()
	i.closed = true
	return err
}

// hold presses or releases something that stays down in between.
func (i *winInjector) hold(held Held, down bool) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	list, changed := change(i.held, held, down)
	if !changed {
		return nil
	}
	i.held = list
	return i.press(held, down)
}

// press injects what held stands for, and tells the guard: before it goes down, after it is up. Its caller holds mu.
func (i *winInjector) press(held Held, down bool) error {
	if down && !i.closed {
		i.note(held, true)
	}
	var err error
	switch held.Kind {
	case HeldButton:
		err = i.mouse(buttonInput(held.Code, down))
	case HeldKey:
		err = i.keyboard(i.key(held.Code, down))
	}
	if err == nil && !down {
		i.note(held, false)
	}
	return err
}

// buttonInput makes the event of a button: the first three have flags of their own, the others share one pair.
func buttonInput(button uint16, down bool) mouseEvent {
	if button >= uint16(ButtonBack) {
		flags := uint32(mouseXUp)
		if down {
			flags = mouseXDown
		}
		return mouseEvent{data: uint32(button-uint16(ButtonBack)) + 1, flags: flags}
	}
	flags := map[uint16]uint32{uint16(ButtonLeft): 0x0002, uint16(ButtonRight): 0x0008, uint16(ButtonMiddle): 0x0020}[button]
	if !down {
		flags <<= 1
	}
	return mouseEvent{flags: flags}
}

// key makes the event of a physical key.
func (i *winInjector) key(usage uint16, down bool) keyStroke {
	if scanCode, ok := scanCodeOf(usage); ok {
		return i.scanned(scanCode, down)
	}
	stroke := keyStroke{virtualKey: vkPause}
	if !down {
		stroke.flags |= keyUp
	}
	return stroke
}

// scanned makes the event of the key with a scan code. Windows needs no more than that; Wine types nothing unless it is told
// the virtual key too.
func (i *winInjector) scanned(scanCode uint16, down bool) keyStroke {
	stroke := keyStroke{scanCode: scanCode & 0xff, flags: keyScanCode}
	place := uintptr(stroke.scanCode)
	if scanCode&extended != 0 {
		stroke.flags |= keyExtended
		place |= extendedPrefix
	}
	if !down {
		stroke.flags |= keyUp
	}
	virtualKey, _, _ := i.mapVirtualKey.Call(place, mapScanCodeToVirtualKey)
	stroke.virtualKey = uint16(virtualKey)
	return stroke
}

func (i *winInjector) metric(index uintptr) int {
	value, _, _ := i.getSystemMetrics.Call(index)
	return int(int32(value))
}

func (i *winInjector) mouse(event mouseEvent) error {
	event.extraInfo = ourMark
	return i.send(unsafe.Pointer(&mouseInput{kind: inputMouse, mouseEvent: event}))
}

func (i *winInjector) keyboard(stroke keyStroke) error {
	stroke.extraInfo = ourMark
	return i.send(unsafe.Pointer(&keyboardInput{kind: inputKeyboard, keyStroke: stroke}))
}

// send injects one event. Windows refuses while a secure desktop or a window of higher rights has the input.
func (i *winInjector) send(event unsafe.Pointer) error {
	if i.closed {
		return ErrClosed
	}
	if sent, _, err := i.sendInput.Call(1, uintptr(event), inputSize); sent != 1 {
		return fmt.Errorf("inject: %w", err)
	}
	return nil
}
