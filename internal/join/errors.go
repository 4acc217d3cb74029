package join

import (
	"context"
	"errors"
	"fmt"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/cpace"
	"beside.example/protocol/signalling"
)

// Error is what joining fails with: a fault to show, and the cause for the log.
type Error struct {
	Fault protocol.Fault
	Err   error
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("join: %v: %v", e.Fault, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Causes that this package finds itself.
var (
	errTries    = errors.New("nameplate tried too often")
	errNoWay    = errors.New("no way to the relay's legs")
	errSilent   = errors.New("the other app did not come")
	errNotReady = errors.New("the agent's app did not confirm the code")
)

// Fault returns the fault that a person is shown for an error of this package or of signalling, or for a code that does
// not parse: 0 for nil and for what a person cancelled.
func Fault(err error) protocol.Fault {
	var own *Error
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return 0
	case errors.As(err, &own):
		return own.Fault
	case errors.Is(err, code.ErrTooShort), errors.Is(err, code.ErrTooLong), errors.Is(err, code.ErrNotDigits), errors.Is(err, code.ErrNotPortal):
		return protocol.FaultCodeShape
	}
	return signalling.Fault(err)
}

// exchangeFault gives a failed exchange the fault that a person is shown. A confirmation that does not match means other
// digits to the agent, whose app sees it first when the other side is honest; to the customer it means that somebody
// stands in between.
func exchangeFault(err error, mismatch protocol.Fault) error {
	var known *signalling.Error
	switch {
	case errors.Is(err, context.Canceled), errors.As(err, &known):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Fault: protocol.FaultAgentAway, Err: fmt.Errorf("%w: %w", errNotReady, err)}
	case errors.Is(err, cpace.ErrConfirmation), errors.Is(err, cpace.ErrReflected), errors.Is(err, cpace.ErrShare):
		return &Error{Fault: mismatch, Err: err}
	}
	return &Error{Fault: protocol.FaultExchange, Err: err}
}
