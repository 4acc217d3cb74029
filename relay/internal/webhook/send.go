package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"beside.example/protocol/text"
	"beside.example/relay/internal/support"
)

// What a receiver may take of our time and memory.
const (
	tryTime   = 10 * time.Second // for a whole try: whoever has more to do does it afterwards
	maxAnswer = 4 << 10          // bytes of the answer that are read, so that small ones leave the connection usable
	maxHeader = 16 << 10
	maxError  = 200 // characters of an error that the log keeps
)

// userAgent says to receivers who asks.
const userAgent = "Beside-Webhook/1"

// newClient returns a client that goes where a guard lets it, and nowhere else: it follows no redirect and knows no proxy.
func newClient(g *Guard, try time.Duration) *http.Client {
	return &http.Client{
		Timeout: try,
		Transport: &http.Transport{
			DialContext: g.dialer().DialContext, TLSHandshakeTimeout: dialTime, MaxResponseHeaderBytes: maxHeader, DisableCompression: true,
			DisableKeepAlives: true, // the next try may be a day away
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// try posts a delivery once and returns what the receiver answered. The error says why it was not taken.
func (d *Dispatcher) try(ctx context.Context, w support.Webhook, delivery support.Delivery, now time.Time) (code int, err error) {
	content, err := body(w.Organisation, delivery)
	if err != nil {
		return 0, fmt.Errorf("write what happened: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(content))
	if err != nil {
		return 0, fmt.Errorf("ask for the address: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", userAgent)
	sign(r.Header, w.Secrets(now), delivery.Message, now, content)
	answer, err := d.client.Do(r)
	if err != nil {
		return 0, err
	}
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer) // what it says is of no matter, and neither is how it ends
	if err := answer.Body.Close(); err != nil {
		return answer.StatusCode, fmt.Errorf("end the answer: %w", err)
	}
	if answer.StatusCode/100 != http.StatusOK/100 {
		return answer.StatusCode, errors.New(answer.Status)
	}
	return answer.StatusCode, nil
}

// explain writes an error for the managers who read the log.
func explain(err error) string {
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err // without the address, which they know
	}
	var slow net.Error
	switch {
	case errors.Is(err, errPrivate):
		return errPrivate.Error()
	case errors.As(err, &slow) && slow.Timeout():
		return "no answer in time"
	}
	return text.Clean(strings.TrimSpace(err.Error()), maxError)
}
