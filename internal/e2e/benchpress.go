package e2e

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// A press is a connection to an X server for one window, spoken as a small native program does: one thread that sleeps in a read of the
// socket, and draws with one write. xgb has two goroutines between a program and each of these, and a bench would take the time that they
// need to wake up for that of whoever shares the display.
type press struct {
	socket int
	// file reads and writes the socket, which blocks: no poller stands in between.
	file   *os.File
	window xproto.Window
	event  [xMessage]byte
}

const (
	// xMessage is the size of events and errors. A line that asks for nothing hears nothing longer.
	xMessage = 32
	// codeOf tells the kind of an event from who sent it.
	codeOf = 0x7f
)

// listenForPresses has the presses of buttons on a window come on a connection of its own.
func (s *Screen) listenForPresses(window xproto.Window) (_ *press, err error) {
	p := &press{window: window}
	if p.socket, err = syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0); err != nil {
		return nil, fmt.Errorf("make a socket: %w", err)
	}
	p.file = os.NewFile(uintptr(p.socket), s.socket())
	if err := p.greet(s); err != nil {
		p.close()
		return nil, fmt.Errorf("enter the display: %w", err)
	}
	return p, nil
}

// greet exchanges greetings, and selects the presses.
func (p *press) greet(s *Screen) error {
	if err := syscall.Connect(p.socket, &syscall.SockaddrUnix{Name: s.socket()}); err != nil {
		return err
	}
	const cookieName = "MIT-MAGIC-COOKIE-1"
	hello := []byte{'l', 0, 11, 0, 0, 0, byte(len(cookieName)), 0, byte(len(s.cookie)), 0, 0, 0} // little endian, version 11.0
	hello = append(hello, cookieName...)
	hello = append(hello, make([]byte, xgb.Pad(len(cookieName))-len(cookieName))...)
	if _, err := p.file.Write(append(hello, s.cookie...)); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(p.file, head); err != nil {
		return err
	}
	const letIn = 1
	if head[0] != letIn {
		return errors.New("the server lets nobody in")
	}
	const word = 4
	if _, err := io.ReadFull(p.file, make([]byte, word*int(binary.LittleEndian.Uint16(head[6:])))); err != nil {
		return err
	}
	if _, err := p.file.Write(p.change(nil, xproto.CwEventMask, xproto.EventMaskButtonPress)); err != nil {
		return err
	}
	const inputFocus = 43 // its answer tells that what was asked before is done
	if _, err := p.file.Write([]byte{inputFocus, 0, 1, 0}); err != nil {
		return err
	}
	_, err := io.ReadFull(p.file, p.event[:])
	return err
}

// change appends the request for one of the window's attributes.
func (p *press) change(b []byte, attribute, value uint32) []byte {
	const changeWindowAttributes, words = 2, 4
	b = append(b, changeWindowAttributes, 0, words, 0)
	for _, v := range [...]uint32{uint32(p.window), attribute, value} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// paint fills the window with a colour. A display that has gone is noticed by wait.
func (p *press) paint(colour uint32) {
	const clearArea, words = 61, 4
	b := append(p.change(nil, xproto.CwBackPixel, colour), clearArea, 0, words, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(p.window))
	_, _ = p.file.Write(append(b, make([]byte, 8)...)) // all of it
}

// wait waits for the next press. It returns false after end, and when the display has ended.
func (p *press) wait() bool {
	for {
		if _, err := io.ReadFull(p.file, p.event[:]); err != nil {
			return false
		}
		if p.event[0]&codeOf == xproto.ButtonPress {
			return true
		}
	}
}

// end wakes whoever waits up.
func (p *press) end() { _ = syscall.Shutdown(p.socket, syscall.SHUT_RDWR) }

// close frees the socket; nobody uses it any more.
func (p *press) close() { _ = p.file.Close() }

// socket is where the display's server listens.
func (s *Screen) socket() string { return "/tmp/.X11-unix/X" + strings.TrimPrefix(s.Name, ":") }
