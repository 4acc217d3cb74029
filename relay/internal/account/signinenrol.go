package account

import (
	"errors"
	"fmt"
	"net/http"

	"beside.example/protocol"
	"beside.example/relay/internal/support"
)

// askToEnrol asks an agent who gave the right password and has no second factor to set one up, since the organisation wants one.
func (v visit) askToEnrol(w http.ResponseWriter, r *http.Request, agent support.Agent) error {
	step, err := v.Factors.begin(r.Context(), agent.ID, support.StageEnrol)
	if err != nil {
		return err
	}
	if _, err := v.Factors.Begin(r.Context(), agent.ID); err != nil {
		return err
	}
	data, err := v.enrolPage(r, agent)
	if err != nil {
		return err
	}
	data.Step = step
	return v.render(w, r, http.StatusOK, data)
}

// enrolPage is the page that offers what can be set up.
func (v visit) enrolPage(r *http.Request, agent support.Agent) (data signInData, err error) {
	secret, err := v.Factors.Pending(r.Context(), agent.ID)
	if err != nil {
		return data, fmt.Errorf("look up the secret that an agent is shown: %w", err)
	}
	enrolment, err := v.Site.NewEnrolment(agent.Mail, secret)
	if err != nil {
		return data, err
	}
	data.Enrolment = &enrolment
	if v.Factors.KeysWork() {
		data.NewKey, err = v.Factors.OfferKey(r.Context(), agent)
	}
	return data, err
}

// takeEnrolment takes the first code of an app, or the first security key. It must be the agent's first second factor: one that was set up
// meanwhile is to be shown.
func (v visit) takeEnrolment(w http.ResponseWriter, r *http.Request) error {
	ctx, token := r.Context(), r.PostForm.Get("step")
	step, err := v.Factors.try(ctx, token, support.StageEnrol)
	if err != nil {
		return v.failed(w, r, err, signInData{})
	}
	agent, err := v.who(ctx, step.Agent)
	if err != nil {
		return err
	}
	var codes []string
	problem := "center.signin.wrongcode"
	if r.PostForm.Get("do") == "newkey" {
		problem = "factor.key.notadded"
		codes, err = v.Factors.addKey(ctx, agent, r.PostForm.Get("name"), []byte(r.PostForm.Get("response")), true)
	} else {
		codes, err = v.Factors.confirm(ctx, agent, r.PostForm.Get("code"), true)
	}
	if err == nil {
		err = v.Factors.advance(ctx, step, support.StageKeep)
	}
	if err == nil {
		v.Logger.InfoContext(ctx, "second factor set up at sign-in", "agent", agent.ID)
		return v.render(w, r, http.StatusOK, signInData{Step: token, Recovery: codes})
	}
	if errors.Is(err, support.ErrExists) || errors.Is(err, support.ErrNotFound) {
		err = support.ErrStepOver
	}
	if errors.Is(err, support.ErrStepOver) {
		return v.failed(w, r, err, signInData{})
	}
	wrong, lookup := v.enrolPage(r, agent)
	if lookup != nil {
		return lookup
	}
	wrong.Step, wrong.Problem, wrong.Fault = token, problem, protocol.FaultSignIn
	return v.failed(w, r, err, wrong)
}

// takeKept lets in an agent who has set up a second factor and seen the recovery codes.
func (v visit) takeKept(w http.ResponseWriter, r *http.Request) error {
	step, err := v.Factors.try(r.Context(), r.PostForm.Get("step"), support.StageKeep)
	if err == nil {
		err = v.Factors.end(r.Context(), step)
	}
	if err != nil {
		return v.failed(w, r, err, signInData{})
	}
	agent, err := v.who(r.Context(), step.Agent)
	if err != nil {
		return err
	}
	return v.admit(w, r, agent, support.ByPassword)
}
