package account

import (
	"net/http"
	"net/url"

	"beside.example/relay/internal/support"
)

// Door is something that people sign in to: an app of theirs, or the management center.
type Door interface {
	// Path is where the sign-in page is; every other page of the sign-in is below it.
	Path() string
	// Ask reads the address of the page: what each page carries on to the next. The error is what the reader is shown when no sign-in can
	// begin like this.
	Ask(r *http.Request) (url.Values, error)
	// Leave answers whoever need not sign in; done reports whether it did.
	Leave(w http.ResponseWriter, r *http.Request) (done bool, err error)
	// Admit lets in an agent who has proved to be one. It ends the request, unless with support.ErrDenied it refuses.
	Admit(w http.ResponseWriter, r *http.Request, agent support.Agent, way support.SignInWay) error
}
