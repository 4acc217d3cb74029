package portal

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
)

// requestCookie holds the token of the customer's request, which is all that a page goes by. The prefix binds it to this
// host and to TLS. Lax lets a link from the organisation's own pages lead back to one's place; forms from there bring no
// cookie.
const requestCookie = "__Host-request"

// cookieLife is how long a browser keeps the token: a day's wait, and time to save the chat.
const cookieLife = 24 * time.Hour

func setToken(w http.ResponseWriter, token string) {
	http.SetCookie(w, &http.Cookie{
		Name: requestCookie, Value: token, Path: "/", MaxAge: int(cookieLife.Seconds()), Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// current returns the request of the browser that asks; ok is false when it has none.
func (p *Portal) current(r *http.Request) (_ support.Request, ok bool, err error) {
	cookie, err := r.Cookie(requestCookie)
	if err != nil {
		return support.Request{}, false, nil // there is no such cookie
	}
	request, err := p.Requests.Find(r.Context(), cookie.Value)
	if errors.Is(err, support.ErrNotFound) {
		return support.Request{}, false, nil
	}
	if err != nil {
		return support.Request{}, false, fmt.Errorf("find a customer's request: %w", err)
	}
	return request, true, nil
}

// mine is current for pages that are about a request: without one they have nothing to show.
func (p *Portal) mine(r *http.Request) (support.Request, error) {
	request, ok, err := p.current(r)
	if err == nil && !ok {
		err = noRequest()
	}
	return request, err
}

// mineAt is mine, with the portal that the request came through.
func (p *Portal) mineAt(r *http.Request) (support.Request, place, error) {
	request, err := p.mine(r)
	if err != nil {
		return request, place{}, err
	}
	at, err := p.placeOf(r.Context(), request)
	return request, at, err
}
