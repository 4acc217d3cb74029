package account

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// appDoor lets agents' apps in, by a code that the browser brings them.
type appDoor struct{ grants grants }

var _ Door = appDoor{}

// Path implements Door.
func (appDoor) Path() string { return signalling.SignInPath }

// Ask implements Door.
func (appDoor) Ask(r *http.Request) (url.Values, error) {
	asked, ok := parseAsk(r)
	if !ok {
		return nil, notFromApp()
	}
	return url.Values{"challenge": {asked.challenge}, "port": {strconv.Itoa(int(asked.port))}, "state": {asked.state}}, nil
}

func notFromApp() error {
	return &web.Error{Status: http.StatusBadRequest, Title: "relay.signin.lost.title", Text: "relay.signin.lost.text", Fault: protocol.FaultSignInExpired}
}

// Leave implements Door: an app asks when it needs to.
func (appDoor) Leave(http.ResponseWriter, *http.Request) (bool, error) { return false, nil }

// Admit implements Door: it sends the browser back to the app, which may now ask for a device token.
func (d appDoor) Admit(w http.ResponseWriter, r *http.Request, agent support.Agent, _ support.SignInWay) error {
	asked, ok := parseAsk(r)
	if !ok {
		return notFromApp()
	}
	code, err := d.grants.add(r.Context(), agent.ID, asked.challenge, time.Now())
	if err != nil {
		return err
	}
	http.Redirect(w, r, asked.answer(code), http.StatusSeeOther)
	return nil
}
