package support

import (
	"errors"
	"fmt"
	"time"

	"beside.example/protocol"
)

// The errors that callers tell apart.
var (
	// ErrNotFound: nothing of that name is there, or it is not the asker's.
	ErrNotFound = errors.New("not found")
	// ErrExists: a name that must be unique is taken.
	ErrExists = errors.New("exists already")
	// ErrInvalid: the value breaks a rule; the wrapped text says which.
	ErrInvalid = errors.New("invalid value")
	// ErrTooManyCodes: the agent has as many active codes as the settings allow.
	ErrTooManyCodes = errors.New("too many active codes")
	// ErrNoNameplate: every nameplate is in use or in quarantine.
	ErrNoNameplate = errors.New("no nameplate is free")
	// ErrCodeEnded: the code was redeemed, withdrawn, expired or dead before.
	ErrCodeEnded = errors.New("code has ended")
	// ErrDenied: the secret or token is not valid, or no longer.
	ErrDenied = errors.New("denied")
	// ErrTaken: another agent was faster.
	ErrTaken = errors.New("taken by another agent")
	// ErrGone: the request or introduction has ended, or is not in a state in which this can be done.
	ErrGone = errors.New("no longer there")
	// ErrTooMany: as many as the rules allow are there already.
	ErrTooMany = errors.New("too many")
	// ErrAway: nobody who was asked is signed in.
	ErrAway = errors.New("nobody is there")
	// ErrFenced: the relay was silent for so long that the others no longer count with it.
	ErrFenced = errors.New("fenced off")
)

// TooManyError says that an address or its network has asked too often.
type TooManyError struct {
	RetryAfter time.Duration
}

// Error implements error.
func (e *TooManyError) Error() string {
	return fmt.Sprintf("too many attempts, the next one is allowed in %v", e.RetryAfter.Round(time.Second))
}

// CodeEndedError is the ErrCodeEnded that knows how the code ended.
type CodeEndedError struct {
	State CodeState
}

// Error implements error.
func (e *CodeEndedError) Error() string { return fmt.Sprintf("code has ended in state %d", e.State) }

// Is makes it an ErrCodeEnded.
func (e *CodeEndedError) Is(target error) bool { return target == ErrCodeEnded }

// Fault returns what the person who typed the code is shown.
func (e *CodeEndedError) Fault() protocol.Fault {
	switch e.State {
	case CodeWithdrawn:
		return protocol.FaultCodeWithdrawn
	case CodeExpired:
		return protocol.FaultCodeExpired
	case CodeDead:
		return protocol.FaultCodeDead
	}
	return protocol.FaultCodeUsed
}
