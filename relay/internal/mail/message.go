package mail

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"beside.example/internal/product"
	"beside.example/relay/internal/support"
)

// Bounds of a message, in bytes.
const (
	maxAddress = 254 // RFC 5321
	maxName    = 256
	maxSubject = 512
	maxBody    = 64 << 10 // ours have a few lines
)

// Message is a mail to one person.
type Message struct {
	From, FromName string
	To, ToName     string // the name may be empty
	Subject        string
	Language       string // two letters
	Text, HTML     string // the same twice
}

// check returns a support.ErrInvalid when a value could become more than the one header that it is meant for, or too much.
func (m Message) check() error {
	for _, address := range []string{m.From, m.To} {
		if !isAddress(address) {
			return fmt.Errorf("address of %d bytes: %w", len(address), support.ErrInvalid)
		}
	}
	for _, line := range []struct {
		text string
		most int
	}{{m.FromName, maxName}, {m.ToName, maxName}, {m.Subject, maxSubject}, {m.Language, len("en-GB")}} {
		if !isLine(line.text, line.most) {
			return fmt.Errorf("header of %d bytes: %w", len(line.text), support.ErrInvalid)
		}
	}
	if len(m.Text) > maxBody || len(m.HTML) > maxBody {
		return fmt.Errorf("body of %d and %d bytes: %w", len(m.Text), len(m.HTML), support.ErrInvalid)
	}
	return nil
}

// isAddress reports whether a text is one bare mail address of plain characters.
func isAddress(s string) bool {
	if len(s) > maxAddress || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"(),:;<>[\]`, r) }) {
		return false
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

// isLine reports whether a text is one line that people can read.
func isLine(s string, most int) bool {
	return len(s) <= most && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
	})
}

// build returns the message as the library sends it.
func (m Message) build() (*gomail.Msg, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(m.FromName, m.From); err != nil {
		return nil, fmt.Errorf("write the sender: %w", err)
	}
	if m.ToName == "" {
		m.ToName = m.To
	}
	if err := msg.AddToFormat(m.ToName, m.To); err != nil {
		return nil, fmt.Errorf("write the receiver: %w", err)
	}
	_, domain, _ := strings.Cut(m.From, "@")
	msg.SetMessageIDWithValue(strings.ToLower(rand.Text()) + "@" + domain) // the library's would tell the machine's name
	msg.SetDateWithValue(time.Now())
	msg.Subject(m.Subject)
	msg.SetGenHeader("Content-Language", m.Language)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday answers it
	msg.SetUserAgent(product.Name)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, nil
}

// writeTo writes the message as mail programs read it.
func (m Message) writeTo(w io.Writer) error {
	msg, err := m.build()
	if err != nil {
		return err
	}
	if _, err := msg.WriteTo(w); err != nil {
		return fmt.Errorf("write a mail: %w", err)
	}
	return nil
}
