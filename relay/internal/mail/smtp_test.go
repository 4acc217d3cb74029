package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"beside.example/relay/internal/mail/mailtest"
	"beside.example/relay/internal/support"
)

func plainMessage() Message {
	return Message{
		From: "help@northfield.example", FromName: "Santé Northfield", To: "claire@northfield.example", ToName: "Claire Moreau",
		Subject: "Réservé : a subject", Language: "fr", Text: "Bonjour,\n\nC’est un texte.\n.\nFin\n", HTML: "<p>Bonjour</p>",
	}
}

// through are the settings for a test's server.
func through(t *testing.T, server *mailtest.Server, o mailtest.Options) Settings {
	t.Helper()
	s := Settings{Server: server.Addr, From: "help@northfield.example", Name: "Northfield", Roots: server.Roots, Security: Plain}
	switch {
	case o.StartTLS:
		s.Security = StartTLS
	case o.TLS:
		s.Security = TLS
	}
	if o.User != "" {
		s.User, s.PasswordFile = o.User, filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(s.PasswordFile, []byte(o.Password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := s.Complete("help.northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sendThrough(t *testing.T, s Settings, m Message) error {
	t.Helper()
	sender, err := NewSMTP(s, "help.northfield.example:8443")
	if err != nil {
		t.Fatal(err)
	}
	return sender.Send(t.Context(), m)
}

// TestServers sends a mail through servers that want it in every way that there is.
func TestServers(t *testing.T) {
	for name, o := range map[string]mailtest.Options{
		"plain": {}, "starttls": {StartTLS: true}, "tls": {TLS: true},
		"starttls, signed in": {StartTLS: true, User: "beside", Password: "s3cret pass"}, "tls, signed in": {TLS: true, User: "beside", Password: "s3cret"},
	} {
		t.Run(name, func(t *testing.T) {
			server := mailtest.Start(t, o)
			if err := sendThrough(t, through(t, server, o), plainMessage()); err != nil {
				t.Fatal(err)
			}
			got := server.Mails()
			if len(got) != 1 || got[0].From != "help@northfield.example" || got[0].To != "claire@northfield.example" {
				t.Fatalf("%d mails arrived: %+v", len(got), got)
			}
			m, err := mail.ReadMessage(bytes.NewReader(got[0].Data))
			if err != nil {
				t.Fatal(err)
			}
			subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			from, err := m.Header.AddressList("From")
			if err != nil || from[0].Name != "Santé Northfield" || subject != "Réservé : a subject" || m.Header.Get("Auto-Submitted") != "auto-generated" {
				t.Errorf("from %v, subject %q, %v", from, subject, err)
			}
			if id := m.Header.Get("Message-Id"); !strings.HasSuffix(id, "@northfield.example>") {
				t.Errorf("message ID %q", id)
			}
			if !strings.Contains(string(got[0].Data), "multipart/alternative") {
				t.Errorf("mail %s", got[0].Data)
			}
		})
	}
}

// TestServersThatWantNoTLS holds it that nothing leaves the relay without TLS when TLS is wanted, nor to somebody else's server.
func TestServersThatWantNoTLS(t *testing.T) {
	secret := mailtest.Options{User: "beside", Password: "s3cret"}
	server := mailtest.Start(t, secret)
	settings := through(t, server, secret)
	settings.Security = StartTLS
	if err := sendThrough(t, settings, plainMessage()); err == nil || server.Asked() > 0 {
		t.Errorf("without TLS: %v, %d asked", err, server.Asked())
	}
	o := mailtest.Options{StartTLS: true}
	server = mailtest.Start(t, o)
	settings = through(t, server, o)
	settings.Roots = nil
	if err := sendThrough(t, settings, plainMessage()); err == nil || !strings.Contains(err.Error(), "not trusted") || server.Asked() > 0 {
		t.Errorf("a server that nobody vouches for: %v", err)
	}
	for _, security := range []Security{StartTLS, TLS, Plain, "ssl"} {
		_, err := Settings{Server: "mail.northfield.example", From: "a@b.example", Security: security}.Complete("x")
		if (err == nil) != (security == StartTLS || security == TLS) {
			t.Errorf("%s with another machine: %v", security, err)
		}
	}
}

// TestRefusals tells what is final from what may be tried again, and never repeats what a server says.
func TestRefusals(t *testing.T) {
	const secret = "https://help.example/password/new?token=SECRET"
	for name, c := range map[string]struct {
		o     mailtest.Options
		final bool
		code  int
	}{
		"busy":      {mailtest.Options{Refuse: func(int) error { return &smtp.SMTPError{Code: 451, Message: secret} }}, false, 451},
		"spam":      {mailtest.Options{Refuse: func(int) error { return &smtp.SMTPError{Code: 554, Message: secret} }}, true, 554},
		"stranger":  {mailtest.Options{Stranger: func(string) bool { return true }}, true, 550},
		"wrong key": {mailtest.Options{User: "beside", Password: "other"}, false, 454},
	} {
		t.Run(name, func(t *testing.T) {
			server := mailtest.Start(t, c.o)
			asked := c.o
			asked.Password = "wrong"
			err := sendThrough(t, through(t, server, asked), plainMessage())
			var refused *RefusedError
			if !errors.As(err, &refused) || refused.Final != c.final || refused.Code != c.code || strings.Contains(err.Error(), "SECRET") {
				t.Errorf("%v: %+v", err, refused)
			}
		})
	}
}

// TestHostileServers talks to servers that say nothing, nonsense, or too much: each mail fails soon and with few words.
func TestHostileServers(t *testing.T) {
	for name, say := range map[string]func(c net.Conn){
		"hangs up":      func(net.Conn) {},
		"nonsense":      func(c net.Conn) { _, _ = io.WriteString(c, "\x00\xff\r\n\r\nwhat\r\n") },
		"no number":     func(c net.Conn) { _, _ = io.WriteString(c, "hello\r\n") },
		"refuses":       func(c net.Conn) { _, _ = io.WriteString(c, "554 \x1b[2J go away https://evil.example\r\n") },
		"never ends":    endless("220-more\r\n"),
		"one long line": endless("220 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
		"bogus extension": func(c net.Conn) {
			_, _ = io.WriteString(c, "220 x\r\n250-x\r\n250 STARTTLS\r\n220 go\r\nnot TLS at all\r\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			addr := listen(t, say)
			settings, err := Settings{Server: addr, From: "help@northfield.example"}.Complete("help.northfield.example")
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			err = sendThrough(t, settings, plainMessage())
			const soon = 10 * time.Second
			if err == nil || time.Since(began) > soon || isFinal(err) || len(err.Error()) > 200 || strings.ContainsAny(err.Error(), "\x1b\x00\r\n") || strings.Contains(err.Error(), "evil") {
				t.Errorf("after %v: %q", time.Since(began), fmt.Sprint(err))
			}
		})
	}
}

// endless says the same for as long as anybody listens.
func endless(what string) func(net.Conn) {
	return func(c net.Conn) {
		for {
			if _, err := io.WriteString(c, what); err != nil {
				return
			}
		}
	}
}

// listen has each connection answered by say until the test ends.
func listen(t *testing.T, say func(c net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			say(c)
			_ = c.Close()
		}
	}()
	t.Cleanup(func() { _ = l.Close(); <-done })
	return l.Addr().String()
}

// TestSilentServer gives up on a server that says nothing when the one who sends has had enough.
func TestSilentServer(t *testing.T) {
	release := make(chan struct{})
	addr := listen(t, func(net.Conn) { <-release })
	t.Cleanup(func() { close(release) })
	settings, err := Settings{Server: addr, From: "help@northfield.example"}.Complete("help.northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	sender, err := NewSMTP(settings, "help.northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	sender.most = 200 * time.Millisecond
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := sender.Send(ctx, plainMessage()); err == nil || !strings.Contains(err.Error(), "silent") {
		t.Errorf("a silent server: %v", err)
	}
}

// TestInjection tries to make more of a header than one line, in every field.
func TestInjection(t *testing.T) {
	for _, evil := range []string{"x\r\nBcc: eve@evil.example", "x\nBcc: eve@evil.example", "x\r\n\r\nbody", "x\x00", "x\u2028y", "x\u202ey", "\xff"} {
		for field, put := range map[string]func(m *Message){
			"subject": func(m *Message) { m.Subject = evil }, "sender's name": func(m *Message) { m.FromName = evil }, "name": func(m *Message) { m.ToName = evil },
			"language": func(m *Message) { m.Language = evil }, "address": func(m *Message) { m.To = evil + "@northfield.example" }, "sender": func(m *Message) { m.From = "a@" + evil },
		} {
			m := plainMessage()
			put(&m)
			if err := m.writeTo(io.Discard); !errors.Is(err, support.ErrInvalid) {
				t.Errorf("%s %q: %v", field, evil, err)
			}
		}
	}
	for _, address := range []string{
		"", "claire", "claire@", "@x.example", "a b@x.example", "<a@x.example>", "Claire <a@x.example>", "a@x.example,b@x.example", "a@x.example>,<b@evil.example",
		`"a b"@x.example`, "a@x.example ORCPT=rfc822;b@x", "à@x.example", strings.Repeat("a", maxAddress) + "@x.example",
	} {
		m := plainMessage()
		m.To = address
		if err := m.writeTo(io.Discard); !errors.Is(err, support.ErrInvalid) {
			t.Errorf("address %q: %v", address, err)
		}
	}
	m := plainMessage()
	m.Text = strings.Repeat("x", maxBody+1)
	if err := m.writeTo(io.Discard); !errors.Is(err, support.ErrInvalid) {
		t.Errorf("a long body: %v", err)
	}
}

// FuzzMessage holds it that whatever is written has the headers that it is meant to have, and no others.
func FuzzMessage(f *testing.F) {
	f.Add("Claire", "claire@northfield.example", "Hello", "text")
	f.Add("x\r\nBcc: a@b", "a@b\r\n", "=?utf-8?q?=0D=0ABcc:?=", ".\r\n.\r\n")
	f.Fuzz(func(t *testing.T, name, to, subject, text string) {
		m := plainMessage()
		m.ToName, m.To, m.Subject, m.Text = name, to, subject, text
		var b bytes.Buffer
		if err := m.writeTo(&b); err != nil {
			return
		}
		got, err := mail.ReadMessage(&b)
		if err != nil {
			t.Fatalf("cannot be read: %v", err)
		}
		for field := range got.Header {
			switch field {
			case "Date", "From", "To", "Subject", "Message-Id", "Mime-Version", "Content-Type", "Content-Language", "Auto-Submitted", "User-Agent", "X-Mailer":
			default:
				t.Errorf("has a header %q", field)
			}
		}
		if all, err := got.Header.AddressList("To"); err != nil || len(all) != 1 || all[0].Address != to {
			t.Errorf("goes to %v, %v", all, err)
		}
	})
}
