package portal

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"strings"
	"time"

	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
)

// phase is how far a request has come, as its customer sees it.
type phase string

const (
	phaseConnecting phase = "connecting"
	phaseWaiting    phase = "waiting"
	phaseTalking    phase = "talking" // an agent is there
	phaseApp        phase = "app"     // the app is offered
	phaseSession    phase = "session" // customer and agent have met in the app
	phaseOver       phase = "over"
)

// nameOf tells what an agent is called to customers.
type nameOf func(ctx context.Context, id support.AgentID) (string, error)

// statusData is how things stand.
type statusData struct {
	Language     string
	Relay        string
	Organisation string
	Phase        phase
	Kind         support.PortalKind
	Talks        bool   // the chat is open
	Agent        string // who accepted, or whom the customer picked
	Place        int    // in a queue, from 1
	Wait         int    // what is left of it in minutes, rounded up; 0 when the last hour tells too little
	Waited       int    // whole minutes
	Late         bool   // longer than agents are alerted
	Helping      int    // agents who are there
	App          appData
}

// appData is how to get from the page to the app.
type appData struct {
	Code      code.PortalCode // empty when it cannot be used any more
	Link      template.URL    // opens the app where it is known to the system
	Downloads []Download
}

// nameless is why an agent has no name any more: removed in the meantime. The page then says "the person who helps you".
func nameless(err error) bool { return errors.Is(err, support.ErrNotFound) }

func (p *Portal) status(r *http.Request, at place, request support.Request, names nameOf) (s statusData, err error) {
	s = statusData{
		Language: string(at.language(r)), Relay: p.Site.Relay(), Organisation: at.Organisation.Name,
		Phase: phaseOf(request), Kind: request.Kind, Talks: talks(at, request),
	}
	agent := request.Agent
	if agent == 0 {
		agent = request.Wanted
	}
	if s.Agent, err = names(r.Context(), agent); err != nil && !nameless(err) {
		return s, fmt.Errorf("find who helps: %w", err)
	}
	switch s.Phase {
	case phaseWaiting:
		return s, p.waiting(r.Context(), at, request, &s)
	case phaseApp:
		s.App = p.app(r, request)
	}
	return s, nil
}

func phaseOf(request support.Request) phase {
	switch {
	case request.State.Final():
		return phaseOver
	case request.State == support.RequestSubmitted:
		return phaseConnecting
	case request.State == support.RequestPosted:
		return phaseWaiting
	case request.State == support.RequestInSession:
		return phaseSession
	case request.App.Made:
		return phaseApp
	}
	return phaseTalking
}

// talks reports whether the customer may say something in the page. Once the session has begun the app does that, end to end
// encrypted.
func talks(at place, request support.Request) bool {
	open := request.State == support.RequestPosted || request.State == support.RequestAccepted || request.State == support.RequestSubmitted
	return open && at.Features.Has(support.FeatureWebChat)
}

// waiting fills in what there is to say to somebody who waits.
func (p *Portal) waiting(ctx context.Context, at place, request support.Request, s *statusData) error {
	waited := time.Since(request.Posted)
	s.Waited, s.Late = int(waited.Minutes()), waited > lateAfter
	here, err := p.Presence.Present(ctx, at.ID)
	if err != nil {
		return fmt.Errorf("ask who is there: %w", err)
	}
	s.Helping = len(here)
	if request.Kind != support.PortalQueue {
		return nil
	}
	place, wait, known, err := p.Requests.Position(ctx, request.ID)
	if errors.Is(err, support.ErrGone) {
		return nil // accepted this very moment; the next look tells
	}
	if err != nil {
		return fmt.Errorf("ask for the place in the queue: %w", err)
	}
	s.Place = place
	if known {
		s.Wait = minutes(wait)
	}
	return nil
}

// minutes rounds a wait up to whole minutes: nobody minds one that turns out shorter.
func minutes(wait time.Duration) int { return max(1, int(math.Ceil(wait.Minutes()))) }

// lateAfter is from when on a page says that it takes longer than usual: every alert has been answered or has lapsed.
const lateAfter = 45 * time.Second

// app tells how to get the app, while there is a code for it.
func (p *Portal) app(r *http.Request, request support.Request) appData {
	a := appData{Downloads: p.Downloads.List(r.Context(), r.UserAgent())}
	if request.App.Code.Valid() && time.Now().Before(request.App.Until) {
		a.Code = request.App.Code
		a.Link = appLink(p.Site.Relay(), a.Code)
	}
	return a
}

// appLink is what the app takes when the system knows it. It is made of the relay's own name and a code of a known shape, so it
// needs no escaping, and carries nothing that anybody typed.
func appLink(relay string, c code.PortalCode) template.URL {
	return template.URL("beside://" + relay + "/p/" + c.Canonical())
}

// Groups returns the code's characters as they are shown, in groups.
func (a appData) Groups() []string { return strings.Fields(a.Code.Show()) }

// Spelt returns the code's characters one by one, as a screen reader is to read them.
func (a appData) Spelt() string { return strings.Join(strings.Split(a.Code.Canonical(), ""), " ") }

// Elsewhere reports whether the page is read on a device that none of the downloads suits, such as a telephone.
func (a appData) Elsewhere() bool { return len(a.Downloads) > 0 && !a.Downloads[0].Likely }

// Queued reports whether the request has a place in a queue.
func (s statusData) Queued() bool { return s.Place > 0 }

// Ahead returns the places in front of the customer's own, to be drawn; a long queue is drawn with few.
func (s statusData) Ahead() []int { return make([]int, min(s.Place-1, drawn)) }

// Behind returns places after the customer's own, to be drawn.
func (s statusData) Behind() []int { return make([]int, max(0, drawn-len(s.Ahead()))) }

// drawn is how many places of a queue are drawn beside the customer's own.
const drawn = 4

// Ordinal is the catalogue key of what stands behind the place: 1st, 2nd, 3rd, 4th, 11th, 21st.
func (s statusData) Ordinal() string {
	const ten, hundred = 10, 100
	if s.Place == 1 {
		return "relay.request.queue.first"
	}
	if tens := s.Place % hundred / ten; tens != 1 {
		switch s.Place % ten {
		case 1:
			return "relay.request.queue.one"
		case 2:
			return "relay.request.queue.two"
		case 3:
			return "relay.request.queue.three"
		}
	}
	return "relay.request.queue.further"
}
