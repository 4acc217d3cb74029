// Package machine is this machine as a session uses it: it puts the parts of internal/desktop together in the shapes that
// internal/session asks for.
//
// Both apps have one. It decides nothing: who may see or control is the session's matter.
package machine

import (
	"context"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"sync"

	"beside.example/internal/desktop/browser"
	"beside.example/internal/desktop/capture"
	"beside.example/internal/desktop/guard"
	"beside.example/internal/desktop/input"
	"beside.example/internal/desktop/sound"
	"beside.example/internal/desktop/sysinfo"
	"beside.example/internal/desktop/window"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/internal/share"
	"beside.example/protocol"
)

// Machine is what an app holds of this machine as long as it runs. Its methods may be called from any goroutine.
type Machine struct {
	logger  *slog.Logger
	guard   *guard.Guard
	desktop capture.Desktop // nil where the screen cannot be taken
	windows window.System   // nil where windows cannot be told apart
	player  *sound.Player
	// injected is what the injectors of all sessions do.
	injected input.Ledger
	closing  chan struct{}  // closed by Close
	work     sync.WaitGroup // windows that are being floated
}

// Open takes hold of the machine. What leavings names goes when the app has gone, in whatever way. What the machine cannot do
// is logged and left out.
func Open(leavings guard.Leavings, logger *slog.Logger) (*Machine, error) {
	g, err := guard.Start(leavings)
	if err != nil {
		return nil, fmt.Errorf("start the guard: %w", err)
	}
	m := &Machine{logger: logger, guard: g, player: sound.NewPlayer(), closing: make(chan struct{})}
	if m.desktop, err = openDesktop(); err != nil {
		logger.Warn("the screen cannot be shared on this machine", "err", err)
	}
	if m.windows, err = window.Open(); err != nil {
		logger.Warn("this app's windows cannot be told from others", "err", err)
	}
	return m, nil
}

// openDesktop prefers the fast way to grab.
func openDesktop() (capture.Desktop, error) {
	fast, err := capture.Open()
	if err == nil {
		return fast, nil
	}
	portable, second := capture.OpenPortable()
	if second != nil {
		return nil, errors.Join(err, second)
	}
	return portable, nil
}

// Close lets the machine go; sessions have ended before.
func (m *Machine) Close() error {
	close(m.closing)
	m.work.Wait()
	problems := []error{m.player.Close()}
	if m.desktop != nil {
		problems = append(problems, m.desktop.Close())
	}
	if m.windows != nil {
		problems = append(problems, m.windows.Close())
	}
	return errors.Join(problems...)
}

// Chime plays the sound of a session's start or end; it returns at once.
func (m *Machine) Chime(start bool) {
	if start {
		m.player.Play(sound.Start)
		return
	}
	m.player.Play(sound.End)
}

// Mail opens a mail to write in the person's own mail program; it returns at once.
func (m *Machine) Mail(address string) {
	if err := browser.Mail(address); err != nil {
		m.logger.Warn("no mail program was opened", "err", err)
	}
}

// Browse opens a web address in the person's own browser; it returns at once.
func (m *Machine) Browse(address string) {
	if err := browser.Open(address); err != nil {
		m.logger.Warn("no browser was opened", "err", err)
	}
}

// Desktop returns the machine for one session. Only a machine whose windows can be told apart is controlled: injected input
// must never reach this app's own.
func (m *Machine) Desktop() session.Desktop {
	d := session.Desktop{Computer: computer{m.desktop}}
	if m.desktop != nil {
		d.Screens = screens{m.desktop}
	}
	if m.windows != nil {
		d.Hands, d.Shield = hands{note: m.guard.Note, ledger: &m.injected}, shield{m.windows, m.logger}
	}
	return d
}

// screens makes a capture.Desktop a session.Screens.
type screens struct{ capture.Desktop }

var _ session.Screens = screens{}

// Source implements session.Screens.
func (s screens) Source(display uint32) (share.Source, error) { return s.Desktop.Source(display) }

// Cursor implements session.Screens.
func (s screens) Cursor() (session.CursorSource, error) { return s.Desktop.Cursor() }

// hands opens the injector and the watch on the person's own hand, which leaves out what the injectors of all sessions do.
type hands struct {
	note   func(held input.Held, down bool)
	ledger *input.Ledger
}

var _ session.Hands = hands{}

// Injector implements session.Hands.
func (h hands) Injector() (session.Injector, error) {
	return input.Open(input.Options{Note: h.note, Ledger: h.ledger})
}

// Watcher implements session.Hands.
func (h hands) Watcher() (session.Watcher, error) {
	w, err := input.Watch(h.ledger)
	if err != nil {
		return nil, err
	}
	return watcher{w}, nil
}

// watcher makes an input.Watcher a session.Watcher.
type watcher struct{ input.Watcher }

// Next implements session.Watcher.
func (w watcher) Next(ctx context.Context) (panicKey bool, err error) {
	activity, err := w.Watcher.Next(ctx)
	return activity&input.ActivityPanic != 0, err
}

// shield tells which places belong to this app. Where the system does not answer, everything does: better no input than
// input into a question that is put to the person.
type shield struct {
	windows window.System
	logger  *slog.Logger
}

var _ session.Shield = shield{}

// Point implements session.Shield.
func (s shield) Point(x, y int) bool {
	own, err := s.windows.OwnAt(image.Pt(x, y))
	return s.answer(own, err)
}

// Focus implements session.Shield.
func (s shield) Focus() bool {
	own, err := s.windows.OwnFocus()
	return s.answer(own, err)
}

func (s shield) answer(own bool, err error) bool {
	if err != nil {
		s.logger.Warn("the window at a place is not known, so no input goes there", "err", err)
		return true
	}
	return own
}

// computer describes the machine.
type computer struct{ desktop capture.Desktop }

var _ session.Computer = computer{}

// Details implements session.Computer. What the system does not tell in time is left out.
func (c computer) Details(ctx context.Context) (protocol.ComputerDetails, error) {
	var displays []framebuffer.Display
	if c.desktop != nil {
		displays, _ = c.desktop.Displays() // a machine without displays still has a name
	}
	info, err := sysinfo.Read(ctx, displays)
	if info.System == "" && err != nil {
		return protocol.ComputerDetails{}, err
	}
	const most = 255 // displays on the wire
	return protocol.ComputerDetails{
		System: info.System, Version: info.Version, Architecture: info.Architecture, Host: info.Host, Processor: info.Processor,
		Cores: uint16(info.Cores), Memory: info.Memory, MemoryFree: info.MemoryFree, Disk: info.Disk, DiskFree: info.DiskFree,
		Uptime: info.Uptime, Displays: uint8(min(len(displays), most)),
	}, nil
}
