package modeltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

var _ model.Desk = (*Line)(nil)

// PortalCode is the code that a Line gives to every customer's page, PortalCodeLife how long it lives.
const (
	PortalCode     = code.PortalCode("K7MWQ2RT")
	PortalCodeLife = 30 * time.Minute
)

// maxHeard is how much a test lets a Line say before somebody listens.
const maxHeard = 64

// desk is the help desk's half of a Line.
type desk struct {
	requests   []signalling.Request
	begun      map[signalling.RequestID]moments
	lines      map[signalling.RequestID][]signalling.ChatLine
	colleagues []signalling.Colleague
	canned     []signalling.CannedReply
	heard      chan signalling.Message
	status     signalling.Status
	said       []string
	introduced []signalling.Introduce
	seq        uint64
}

// moments are when a request began to wait and when its alert ends.
type moments struct{ began, alert time.Time }

func newDesk() desk {
	return desk{
		begun: map[signalling.RequestID]moments{}, lines: map[signalling.RequestID][]signalling.ChatLine{},
		heard: make(chan signalling.Message, maxHeard), status: signalling.StatusAway,
	}
}

// Post tells of a request that is new or changed; a final one leaves the list.
func (l *Line) Post(r signalling.Request) {
	l.update(func() {
		l.desk.requests = slices.DeleteFunc(l.desk.requests, func(old signalling.Request) bool { return old.ID == r.ID })
		now := time.Now()
		l.desk.begun[r.ID] = moments{now.Add(-r.Waited), now.Add(r.AlertLeft)}
		if !r.State.Final() {
			l.desk.requests = append(l.desk.requests, r)
		}
	})
}

// SetColleagues sets who else is signed in.
func (l *Line) SetColleagues(colleagues ...signalling.Colleague) {
	l.update(func() { l.desk.colleagues = colleagues })
}

// SetCanned sets the ready-made replies.
func (l *Line) SetCanned(replies ...signalling.CannedReply) {
	l.update(func() { l.desk.canned = replies })
}

// Push says something that is told once only.
func (l *Line) Push(m signalling.Message) { l.desk.heard <- m }

// CustomerSays adds a line of the customer to a request's chat.
func (l *Line) CustomerSays(id signalling.RequestID, text string) {
	l.say(id, signalling.ChatLine{From: signalling.SpeakerCustomer, Text: text})
}

func (l *Line) say(id signalling.RequestID, line signalling.ChatLine) {
	l.update(func() {
		l.desk.seq++
		line.Seq = l.desk.seq
		l.desk.lines[id] = append(l.desk.lines[id], line)
	})
	l.Push(signalling.RequestSaid{ID: id, Line: line})
}

// Did returns what the agent did at the desk, in order.
func (l *Line) Did() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.desk.said)
}

// Introduced returns the introductions that the agent asked for.
func (l *Line) Introduced() []signalling.Introduce {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.desk.introduced)
}

// Status returns the status that was told last.
func (l *Line) Status() signalling.Status {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.desk.status
}

// did notes an act, unless every request fails.
func (l *Line) did(what string) error {
	if err := l.failure(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.desk.said = append(l.desk.said, what)
	return nil
}

// Requests implements model.Desk.
func (l *Line) Requests() []signalling.Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	requests := slices.Clone(l.desk.requests)
	for i := range requests {
		r, at := &requests[i], l.desk.begun[requests[i].ID]
		r.Waited = time.Since(at.began)
		if r.AlertLeft = time.Until(at.alert); r.AlertLeft <= 0 {
			r.Alert, r.AlertLeft = signalling.AlertNone, 0
		}
	}
	return requests
}

// Colleagues implements model.Desk.
func (l *Line) Colleagues() []signalling.Colleague {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.desk.colleagues
}

