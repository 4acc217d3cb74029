package portal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
)

// alive notes that the customer's page is there; the first sign of it makes the request wait.
func (p *Portal) alive(ctx context.Context, request support.Request) (support.Request, error) {
	if request.State.Final() {
		return request, nil
	}
	if request.State == support.RequestSubmitted {
		posted, err := p.Requests.Post(ctx, request.ID)
		if errors.Is(err, support.ErrGone) { // another tab was faster
			return request, nil
		}
		if err != nil {
			return request, fmt.Errorf("let a request wait: %w", err)
		}
		return posted, nil
	}
	if err := p.Requests.Seen(ctx, request.ID); err != nil {
		return request, fmt.Errorf("note that a customer is there: %w", err)
	}
	return request, nil
}

// here answers the script that tells that its page is there.
func (p *Portal) hereStill(w http.ResponseWriter, r *http.Request) error {
	request, err := p.mine(r)
	if err != nil {
		return err
	}
	if _, err := p.alive(r.Context(), request); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// closingGrace is how long a page that was closed may take to be there again: reloading it closes it first, and a slow one takes
// seconds to come.
const closingGrace = 8 * time.Second

// closing takes the beacon that a page sends as it is closed. When no other sign of life comes within closingGrace the customer
// has left, which is known sooner so than by silence. The request is held open meanwhile, so the server waits for the rest.
func (p *Portal) closing(w http.ResponseWriter, r *http.Request) error {
	request, err := p.mine(r)
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	if !request.State.Waiting() || !p.closes.Enter(request.ID, 1) {
		return nil
	}
	defer p.closes.Leave(request.ID)
	closed := time.Now()
	timer := time.NewTimer(closingGrace)
	defer timer.Stop()
	select {
	case <-p.draining: // a relay that stops forgets nobody who may be on the way back
		return nil
	case <-timer.C:
	}
	r = r.WithContext(context.WithoutCancel(r.Context())) // the browser is gone, that is the point
	if err := p.leaveUnlessBack(r, closed); err != nil {
		p.Logger.WarnContext(r.Context(), "a closed page is left to the time-out", "error", err)
	}
	return nil
}

func (p *Portal) leaveUnlessBack(r *http.Request, closed time.Time) error {
	request, err := p.mine(r)
	if err != nil {
		return err
	}
	if request.Seen.After(closed) || !request.State.Waiting() {
		return nil
	}
	_, err = p.Requests.Leave(r.Context(), request.ID)
	return err
}

// leave takes the button with which a customer gives up waiting, or ends the conversation.
func (p *Portal) leave(w http.ResponseWriter, r *http.Request) error {
	request, err := p.mine(r)
	if err != nil {
		return err
	}
	if _, err := p.Requests.Leave(r.Context(), request.ID); err != nil {
		return fmt.Errorf("leave a request: %w", err)
	}
	http.Redirect(w, r, requestAddress, http.StatusSeeOther)
	return nil
}
