package account

import (
	"net/http"

	"beside.example/protocol"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// next takes whatever a sign-in waited for after the right password.
func (v visit) next(w http.ResponseWriter, r *http.Request) error {
	if _, err := v.door.Ask(r); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	switch r.PostForm.Get("do") {
	case "", "code", "key":
		return v.takeFactor(w, r)
	case "app", "newkey":
		return v.takeEnrolment(w, r)
	case "kept":
		return v.takeKept(w, r)
	}
	return web.BadRequest()
}

// askFactor asks an agent who gave the right password for the second factor.
func (v visit) askFactor(w http.ResponseWriter, r *http.Request, agent support.Agent, has support.Factors) error {
	step, err := v.Factors.begin(r.Context(), agent.ID, support.StageProve)
	if err != nil {
		return err
	}
	data, err := v.factorPage(r, agent, has)
	if err != nil {
		return err
	}
	data.Step = step
	return v.render(w, r, http.StatusOK, data)
}

// factorPage is the page that asks for what an agent has.
func (v visit) factorPage(r *http.Request, agent support.Agent, has support.Factors) (data signInData, err error) {
	data.Code = has.App || has.Recovery > 0
	if len(has.Keys) > 0 && v.Factors.KeysWork() {
		data.Key, err = v.Factors.AskKey(r.Context(), agent)
	}
	return data, err
}

// takeFactor takes a code, or the signature of a key.
func (v visit) takeFactor(w http.ResponseWriter, r *http.Request) error {
	ctx, token := r.Context(), r.PostForm.Get("step")
	step, err := v.Factors.try(ctx, token, support.StageProve)
	if err != nil {
		return v.failed(w, r, err, signInData{})
	}
	agent, err := v.who(ctx, step.Agent)
	if err != nil {
		return err
	}
	problem := "center.signin.wrongcode"
	if r.PostForm.Get("do") == "key" {
		problem = "factor.key.wrong"
		err = v.Factors.VerifyKey(ctx, agent, []byte(r.PostForm.Get("response")))
	} else {
		err = v.Factors.Verify(ctx, agent.ID, r.PostForm.Get("code"))
	}
	if err == nil {
		err = v.Factors.end(ctx, step)
	}
	if err == nil {
		return v.admit(w, r, agent, support.ByPassword)
	}
	has, lookup := v.Factors.Of(ctx, agent.ID)
	if lookup != nil {
		return lookup
	}
	wrong, lookup := v.factorPage(r, agent, has)
	if lookup != nil {
		return lookup
	}
	wrong.Step, wrong.Problem, wrong.Fault = token, problem, protocol.FaultSignIn
	return v.failed(w, r, err, wrong)
}
