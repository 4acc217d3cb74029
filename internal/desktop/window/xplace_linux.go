package window

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"slices"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

// What messages and properties of window managers are made of.
const (
	// stateRemove and stateAdd change a state of EWMH; sourceApplication says that a program itself asks for it.
	stateRemove, stateAdd = 0, 1
	sourceApplication     = 1

	// toManager sends a message to whoever manages windows.
	toManager = xproto.EventMaskSubstructureRedirect | xproto.EventMaskSubstructureNotify

	// wordBits is the size of the parts of a property.
	wordBits = 32

	// motifDecorations says that Motif's hints speak of the frame; no bit in the third word is no frame.
	motifDecorations = 2

	// hintUserPlace says in a window's size hints that a person has chosen its place; these hints have eighteen words.
	hintUserPlace, sizeHintWords = 1, 18

	// hintInput says in a window's hints whether it wants keys; the hints have nine words.
	hintInput, hintWords = 1, 9
)

// Bounds implements System.
func (s *xSystem) Bounds(h Handle) (image.Rectangle, error) {
	w := xproto.Window(h)
	size, err := xproto.GetGeometry(s.conn.Conn, xproto.Drawable(w)).Reply()
	if err != nil {
		return image.Rectangle{}, fmt.Errorf("measure window %#x: %w", w, ErrNotFound)
	}
	origin, err := xproto.TranslateCoordinates(s.conn.Conn, w, s.conn.Root(), 0, 0).Reply()
	if err != nil {
		return image.Rectangle{}, fmt.Errorf("measure window %#x: %w", w, ErrNotFound)
	}
	at := image.Pt(int(origin.DstX), int(origin.DstY))
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(int(size.Width), int(size.Height)))}, nil
}

// WorkArea implements System. EWMH knows one area for the whole desktop; a window manager that sets none leaves everything free.
func (s *xSystem) WorkArea(display image.Rectangle) (image.Rectangle, error) {
	current, err := s.words(s.conn.Root(), s.atoms.currentDesktop, 1)
	if err != nil {
		return display, err
	}
	desktop := 0
	if len(current) == 1 {
		desktop = int(current[0])
	}
	const areaWords, maxDesktops = 4, 64
	areas, err := s.words(s.conn.Root(), s.atoms.workArea, areaWords*maxDesktops)
	if err != nil {
		return display, err
	}
	if desktop < 0 || desktop >= len(areas)/areaWords {
		return display, nil
	}
	a := areas[desktop*areaWords:]
	origin := image.Pt(int(int32(a[0])), int(int32(a[1])))
	area := image.Rectangle{Min: origin, Max: origin.Add(image.Pt(int(a[2]), int(a[3])))}
	if free := area.Intersect(display); !free.Empty() {
		return free, nil
	}
	return display, nil
}

// Move implements System. Window managers choose a place themselves for a new window, unless its hints say that a person has
// chosen one.
func (s *xSystem) Move(h Handle, p image.Point) error {
	if err := s.claimPlace(xproto.Window(h)); err != nil {
		return err
	}
	values := []uint32{uint32(int32(p.X)), uint32(int32(p.Y))}
	err := xproto.ConfigureWindowChecked(s.conn.Conn, xproto.Window(h), xproto.ConfigWindowX|xproto.ConfigWindowY, values).Check()
	if err != nil {
		return fmt.Errorf("move window %#x: %w", h, err)
	}
	return nil
}

// claimPlace says in the hints of a window that no window manager has seen that its place is to be kept.
func (s *xSystem) claimPlace(w xproto.Window) error {
	managed, err := s.words(w, s.atoms.wState, 1)
	if err != nil || len(managed) > 0 {
		return err
	}
	hints, err := s.words(w, xproto.AtomWmNormalHints, sizeHintWords)
	if err != nil {
		return err
	}
	if len(hints) < sizeHintWords {
		hints = make([]uint32, sizeHintWords)
	}
	hints[0] |= hintUserPlace
	return s.setWords(w, xproto.AtomWmNormalHints, xproto.AtomWmSizeHints, hints)
}

// SetAbove implements System.
func (s *xSystem) SetAbove(h Handle, above bool) error { return s.setState(h, above, s.atoms.above) }

