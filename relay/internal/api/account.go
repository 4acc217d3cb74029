package api

import (
	"context"
	"encoding/hex"
	"net/http"
	"time"

	"beside.example/protocol/handin"
	"beside.example/relay/internal/support"
)

// accountView is what agents' apps handed in of a request's sessions, put together.
type accountView struct {
	Said       []lineView     `json:"said" doc:"The chat of the sessions, the earliest line first"`
	Seen       []stretchView  `json:"seen" doc:"Who saw the customer's screen when"`
	Controlled []stretchView  `json:"controlled" doc:"Who could control the customer's computer when"`
	Files      []fileView     `json:"files"`
	Pages      []pushedView   `json:"pages" doc:"Web addresses that agents wanted opened"`
	Disputes   []disputedView `json:"disputes" doc:"Where reports do not agree about who could control the computer"`
	Missing    []Ref          `json:"missing" doc:"Agents of sessions of which nothing was handed in"`
}

// lineView is a line of chat.
type lineView struct {
	At      time.Time `json:"at"`
	By      string    `json:"by" enum:"customer,agent"`
	Agent   *Ref      `json:"agent,omitempty" doc:"Who said it, when by is agent and the agent's app handed something in"`
	Name    string    `json:"name,omitempty" doc:"As others call an agent whose app handed nothing in"`
	Private bool      `json:"private" doc:"Whether the customer did not see it"`
	Text    string    `json:"text"`
	Told    []Ref     `json:"told" doc:"Agents whose apps handed it in"`
	Lacking []Ref     `json:"lacking" doc:"Agents who were there, handed their chat in, and do not have it"`
}

// stretchView is how long something lasted.
type stretchView struct {
	Agent *Ref      `json:"agent,omitempty"`
	Name  string    `json:"name,omitempty" doc:"As others call an agent whose app handed nothing in"`
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
	Told  Ref       `json:"told" doc:"Whose app handed it in"`
}

// fileView is a file that went from one side to the other.
type fileView struct {
	At         time.Time `json:"at"`
	Agent      Ref       `json:"agent"`
	ToCustomer bool      `json:"to_customer" doc:"Else to the agent"`
	Name       string    `json:"name"`
	Size       uint64    `json:"size" doc:"Bytes"`
	SHA256     string    `json:"sha256"`
}

// pushedView is a web address that an agent wanted opened.
type pushedView struct {
	At     time.Time `json:"at"`
	Agent  Ref       `json:"agent"`
	URL    string    `json:"url"`
	Answer string    `json:"answer" enum:"unanswered,opened,not_opened"`
}

// disputedView is a time about which reports do not agree.
type disputedView struct {
	About Ref       `json:"about"`
	Told  Ref       `json:"told" doc:"Whose app says so; the app of who it is about says the opposite"`
	Could bool      `json:"could" doc:"Whether it says that control was possible"`
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
}

// pageAnswers are what came of web addresses by the names that programs use.
var pageAnswers = [...]string{support.PageUnanswered: "unanswered", support.PageOpened: "opened", support.PageNotOpened: "not_opened"}

func (a *API) account() {
	register(a, operation{
		method: http.MethodGet, path: "/requests/{id}/account", id: "get-account", group: "Requests", summary: "What agents' apps handed in of a request's sessions",
		text: "Chat, who saw and who controlled when, files and web addresses: signed by the apps, kept if the organisation's settings say so, and told to the customer before consent. The audit log says who looked.",
		act:  support.ActSeeAccount, errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, who support.Manager, in *requestID) (*struct{ Body accountView }, error) {
		id, err := in.caseID()
		if err != nil {
			return nil, err
		}
		review, err := a.Reviews.By(support.ActSeeAccount).Case(ctx, who, id)
		if err != nil {
			return nil, err
		}
		k, err := a.names(ctx, who)
		if err != nil {
			return nil, err
		}
		return &struct{ Body accountView }{viewAccount(&review.Account, k)}, nil
	})
}

func viewAccount(a *support.Account, k known) accountView {
	return accountView{
		Said:       views(a.Said, func(s support.Said) lineView { return viewLine(s, k) }),
		Seen:       views(a.Seen, func(s support.Stretch) stretchView { return viewStretch(s, k) }),
		Controlled: views(a.Controlled, func(s support.Stretch) stretchView { return viewStretch(s, k) }),
		Files:      views(a.Files(), func(h support.Happening) fileView { return viewFile(h, k) }),
		Pages: views(a.Pages(), func(p support.PushedPage) pushedView {
			return pushedView{p.At.UTC(), k.colleague(p.By), p.URL, nameIn(pageAnswers[:], int(p.Answer))}
		}),
		Disputes: views(a.Disputes, func(d support.Dispute) disputedView {
			return disputedView{k.colleague(d.About), k.colleague(d.By), d.Could, d.Since.UTC(), d.Until.UTC()}
		}),
		Missing: views(a.Missing, k.colleague),
	}
}

// colleague names an agent who is somebody.
func (k known) colleague(id support.AgentID) Ref { return Ref{uint64(id), k.agents[id]} }

func viewLine(s support.Said, k known) lineView {
	v := lineView{
		At: s.At.UTC(), By: "customer", Agent: k.agent(s.Agent), Name: s.Name, Private: s.Private, Text: s.Text,
		Told: views(s.By, k.colleague), Lacking: views(s.Not, k.colleague),
	}
	if s.Agent != 0 || s.Name != "" {
		v.By = "agent"
	}
	return v
}

func viewStretch(s support.Stretch, k known) stretchView {
	return stretchView{k.agent(s.Agent), s.Name, s.Since.UTC(), s.Until.UTC(), k.colleague(s.By)}
}

func viewFile(h support.Happening, k known) fileView {
	f, _ := h.Fact.(handin.File)
	return fileView{h.At.UTC(), k.colleague(h.By[0]), f.ToCustomer, f.Name, f.Size, hex.EncodeToString(f.Hash[:])}
}
