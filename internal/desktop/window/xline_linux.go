package window

import (
	"encoding/binary"
	"fmt"
	"image"
	"time"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

// under is which window on the root was the topmost at a place when that was asked.
type under struct {
	at    image.Point
	child xproto.Window // or zero
	asked time.Time
}

// underFor is how long what was asked holds while nothing is told: nothing tells that a window got another shape. A hand presses sooner
// than that after it has come to rest.
const underFor = time.Second

// watchOnLine has the line be told of windows on the root that come, go, move or change their order:
//
//	ChangeWindowAttributes  2, 0, u16 words, u32 window, u32 mask of values, u32 events
func (s *xSystem) watchOnLine() error {
	const changeWindowAttributes = 2
	watch := []byte{changeWindowAttributes, 0, 0, 0}
	for _, v := range [...]uint32{uint32(s.conn.Root()), xproto.CwEventMask, rootEvents} {
		watch = binary.LittleEndian.AppendUint32(watch, v)
	}
	if _, err := s.line.Do(x11.Ask{Request: watch}, askFocus()); err != nil {
		return fmt.Errorf("watch the windows: %w", err)
	}
	return nil
}

// childAt returns the topmost window on the root at a place, or zero. A press follows a move to the same place: it does not ask again what
// cannot have changed.
func (s *xSystem) childAt(p image.Point) (xproto.Window, error) {
	if err := s.line.Listen(); err != nil {
		return 0, err
	}
	now := time.Now()
	s.mu.Lock()
	last, changes := s.last, s.changes
	s.mu.Unlock()
	if last.at == p && now.Sub(last.asked) < underFor {
		return last.child, nil
	}
	child, err := s.askChildAt(p)
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes == changes {
		s.last = under{at: p, child: child, asked: now}
	}
	return child, nil
}

// askChildAt asks the server:
//
//	TranslateCoordinates  40, 0, u16 words, u32 source, u32 destination, i16 x, y; the answer has u32 child at byte 8
func (s *xSystem) askChildAt(p image.Point) (xproto.Window, error) {
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

// focus asks the server which window has the keyboard:
//
//	GetInputFocus  43, 0, u16 words; the answer has u32 window at byte 8
func (s *xSystem) focus() (xproto.Window, error) {
	const windowAt = 8
	answers, err := s.line.Do(askFocus())
	if err != nil {
		return 0, err
	}
	return xproto.Window(x11.Word(answers[0][windowAt:])), nil
}

func askFocus() x11.Ask {
	const getInputFocus = 43
	return x11.Ask{Request: []byte{getInputFocus, 0, 0, 0}, Answered: true}
}
