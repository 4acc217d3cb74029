package portal

import (
	"errors"
	"fmt"
	"net/http"

	"beside.example/protocol/text"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// fieldText is the name of the field of a message.
const fieldText = "text"

// MaxLine is how long a message may be, in characters.
func (requestData) MaxLine() int { return support.MaxLine }

// say takes a line of chat.
func (p *Portal) say(w http.ResponseWriter, r *http.Request) error {
	request, at, err := p.mineAt(r)
	if err != nil {
		return err
	}
	if !talks(at, request) {
		return over()
	}
	said := text.CleanLines(r.PostForm.Get(fieldText), support.MaxLine)
	if said != "" { // nothing was written: nothing is sent, and nobody need be told
		if err := p.floods.line(request.ID); err != nil {
			return err
		}
		if err := p.trySay(r, request, said); err != nil {
			return err
		}
	}
	http.Redirect(w, r, requestAddress, http.StatusSeeOther)
	return nil
}

func (p *Portal) trySay(r *http.Request, request support.Request, said string) error {
	request, err := p.alive(r.Context(), request)
	if err != nil {
		return err
	}
	_, err = p.Requests.Say(r.Context(), request.ID, support.ByCustomer(), said)
	if errors.Is(err, support.ErrGone) {
		return over()
	}
	if err != nil {
		return fmt.Errorf("keep a line of chat: %w", err)
	}
	return nil
}

// over is the answer to a line that comes too late.
func over() *web.Error {
	return &web.Error{Status: http.StatusConflict, Title: "relay.request.over.title", Text: "relay.request.over.text"}
}
