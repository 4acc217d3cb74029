package browser

import (
	"errors"
	"strings"
	"testing"
)

func TestMailRefuses(t *testing.T) {
	for _, address := range []string{"", "https://example.org", "file:///etc/passwd", "mailto:" + strings.Repeat("x", maxURL)} {
		if err := Mail(address); !errors.Is(err, ErrMail) {
			t.Errorf("Mail(%.20q) = %v, want ErrMail", address, err)
		}
	}
}
