package portal

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"beside.example/protocol/text"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// submit takes a filled form. Whoever has an open request of this portal already keeps it: the button was pressed twice, or
// in a page that stood open.
func (p *Portal) submit(w http.ResponseWriter, r *http.Request) error {
	at, err := p.bySlug(r)
	if err != nil {
		return err
	}
	if !at.Kind.TakesRequests() {
		return web.BadRequest()
	}
	before, has, err := p.current(r)
	if err != nil {
		return err
	}
	if has && !before.State.Final() && before.Portal == at.ID {
		http.Redirect(w, r, requestAddress, http.StatusSeeOther)
		return nil
	}
	here, err := p.here(r, at)
	if err != nil {
		return err
	}
	form := filled(r, at)
	if closed(at, here, time.Now()) { // in the meantime
		return p.renderIndex(w, r, http.StatusConflict, at, here, formData{Form: form, Problem: "relay.portal.problem.closed"})
	}
	problem := check(at, here, form)
	var token string
	if problem.Problem == "" {
		if _, token, err = p.Requests.Submit(r.Context(), at.Portal, form, web.ClientAddr(r)); err != nil {
			if problem, err = problemOf(err); err != nil {
				return err
			}
		}
	}
	if problem.Form = form; problem.Problem != "" {
		return p.renderIndex(w, r, http.StatusUnprocessableEntity, at, here, problem)
	}
	if has && !before.State.Final() { // of another portal: nobody waits in two places
		if _, err := p.Requests.Leave(r.Context(), before.ID); err != nil {
			return fmt.Errorf("leave an earlier request: %w", err)
		}
	}
	setToken(w, token)
	http.Redirect(w, r, requestAddress, http.StatusSeeOther)
	return nil
}

// filled returns the form as it was sent, fit to be shown again. Whether it can be kept is the support package's to say.
func filled(r *http.Request, at place) support.Form {
	form := support.Form{
		Customer: support.CleanName(r.PostForm.Get(fieldName)), Question: text.CleanLines(r.PostForm.Get(fieldQuestion), support.MaxQuestion),
		Language: string(at.language(r)), Fields: map[string]string{},
	}
	for _, f := range at.Page.Fields {
		form.Fields[f.Key] = text.CleanLines(r.PostForm.Get(fieldPrefix+f.Key), support.MaxTextAnswer)
	}
	if wanted, err := strconv.ParseUint(r.PostForm.Get(fieldWanted), 10, 64); err == nil && at.Kind == support.PortalMatch {
		form.Wanted = support.AgentID(wanted)
	}
	return form
}

// check holds what this page asks beside the portal's own fields against what was sent.
func check(at place, here []support.PresentAgent, form support.Form) formData {
	switch {
	case at.Kind == support.PortalButton:
		return formData{}
	case at.Kind == support.PortalMatch && !canBePicked(here, form.Wanted):
		return formData{Field: fieldWanted, Problem: problemKey(support.FormNobody)}
	case form.Customer == "":
		return formData{Field: fieldName, Problem: problemKey(support.FormMissing)}
	case form.Question == "":
		return formData{Field: fieldQuestion, Problem: problemKey(support.FormMissing)}
	}
	return formData{}
}

func canBePicked(here []support.PresentAgent, wanted support.AgentID) bool {
	return slices.ContainsFunc(here, func(a support.PresentAgent) bool { return a.Agent == wanted && a.Status == support.StatusAvailable })
}

// problemOf returns what the customer must look at again; any other error comes back.
func problemOf(err error) (formData, error) {
	var wrong *support.FormError
	switch {
	case !errors.As(err, &wrong):
		return formData{}, err
	case wrong.Problem == support.FormNobody:
		return formData{Field: fieldWanted, Problem: problemKey(wrong.Problem)}, nil
	}
	return formData{Field: fieldPrefix + wrong.Field, Problem: problemKey(wrong.Problem)}, nil
}

func problemKey(p support.FormProblem) string {
	switch p {
	case support.FormNoMail:
		return "relay.portal.problem.mail"
	case support.FormNoPhone:
		return "relay.portal.problem.phone"
	case support.FormNobody:
		return "relay.portal.problem.nobody"
	}
	return "relay.portal.problem.missing"
}
