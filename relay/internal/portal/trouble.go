package portal

import (
	"errors"
	"fmt"
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// fieldTrouble is the name of the field that says what went wrong, and its values.
const (
	fieldTrouble      = "what"
	troubleDownload   = "download"
	troubleConnection = "connection"
)

// trouble takes what a customer reports who cannot get from the page to the app. It ends the request; the reports count it.
func (p *Portal) trouble(w http.ResponseWriter, r *http.Request) error {
	request, err := p.mine(r)
	if err != nil {
		return err
	}
	state, ok := map[string]support.RequestState{
		troubleDownload: support.RequestDownloadError, troubleConnection: support.RequestConnectionError,
	}[r.PostForm.Get(fieldTrouble)]
	if !ok {
		return web.BadRequest()
	}
	if _, err := p.Requests.Fail(r.Context(), request.ID, state); err != nil && !errors.Is(err, support.ErrGone) {
		return fmt.Errorf("note what went wrong: %w", err)
	}
	http.Redirect(w, r, requestAddress, http.StatusSeeOther)
	return nil
}
