package center

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// Door is what people sign in to: package account asks them who they are and lets them in by it.
type Door struct{ center *Center }

// Door returns the management center's.
func (c *Center) Door() Door { return Door{c} }

// againParameter asks for a sign-in of somebody who is signed in.
const againParameter = "again"

// Path is where the sign-in page is.
func (Door) Path() string { return signInPath }

// Ask reads the address of the sign-in page: where to go afterwards.
func (Door) Ask(r *http.Request) (url.Values, error) {
	asked := url.Values{backParameter: {back(r)}}
	if r.URL.Query().Has(againParameter) {
		asked.Set(againParameter, "1")
	}
	return asked, nil
}

// Leave leads on whoever is signed in, unless they came to sign in once more.
func (d Door) Leave(w http.ResponseWriter, r *http.Request) (done bool, err error) {
	if _, err := d.center.who(r); err != nil || r.URL.Query().Has(againParameter) {
		return false, nil
	}
	http.Redirect(w, r, back(r), http.StatusSeeOther)
	return true, nil
}

// Admit signs in an agent who has proved to be one, under a new cookie; whoever was signed in in this browser is not any more.
func (d Door) Admit(w http.ResponseWriter, r *http.Request, agent support.Agent, way support.SignInWay) error {
	c := d.center
	token, who, err := c.begin(r, agent, way)
	if err != nil {
		return err
	}
	if before, err := c.who(r); err == nil {
		if err := c.SignIns.End(r.Context(), before.Agent.ID, before.SignIn.ID); err != nil {
			return err
		}
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditSignIn, who.SignIn.Address); err != nil {
		return err
	}
	setCookie(w, token)
	http.Redirect(w, r, back(r), http.StatusSeeOther)
	return nil
}

// begin signs a browser in.
func (c *Center) begin(r *http.Request, agent support.Agent, way support.SignInWay) (token string, who Manager, err error) {
	token, err = c.SignIns.Begin(r.Context(), agent, way, web.ClientAddr(r).String(), r.UserAgent())
	if err != nil {
		return "", who, err
	}
	if who, err = c.SignIns.Find(r.Context(), token); err != nil {
		return "", who, fmt.Errorf("find who has signed in: %w", err)
	}
	return token, who, nil
}

// signOut ends the sign-in of this browser.
func (c *Center) signOut(w http.ResponseWriter, r *http.Request, who Manager) error {
	if err := c.SignIns.End(r.Context(), who.Agent.ID, who.SignIn.ID); err != nil {
		return err
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditSignOut, who.SignIn.Address); err != nil {
		return err
	}
	clearCookie(w)
	http.Redirect(w, r, signInPath, http.StatusSeeOther)
	return nil
}

// freshly is the handler of a form that changes how somebody signs in: whoever signed in too long ago is led to where that is said.
func freshly(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request, who Manager) error {
		if !who.SignIn.Fresh() {
			http.Redirect(w, r, mePath, http.StatusSeeOther)
			return nil
		}
		return h(w, r, who)
	}
}

// changeProblem says what the page shows when a second factor was not changed.
func changeProblem(err error) (status int, problem string, is bool) {
	for target, key := range map[error]string{
		support.ErrExists: "factor.key.taken", support.ErrTooMany: "factor.key.many", support.ErrFactorNeeded: "factor.needed",
	} {
		if errors.Is(err, target) {
			return http.StatusConflict, key, true
		}
	}
	return 0, "", false
}