// SetSkipTaskbar implements System.
func (s *xSystem) SetSkipTaskbar(h Handle, skip bool) error {
	return errors.Join(s.setState(h, skip, s.atoms.skipTaskbar), s.setState(h, skip, s.atoms.skipPager))
}

// setState changes a state of a window: the window manager does it for one that it manages, and reads the property when it
// begins to. Who writes the property of a managed window is overruled, so both are safe.
func (s *xSystem) setState(h Handle, on bool, state xproto.Atom) error {
	w := xproto.Window(h)
	managed, err := s.words(w, s.atoms.wState, 1)
	if err != nil {
		return err
	}
	if len(managed) == 0 {
		return s.writeState(w, on, state)
	}
	action := uint32(stateRemove)
	if on {
		action = stateAdd
	}
	event := xproto.ClientMessageEvent{
		Format: wordBits, Window: w, Type: s.atoms.state,
		Data: xproto.ClientMessageDataUnionData32New([]uint32{action, uint32(state), 0, sourceApplication, 0}),
	}
	if err := xproto.SendEventChecked(s.conn.Conn, false, s.conn.Root(), toManager, string(event.Bytes())).Check(); err != nil {
		return fmt.Errorf("change the state of window %#x: %w", w, err)
	}
	return nil
}

// writeState changes a state of a window that no window manager has seen.
func (s *xSystem) writeState(w xproto.Window, on bool, state xproto.Atom) error {
	const maxStates = 64
	states, err := s.words(w, s.atoms.state, maxStates)
	if err != nil {
		return err
	}
	states = slices.DeleteFunc(states, func(old uint32) bool { return old == uint32(state) })
	if on {
		states = append(states, uint32(state))
	}
	return s.setWords(w, s.atoms.state, xproto.AtomAtom, states)
}

// MakePopup implements System. No single means keeps every window manager from giving it the focus: the type, the time of the
// last input (never) and the hints all say so.
func (s *xSystem) MakePopup(h Handle) error {
	w := xproto.Window(h)
	hints, err := s.words(w, xproto.AtomWmHints, hintWords)
	if err != nil {
		return err
	}
	if len(hints) < hintWords {
		hints = make([]uint32, hintWords)
	}
	hints[0], hints[1] = hints[0]|hintInput, 0
	protocols, err := s.words(w, s.atoms.protocols, maxWindows)
	if err != nil {
		return err
	}
	protocols = slices.DeleteFunc(protocols, func(p uint32) bool { return p == uint32(s.atoms.takeFocus) })
	return errors.Join(
		s.setWords(w, s.atoms.windowType, xproto.AtomAtom, []uint32{uint32(s.atoms.notification)}),
		s.setWords(w, s.atoms.userTime, xproto.AtomCardinal, []uint32{0}),
		s.setWords(w, s.atoms.motifHints, s.atoms.motifHints, []uint32{motifDecorations, 0, 0, 0, 0}),
		s.setWords(w, xproto.AtomWmHints, xproto.AtomWmHints, hints),
		s.setWords(w, s.atoms.protocols, xproto.AtomAtom, protocols),
		s.SetAbove(h, true),
		s.SetSkipTaskbar(h, true),
	)
}

// words reads a property of 32-bit parts; one that is not there is empty.
func (s *xSystem) words(w xproto.Window, property xproto.Atom, most uint32) ([]uint32, error) {
	reply, err := xproto.GetProperty(s.conn.Conn, false, w, property, xproto.GetPropertyTypeAny, 0, most).Reply()
	if err != nil {
		return nil, fmt.Errorf("read a property of window %#x: %w", w, errors.Join(err, ErrNotFound))
	}
	if reply.Format != wordBits {
		return nil, nil
	}
	words := make([]uint32, 0, len(reply.Value)/4)
	for rest := reply.Value; len(rest) >= 4; rest = rest[4:] {
		words = append(words, x11.Word(rest))
	}
	return words, nil
}

func (s *xSystem) setWords(w xproto.Window, property, kind xproto.Atom, words []uint32) error {
	var data []byte
	for _, word := range words {
		data = binary.LittleEndian.AppendUint32(data, word)
	}
	err := xproto.ChangePropertyChecked(s.conn.Conn, xproto.PropModeReplace, w, property, kind, wordBits, uint32(len(words)), data).Check()
	if err != nil {
		return fmt.Errorf("set a property of window %#x: %w", w, err)
	}
	return nil
}
