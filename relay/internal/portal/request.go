package portal

import (
	"context"
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// requestAddress is where a customer's request is; which one, the cookie says.
const requestAddress = "/request"

// Parts of the page that a script, or a frame without one, keeps fresh.
const (
	partStatus = "status" // how things stand
	partSteps  = "steps"  // what the customer can do now
	partLines  = "lines"  // what was said
)

// framePart is where a frame says which part it shows.
const framePart = "part"

// frameEvery is how often a page without script looks, in seconds. It is its sign of life too.
const frameEvery = 5

// requestData is what the page of a request shows.
type requestData struct {
	Status statusData
	Lines  []line
	Last   uint64 // number of the last event that Lines covers
	Part   string // the one that a frame shows
}

func noRequest() *web.Error {
	return &web.Error{Status: http.StatusNotFound, Title: "relay.request.none.title", Text: "relay.request.none.text"}
}

// showRequest shows how far the customer's request has come.
func (p *Portal) showRequest(w http.ResponseWriter, r *http.Request) error {
	request, at, err := p.mineAt(r)
	if err != nil {
		return err
	}
	if request.State.Final() {
		return p.renderEnded(w, r, at, request)
	}
	data, err := p.look(r, at, request)
	if err != nil {
		return err
	}
	dress := p.dress(at)
	dress.Script = p.script.Path()
	return p.Site.RenderDressed(w, r, http.StatusOK, p.pages.request, dress, data)
}

// showFrame shows one part of the page, for browsers in which the script does not run. To ask for it is a sign of life.
func (p *Portal) showFrame(w http.ResponseWriter, r *http.Request) error {
	request, err := p.mine(r)
	if err != nil {
		return err
	}
	if request, err = p.alive(r.Context(), request); err != nil {
		return err
	}
	at, err := p.placeOf(r.Context(), request)
	if err != nil {
		return err
	}
	data, err := p.look(r, at, request)
	if err != nil {
		return err
	}
	if data.Part = r.URL.Query().Get(framePart); data.Part != partLines {
		data.Part = partStatus
	}
	dress := p.dress(at)
	dress.Refresh = frameEvery
	return p.Site.RenderFrame(w, r, p.pages.frame, dress, data)
}

// look gathers what there is to say about a request.
func (p *Portal) look(r *http.Request, at place, request support.Request) (requestData, error) {
	names := p.names(at)
	l := at.language(r)
	status, err := p.status(r, at, request, names)
	if err != nil {
		return requestData{}, err
	}
	lines, last, err := p.lines(r.Context(), at, request, 0, names, l)
	return requestData{Status: status, Lines: lines, Last: last}, err
}

// names returns what agents are called to the customer. It asks for each once.
func (p *Portal) names(at place) func(ctx context.Context, id support.AgentID) (string, error) {
	known := map[support.AgentID]string{}
	return func(ctx context.Context, id support.AgentID) (string, error) {
		if name, ok := known[id]; ok || id == 0 {
			return name, nil
		}
		agent, err := p.Directory.Agent(ctx, id)
		if err != nil {
			return "", err
		}
		known[id] = agent.Name
		return agent.Name, nil
	}
}
