package e2e

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
)

// A visitor is another customer, elsewhere: without a display, since only the queue is to see them. Their browser keeps the
// portal's page open as its script does.
type visitor struct {
	client *http.Client
	base   string
	end    context.CancelFunc
	ended  chan struct{} // closed when the page is closed
}

// visit asks a question at a portal, and waits there until the visitor is sent away.
func (j *Journey) visit(ctx context.Context, slug, name, asks string) (*visitor, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	trusting := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // as the browsers here take a relay on trial
	v := &visitor{client: &http.Client{Jar: jar, Transport: trusting}, base: "https://" + j.Relay.Address(), ended: make(chan struct{})}
	page, end := context.WithCancel(context.WithoutCancel(ctx))
	v.end = end
	err = v.ask(ctx, slug, url.Values{"customer": {name}, "question": {asks}})
	if err != nil {
		end()
		close(v.ended)
		return v, fmt.Errorf("%s asks at the portal %s: %w", name, slug, err)
	}
	go func() {
		defer close(v.ended)
		v.follow(page)
	}()
	return v, nil
}

// ask fills the form in.
func (v *visitor) ask(ctx context.Context, slug string, form url.Values) error {
	answer, err := v.do(ctx, http.MethodPost, "/p/"+slug, form)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || answer.Request.URL.Path != "/request" {
		err = fmt.Errorf("the form leads to %s with status %d", answer.Request.URL.Path, answer.StatusCode)
	}
	return errors.Join(err, answer.Body.Close())
}

func (v *visitor) do(ctx context.Context, method, path string, form url.Values) (*http.Response, error) {
	var body io.Reader = http.NoBody
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	request, err := http.NewRequestWithContext(ctx, method, v.base+path, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Origin", v.base)
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return v.client.Do(request)
}

// follow keeps the page open until ctx ends or the request does.
func (v *visitor) follow(ctx context.Context) {
	stream, err := v.do(ctx, http.MethodGet, "/request/events", nil)
	if err != nil {
		return // the queue will tell
	}
	defer stream.Body.Close()
	for lines := bufio.NewScanner(stream.Body); lines.Scan(); {
		switch lines.Text() {
		case "event: beat":
			if here, err := v.do(ctx, http.MethodPost, "/request/here", nil); err == nil {
				_ = here.Body.Close() // there is nothing in it
			}
		case "event: turn":
			return
		}
	}
}

// leave gives the place up and closes the page.
func (v *visitor) leave(ctx context.Context) error {
	answer, err := v.do(ctx, http.MethodPost, "/request/leave", url.Values{})
	if err == nil {
		err = answer.Body.Close()
	}
	v.close()
	return err
}

// close closes the page.
func (v *visitor) close() {
	v.end()
	<-v.ended
	v.client.CloseIdleConnections()
}
