package x11

import (
	"errors"
	"io"
	"syscall"
)

// errSilent ends the reading of what the server has said already.
var errSilent = errors.New("the server says nothing")

// Listen takes what the server has said without being asked, without waiting for more: when it returns, all events that had arrived have
// been heard.
func (l *Line) Listen() error {
	conn, ok := l.from.Conn.(syscall.Conn)
	if !ok {
		return errors.ErrUnsupported
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	defer func() { l.from.atOnce = nil }()
	for {
		l.from.atOnce = func(p []byte) (int, error) { return readAtOnce(raw, p) }
		if _, err := l.in.Peek(messageSize); errors.Is(err, errSilent) {
			return nil
		} else if err != nil {
			return err
		}
		l.from.atOnce = nil
		message, err := l.read()
		if err != nil {
			return err
		}
		if isEvent(message) {
			l.hear(message)
		}
	}
}

// readAtOnce reads from a socket, or returns errSilent if nothing is there.
func readAtOnce(raw syscall.RawConn, p []byte) (n int, err error) {
	failed := raw.Read(func(socket uintptr) bool {
		n, err = syscall.Read(int(socket), p)
		return true
	})
	switch {
	case failed != nil:
		return 0, failed
	case errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR):
		return 0, errSilent
	case err != nil:
		return 0, err
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}
