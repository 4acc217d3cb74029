package mail

import (
	"context"
	"errors"
	"fmt"
)

// Sender sends a mail. It has been sent when there is no error; a *RefusedError says what the server had against it.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// RefusedError is a server's no. What else it says is not repeated: it may hold what the mail held.
type RefusedError struct {
	Code  int    // of the answer, 0 when there was none that can be read
	Step  string // what was refused
	Final bool   // it says no to this very mail, and will say so again
}

// Error implements error.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("mail server refused %s with %d", e.Step, e.Code)
}

// newSender returns what the settings ask for; nil when they ask for none.
func newSender(s Settings, relay string) (Sender, error) {
	switch {
	case s.Dir != "":
		return NewFolder(s.Dir)
	case s.Server != "":
		return NewSMTP(s, relay)
	}
	return nil, nil
}

// isFinal reports whether it is of no use to try again.
func isFinal(err error) bool {
	var refused *RefusedError
	return errors.As(err, &refused) && refused.Final
}
