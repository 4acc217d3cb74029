package signalhub

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// refusal is an error that the app is told as it is.
type refusal struct {
	fault protocol.Fault
	wait  time.Duration
}

// Error implements error.
func (r *refusal) Error() string { return fmt.Sprintf("refused with %v", r.fault) }

// refused returns what the app is told for an error; unknown says that our log must know it too.
func refused(err error) (m signalling.Refused, unknown bool) {
	var (
		known *refusal
		many  *support.TooManyError
		ended *support.CodeEndedError
	)
	switch {
	case errors.As(err, &known):
		return signalling.Refused{Fault: known.fault, Wait: known.wait}, false
	case errors.As(err, &many):
		return signalling.Refused{Fault: protocol.FaultCodeSlow, Wait: many.RetryAfter}, false
	case errors.Is(err, support.ErrTooManyCodes):
		return signalling.Refused{Fault: protocol.FaultCodeLimit}, false
	case errors.Is(err, support.ErrNoNameplate):
		return signalling.Refused{Fault: protocol.FaultRelayBusy}, false
	case errors.As(err, &ended):
		return signalling.Refused{Fault: ended.Fault()}, false
	case errors.Is(err, support.ErrCodeEnded):
		return signalling.Refused{Fault: protocol.FaultCodeUsed}, false
	case errors.Is(err, support.ErrDenied):
		return signalling.Refused{Fault: protocol.FaultTicket}, false
	case errors.Is(err, support.ErrNotFound), errors.Is(err, support.ErrInvalid):
		return signalling.Refused{Fault: protocol.FaultRelayRefused}, false
	case errors.Is(err, context.DeadlineExceeded):
		return signalling.Refused{Fault: protocol.FaultRelayBusy}, false
	}
	return signalling.Refused{Fault: protocol.FaultRelayInternal}, true
}
