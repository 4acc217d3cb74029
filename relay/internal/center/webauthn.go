package center

import (
	"errors"
	"net/http"

	"beside.example/relay/internal/support"
)

// keyData is what the page shows on which a security key is registered.
type keyData struct {
	Asked   string // what the script asks the browser for
	Name    string // as it was typed
	Problem string // catalogue key
	Seconds int
}

// showNewKey shows the form that registers a security key.
func (c *Center) showNewKey(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderNewKey(w, r, who, http.StatusOK, keyData{})
}

func (c *Center) renderNewKey(w http.ResponseWriter, r *http.Request, who Manager, status int, data keyData) error {
	asked, err := c.Factors.OfferKey(r.Context(), who.Agent)
	if err != nil {
		return err
	}
	data.Asked = asked
	return c.render(w, r, who, status, pageKey, "", data)
}

// addKey keeps the security key that the browser handed in.
func (c *Center) addKey(w http.ResponseWriter, r *http.Request, who Manager) error {
	name := r.PostFormValue("name")
	codes, err := c.Factors.AddKey(r.Context(), who.Agent, name, []byte(r.PostFormValue("response")))
	if status, problem, seconds, is := codeProblem(err); is {
		if errors.Is(err, support.ErrDenied) {
			problem = "factor.key.notadded"
		}
		return c.renderNewKey(w, r, who, status, keyData{Name: name, Problem: problem, Seconds: seconds})
	}
	if status, problem, is := changeProblem(err); is {
		return c.renderNewKey(w, r, who, status, keyData{Name: name, Problem: problem})
	}
	if err != nil {
		return err
	}
	return c.showRecovery(w, r, who, codes, "keyadded")
}

// removeKey takes away one of the own security keys.
func (c *Center) removeKey(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	err = c.Factors.RemoveKey(r.Context(), who.Agent, support.SecurityKeyID(id))
	if status, problem, is := changeProblem(err); is {
		return c.renderMe(w, r, who, status, meData{Problem: problem})
	}
	if err != nil {
		return err
	}
	return goTo(w, r, mePath, "keyremoved")
}
