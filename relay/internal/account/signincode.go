package account

import (
	"errors"
	"net/http"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// codePath takes the code of the second factor.
const codePath = signalling.SignInPath + "/code"

// signInCode takes the code that an agent owes after the right password.
func (a *Account) signInCode(w http.ResponseWriter, r *http.Request) error {
	asked, ok := parseAsk(r)
	if !ok {
		return notFromApp()
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	step := r.PostForm.Get("step")
	agent, err := a.Factors.Answer(r.Context(), step, r.PostForm.Get("code"))
	if errors.Is(err, support.ErrStepOver) {
		return a.render(w, r, asked, http.StatusForbidden, signInData{Problem: "center.signin.over", Fault: protocol.FaultSignInExpired})
	}
	if err != nil {
		return a.signInFailed(w, r, asked, err, signInData{Step: step, Problem: "center.signin.wrongcode", Fault: protocol.FaultSignIn})
	}
	return a.grant(w, r, asked, agent)
}

// showSignInAgain leads whoever comes to the address of the form by a link, such as that of another language, to its beginning.
func showSignInAgain(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, signalling.SignInPath+"?"+r.URL.RawQuery, http.StatusSeeOther)
	return nil
}
