package signalling

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol"
)

// Error is what requests, exchanges and Run fail with: a fault to show, and the cause for the log.
type Error struct {
	Fault protocol.Fault
	// Wait is how long to wait before trying again may help; 0 when unknown.
	Wait time.Duration
	// Err is the cause; nil when the relay gave no more than the fault.
	Err error
}

// Error implements error.
func (e *Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("relay says %v", e.Fault)
	}
	return fmt.Sprintf("%v: %v", e.Fault, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Fault returns the fault that a person is shown for an error of this package: 0 for nil and for a cancelled context, and
// protocol.FaultInternal for an error that carries none.
func Fault(err error) protocol.Fault {
	var e *Error
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return 0
	case errors.As(err, &e):
		return e.Fault
	case errors.Is(err, context.DeadlineExceeded):
		return protocol.FaultRelayUnreachable
	}
	return protocol.FaultInternal
}

// Errors of a connection.
var (
	// ErrLost tells that the connection to the relay ended before the answer came.
	ErrLost = errors.New("connection to the relay lost")
	// ErrSlow tells that the other end does not read what it is sent.
	ErrSlow = errors.New("the other end does not read")
	// ErrUnexpected tells that the relay answered with a message that does not belong there.
	ErrUnexpected = errors.New("unexpected message")
)