// Heard implements model.Desk.
func (l *Line) Heard(ctx context.Context) (signalling.Message, error) {
	select {
	case m := <-l.desk.heard:
		return m, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// SetStatus implements model.Desk.
func (l *Line) SetStatus(_ context.Context, status signalling.Status) error {
	l.update(func() { l.desk.status = status })
	return l.failure()
}

// change changes a request, and returns it; one that has gone or is a colleague's is refused.
func (l *Line) change(id signalling.RequestID, f func(r *signalling.Request)) (signalling.Request, error) {
	for _, r := range l.Requests() {
		switch {
		case r.ID != id:
		case r.Agent != 0 && r.Agent != Agent:
			return r, &signalling.Error{Fault: protocol.FaultRequestTaken, Err: errors.New("the test says so")}
		default:
			f(&r)
			l.Post(r)
			return r, nil
		}
	}
	return signalling.Request{}, &signalling.Error{Fault: protocol.FaultRequestGone, Err: errors.New("the test says so")}
}

// AcceptRequest implements model.Desk.
func (l *Line) AcceptRequest(_ context.Context, id signalling.RequestID) (signalling.Request, []signalling.ChatLine, error) {
	if err := l.did("accept"); err != nil {
		return signalling.Request{}, nil, err
	}
	r, err := l.change(id, func(r *signalling.Request) {
		r.State, r.Agent, r.AgentName, r.Alert = signalling.RequestTaken, Agent, "Claire Moreau", signalling.AlertNone
	})
	return r, l.linesAfter(id, 0), err
}

// DeclineRequest implements model.Desk.
func (l *Line) DeclineRequest(_ context.Context, id signalling.RequestID) error {
	if err := l.did("decline"); err != nil {
		return err
	}
	_, err := l.change(id, func(r *signalling.Request) { r.Alert = signalling.AlertNone })
	return err
}

// RequestLines implements model.Desk.
func (l *Line) RequestLines(_ context.Context, id signalling.RequestID, after uint64) ([]signalling.ChatLine, error) {
	return l.linesAfter(id, after), l.failure()
}

func (l *Line) linesAfter(id signalling.RequestID, after uint64) []signalling.ChatLine {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lines []signalling.ChatLine
	for _, line := range l.desk.lines[id] {
		if line.Seq > after {
			lines = append(lines, line)
		}
	}
	return lines
}

// SayInRequest implements model.Desk.
func (l *Line) SayInRequest(_ context.Context, id signalling.RequestID, text string) error {
	if err := l.did("say " + text); err != nil {
		return err
	}
	l.say(id, signalling.ChatLine{From: signalling.SpeakerAgent, Name: "Claire Moreau", Text: text})
	return nil
}

// OfferApp implements model.Desk.
func (l *Line) OfferApp(_ context.Context, id signalling.RequestID) (code.PortalCode, time.Duration, error) {
	if err := l.did("offer app"); err != nil {
		return "", 0, err
	}
	_, err := l.change(id, func(r *signalling.Request) { r.AppOffered = true })
	return PortalCode, PortalCodeLife, err
}

// CloseRequest implements model.Desk.
func (l *Line) CloseRequest(_ context.Context, id signalling.RequestID, outcome signalling.Outcome, notes string) error {
	if err := l.did("close " + outcome.String() + " " + notes); err != nil {
		return err
	}
	_, err := l.change(id, func(r *signalling.Request) { r.State = signalling.RequestUnknown })
	return err
}

// CannedReplies implements model.Desk.
func (l *Line) CannedReplies(context.Context) ([]signalling.CannedReply, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.desk.canned, l.fail
}

// Introduce implements model.Desk.
func (l *Line) Introduce(_ context.Context, m signalling.Introduce) (signalling.IntroductionID, error) {
	if err := l.did("introduce " + m.Comment); err != nil {
		return 0, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.desk.introduced = append(l.desk.introduced, m)
	return signalling.IntroductionID(len(l.desk.introduced)), nil
}

// AcceptIntroduction implements model.Desk.
func (l *Line) AcceptIntroduction(_ context.Context, id signalling.IntroductionID) (signalling.RendezvousExpect, error) {
	return signalling.RendezvousExpect{ID: id, Kind: signalling.IntroductionTransfer, Code: PortalCode, Left: PortalCodeLife}, l.did("accept introduction")
}

// RefuseIntroduction implements model.Desk.
func (l *Line) RefuseIntroduction(_ context.Context, id signalling.IntroductionID, result protocol.IntroductionResult) error {
	return l.did(fmt.Sprintf("refuse introduction %d %s", id, result))
}

// DeclineIntroduction implements model.Desk.
func (l *Line) DeclineIntroduction(context.Context, signalling.IntroductionID) error {
	return l.did("decline introduction")
}
