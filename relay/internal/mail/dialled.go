package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// errTalkative says that a server said more than any that means well.
var errTalkative = errors.New("mail server says too much")

// dialled is the connection of one mail. It ends by itself, whatever the library thinks, and hears only so much.
type dialled struct {
	net.Conn
	left int // bytes that it may still read
}

// dialer returns how the library is to dial for a sender.
func (d *dialled) dialer(s *SMTP) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		d.Conn, d.left = conn, maxAnswer
		if err := conn.SetDeadline(time.Now().Add(s.most)); err != nil {
			return nil, err
		}
		if s.settings.Security != TLS {
			return d, nil
		}
		secure := tls.Client(d, s.tls())
		return secure, secure.HandshakeContext(ctx)
	}
}

// Read implements net.Conn.
func (d *dialled) Read(p []byte) (int, error) {
	if d.left <= 0 {
		return 0, errTalkative
	}
	n, err := d.Conn.Read(p[:min(len(p), d.left)])
	d.left -= n
	return n, err
}

// SetDeadline implements net.Conn. The library would put the end off with every answer; it stays where it is.
func (d *dialled) SetDeadline(time.Time) error { return nil }

// close frees the connection. It may be closed already.
func (d *dialled) close() {
	if d.Conn != nil {
		_ = d.Conn.Close()
	}
}
