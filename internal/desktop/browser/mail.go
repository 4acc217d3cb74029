package browser

import (
	"errors"
	"fmt"
	"strings"
)

// ErrMail means that something is not the address of a mail to write.
var ErrMail = errors.New("not the address of a mail")

// Mail opens a mail to write ("mailto:…" only) in the person's own mail program. It returns as soon as that was started.
func Mail(address string) error {
	if len(address) > maxURL || !strings.HasPrefix(address, "mailto:") {
		return fmt.Errorf("open a mail: %w", ErrMail)
	}
	if err := start(append(systemCommand(), address)); err != nil {
		return fmt.Errorf("open a mail: %w", err)
	}
	return nil
}
