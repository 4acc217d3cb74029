package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// What a server may take of a relay.
const (
	sendTime  = 20 * time.Second // for one mail, from dialling to the last answer
	maxAnswer = 256 << 10        // bytes in all, certificates included
)

// maxPassword bounds the file that holds it, in bytes.
const maxPassword = 1 << 10

// SMTP sends mails through a server, over a connection of its own each.
type SMTP struct {
	settings Settings
	host     string
	port     int
	hello    string // how the relay greets
	most     time.Duration
}

var _ Sender = (*SMTP)(nil)

// NewSMTP returns a sender through the server of complete settings; relay is HOST[:PORT] as the world reaches the relay.
func NewSMTP(s Settings, relay string) (*SMTP, error) {
	host, port, err := s.address()
	if err != nil {
		return nil, err
	}
	return &SMTP{settings: s, host: host, port: port, hello: hostOf(relay), most: sendTime}, nil
}

// Send implements Sender.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := m.build()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.most)
	defer cancel()
	dialled := &dialled{}
	defer dialled.close() // the library leaves it open after some errors
	client, err := s.client(dialled)
	if err != nil {
		return err
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return refusal(err, "the connection")
	}
	err = client.SendWithSMTPClient(connection, msg)
	if msg.IsDelivered() { // whatever went wrong afterwards, sending it again would be worse
		_ = connection.Quit() // a server that is rude at the end has the mail all the same
		return nil
	}
	return refusal(err, "the mail")
}

// client returns the library's client for one mail.
func (s *SMTP) client(d *dialled) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTimeout(sendTime), gomail.WithHELO(s.hello), gomail.WithoutNoop(), gomail.WithoutRset(),
		gomail.WithTLSConfig(s.tls()), gomail.WithDialContextFunc(d.dialer(s)),
	}
	switch s.settings.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.settings.User != "" {
		// The best first. Where the connection is not protected, the library itself refuses what would show the password to others.
		ways := []gomail.SMTPAuthType{gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin}
		password, err := readPassword(s.settings.PasswordFile)
		if err != nil {
			return nil, err
		}
		options = append(options, gomail.WithOpportunisticSMTPAuth(ways...), gomail.WithUsername(s.settings.User), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(s.host, options...)
	if err != nil {
		return nil, fmt.Errorf("prepare to send a mail: %w", err)
	}
	return client, nil
}

func (s *SMTP) tls() *tls.Config {
	return &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12, RootCAs: s.settings.Roots}
}

// readPassword reads a file that holds a password and perhaps the end of its line.
func readPassword(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("open the password of the mail server: %w", err)
	}
	defer func() { _ = f.Close() }() // read only
	data, err := io.ReadAll(io.LimitReader(f, maxPassword+1))
	if err != nil {
		return "", fmt.Errorf("read the password of the mail server: %w", err)
	}
	if data = bytes.TrimRight(data, "\r\n"); len(data) == 0 || len(data) > maxPassword {
		return "", fmt.Errorf("password of the mail server has %d bytes", len(data))
	}
	return string(data), nil
}

// refusal says what is wrong without a word of the server's: it may repeat what the mail holds.
func refusal(err error, step string) error {
	var sent *gomail.SendError
	if errors.As(err, &sent) {
		final := sent.Reason == gomail.ErrSMTPRcptTo || sent.Reason == gomail.ErrSMTPData || sent.Reason == gomail.ErrSMTPDataClose
		const permanent = 5 // the first digit of an answer that stays the same
		return &RefusedError{Code: sent.ErrorCode(), Step: sent.Reason.String(), Final: final && sent.ErrorCode()/100 == permanent}
	}
	var timeout net.Error
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted):
		return errors.New("certificate of the mail server is not trusted")
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("mail server was silent for too long at %s", step)
	case errors.Is(err, errTalkative):
		return errTalkative
	}
	var dialling *net.OpError
	if errors.As(err, &dialling) && dialling.Op == "dial" {
		return fmt.Errorf("reach the mail server: %w", dialling)
	}
	return &RefusedError{Step: step, Code: codeOf(err)}
}

// codeOf returns the number at the beginning of a server's answer, 0 when there is none.
func codeOf(err error) int {
	const digits = 3
	for ; err != nil; err = errors.Unwrap(err) {
		if text := err.Error(); len(text) > digits {
			if code, bad := strconv.Atoi(text[:digits]); bad == nil {
				return code
			}
		}
	}
	return 0
}
