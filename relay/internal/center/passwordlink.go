package center

import (
	"errors"
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// linkFinder returns the page of a link from a mail, on which somebody chooses a password; support.ErrNotFound, with the page,
// when the link is worth nothing.
type linkFinder func(r *http.Request) (passwordData, error)

// linkUser uses a link up for a password, kept as hash, and returns what then answers; support.ErrNotFound when somebody was faster.
type linkUser func(r *http.Request, data passwordData, hash string) (web.HandlerFunc, error)

// offerPassword shows the form of a link. Looking at it uses nothing up: programs that read mails follow links.
func (c *Center) offerPassword(find linkFinder) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		data, err := find(r)
		if err != nil {
			return c.linkFailed(w, r, data, err)
		}
		return c.renderPassword(w, r, http.StatusOK, data)
	}
}

// takePassword uses a link up when the password that was chosen will do.
func (c *Center) takePassword(find linkFinder, use linkUser) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := entranceForm(w, r); err != nil {
			return err
		}
		data, err := find(r)
		if err != nil {
			return c.linkFailed(w, r, data, err)
		}
		hash, problem, err := c.hashFor(r, data)
		if err != nil {
			return err
		}
		if data.Problem = problem; problem != "" {
			return c.renderPassword(w, r, http.StatusUnprocessableEntity, data)
		}
		answer, err := use(r, data, hash)
		if err != nil {
			return c.linkFailed(w, r, data, err)
		}
		return answer(w, r)
	}
}

// linkFailed says that a link is worth nothing any more, if that is what went wrong.
func (c *Center) linkFailed(w http.ResponseWriter, r *http.Request, data passwordData, err error) error {
	if !errors.Is(err, support.ErrNotFound) {
		return err
	}
	data.Over = true
	return c.renderPassword(w, r, http.StatusGone, data)
}
