package portal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// nameplateParameter is where a link carries the nameplate: /me?n=1234.
const nameplateParameter = "n"

// meData is what the page shows.
type meData struct {
	Language  string
	Relay     string
	Nameplate code.Nameplate // set when a code with it waits
	Typed     string         // what stands in the field
	Problem   string         // catalogue key, empty when nothing went wrong
	Fault     protocol.Fault
	Seconds   int // until another attempt, when that is the problem
	Downloads []Download
}

func (p *Portal) showMe(w http.ResponseWriter, r *http.Request) error {
	data := meData{Language: string(web.Language(r)), Relay: p.Site.Relay()}
	status := http.StatusOK
	if typed := r.URL.Query().Get(nameplateParameter); typed != "" {
		var err error
		if status, err = p.lookUp(r, typed, &data); err != nil {
			return err
		}
	}
	if data.Seconds > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(data.Seconds))
	}
	if data.Nameplate != "" {
		data.Downloads = p.Downloads.List(r.Context(), r.UserAgent())
	}
	return p.Site.Render(w, r, status, p.pages.me, data)
}

// lookUp fills in what is known of the nameplate that somebody typed. It says no more than the app would be told.
func (p *Portal) lookUp(r *http.Request, typed string, data *meData) (status int, err error) {
	nameplate, err := code.ParseNameplate(typed)
	if err != nil {
		data.Problem, data.Fault = "relay.me.shape", protocol.FaultCodeShape
		if errors.Is(err, code.ErrTooLong) {
			data.Problem, data.Fault = "relay.me.toolong", 0
		}
		forget(r) // the secret digits may be among what was typed, and the page must not repeat them
		return http.StatusBadRequest, nil
	}
	data.Typed = string(nameplate)
	delay, err := p.Limits.Attempt(web.ClientAddr(r))
	var many *support.TooManyError
	if errors.As(err, &many) {
		data.Problem, data.Fault, data.Seconds = "relay.me.toomany", protocol.FaultCodeSlow, web.Seconds(many.RetryAfter)
		return http.StatusTooManyRequests, nil
	}
	if err != nil {
		return 0, fmt.Errorf("count an attempt: %w", err)
	}
	if err := wait(r.Context(), delay); err != nil {
		return 0, err
	}
	var ended *support.CodeEndedError
	switch _, err := p.Codes.Find(r.Context(), nameplate); {
	case errors.As(err, &ended):
		p.Limits.Failed()
		data.Problem, data.Fault = ended.Fault().Key(), ended.Fault()
		return http.StatusGone, nil
	case errors.Is(err, support.ErrNotFound):
		p.Limits.Failed()
		data.Problem, data.Fault = "relay.me.unknown", protocol.FaultCodeUnknown
		return http.StatusNotFound, nil
	case err != nil:
		return 0, fmt.Errorf("find a code: %w", err)
	}
	data.Nameplate = nameplate
	return http.StatusOK, nil
}

// Elsewhere reports whether the page is read on a device that none of the downloads suits, such as a telephone.
func (d meData) Elsewhere() bool { return len(d.Downloads) > 0 && !d.Downloads[0].Likely }

// forget takes what was typed out of the address, so that no link on the page carries it on.
func forget(r *http.Request) {
	q := r.URL.Query()
	q.Del(nameplateParameter)
	r.URL.RawQuery = q.Encode()
}

// Digits returns the nameplate digit by digit.
func (d meData) Digits() []string { return strings.Split(string(d.Nameplate), "") }

func wait(ctx context.Context, delay time.Duration) error {
	if delay <= 0 {
		return nil
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait before an answer: %w", ctx.Err())
	}
}
