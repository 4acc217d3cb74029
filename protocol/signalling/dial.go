package signalling

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/coder/websocket"

	"beside.example/protocol"
)

// dialWithin is how long a connection may take from the name's look-up to Welcome: an overloaded relay is better tried again.
const dialWithin = 15 * time.Second

// newHTTPClient returns a client for requests to the relay alone: it follows no redirection, since an app never changes its relay unasked.
func newHTTPClient(trust Trust, hostPort string, dial func(context.Context, string, string) (net.Conn, error)) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:           http.ProxyFromEnvironment,
			DialContext:     dial,
			TLSClientConfig: trust.TLS(hostPort), // and so HTTP/1.1 alone, which a WebSocket needs
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// dial opens a connection and exchanges Hello and Welcome on it.
func (c *Client) dial(ctx context.Context) (*Socket, Welcome, error) {
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	address := url.URL{Scheme: "wss", Host: c.hostPort, Path: Path}
	ws, response, err := websocket.Dial(ctx, address.String(), &websocket.DialOptions{
		HTTPClient: c.http, CompressionMode: websocket.CompressionDisabled,
	})
	if err != nil {
		return nil, Welcome{}, dialError(response, err)
	}
	socket := NewSocket(ws)
	welcome, err := c.greet(ctx, socket)
	if err != nil {
		socket.Abort()
		return nil, Welcome{}, err
	}
	return socket, welcome, nil
}

// greetRequest is the number of the request that Hello makes.
const greetRequest = 1

func (c *Client) greet(ctx context.Context, socket *Socket) (Welcome, error) {
	hello := Envelope{Request: greetRequest, Message: c.config.hello()}
	if err := socket.writeOne(ctx, writeWithin, hello.Append(nil)); err != nil {
		return Welcome{}, &Error{Fault: protocol.FaultRelayUnreachable, Err: fmt.Errorf("say hello: %w", err)}
	}
	e, err := socket.Receive(ctx)
	if err != nil {
		return Welcome{}, &Error{Fault: protocol.FaultRelayUnreachable, Err: fmt.Errorf("wait for the welcome: %w", err)}
	}
	switch m := e.Message.(type) {
	case Welcome:
		if m.Version < OldestVersion {
			return Welcome{}, &Error{Fault: protocol.FaultRelayVersion, Err: fmt.Errorf("relay speaks version %d", m.Version)}
		}
		return m.clean(), nil
	case Refused:
		return Welcome{}, &Error{Fault: m.Fault, Wait: m.Wait}
	case Restarting:
		return Welcome{}, &Error{Fault: protocol.FaultRelayRestarting, Wait: m.ReconnectIn}
	}
	return Welcome{}, &Error{Fault: protocol.FaultRelayNotBeside, Err: ErrUnexpected}
}

// dialError finds the fault behind a failed attempt to reach the relay.
func dialError(response *http.Response, err error) error {
	err = Untrusted(err)
	fault := protocol.FaultRelayUnreachable
	var (
		untrusted *UntrustedError
		changed   *ChangedError
		unknown   *net.DNSError
		record    tls.RecordHeaderError
		alert     tls.AlertError
	)
	switch {
	case errors.As(err, &untrusted):
		fault = protocol.FaultRelayUntrusted
	case errors.As(err, &changed):
		fault = protocol.FaultRelayChanged
	case errors.As(err, &unknown) && unknown.IsNotFound:
		fault = protocol.FaultRelayUnknown
	case errors.As(err, &record), errors.As(err, &alert):
		fault = protocol.FaultRelayNotBeside
	case response == nil:
	case response.StatusCode == http.StatusServiceUnavailable, response.StatusCode == http.StatusTooManyRequests:
		fault = protocol.FaultRelayBusy
	case response.StatusCode < http.StatusInternalServerError:
		fault = protocol.FaultRelayNotBeside
	}
	return &Error{Fault: fault, Err: fmt.Errorf("reach the relay: %w", err)}
}
