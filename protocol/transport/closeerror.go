package transport

import (
	"errors"
	"fmt"

	"github.com/quic-go/quic-go"

	"beside.example/protocol"
)

// CloseError tells that a side closed the conn on purpose, or, with CloseLost, that the outage outlasted it.
type CloseError struct {
	Code   protocol.CloseCode
	Reason string // for the log, never for a person: the peer wrote it
	Remote bool   // the peer closed it
}

// Error returns the code and the reason.
func (e *CloseError) Error() string {
	by := "this side"
	if e.Remote {
		by = "the peer"
	}
	return fmt.Sprintf("conn closed by %s: %v: %q", by, e.Code, e.Reason)
}

// maxReason is how much of a reason is sent and believed, in bytes.
const maxReason = 120

// clip bounds a reason.
func clip(reason string) string { return reason[:min(len(reason), maxReason)] }

// closeError turns QUIC's reason into ours.
func closeError(err error) error {
	if app, ok := errors.AsType[*quic.ApplicationError](err); ok {
		code := protocol.CloseUnknown
		if app.ErrorCode <= maxCloseCode {
			code = protocol.CloseCode(app.ErrorCode)
		}
		return &CloseError{Code: code, Reason: clip(app.ErrorMessage), Remote: app.Remote}
	}
	if _, ok := errors.AsType[*quic.IdleTimeoutError](err); ok {
		return &CloseError{Code: protocol.CloseLost}
	}
	return fmt.Errorf("conn failed: %w", err)
}

// maxCloseCode is the largest number that a CloseCode holds.
const maxCloseCode = 1<<16 - 1
