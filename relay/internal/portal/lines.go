package portal

import (
	"context"
	"fmt"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// line is a line of the chat as its customer sees it.
type line struct {
	Seq  uint64
	Who  speaker
	Name string
	Text string
	At   time.Time
	Left bool // it tells that the customer left
}

// speaker is the side on which a line stands.
type speaker string

const (
	speaksCustomer speaker = "me"
	speaksAgent    speaker = "them"
	speaksNobody   speaker = "event" // something happened
)

// manyEvents is how many events are asked for at a time.
const manyEvents = 200

// lines returns what was said and what happened after an event, and the number of the last event that was looked at.
func (p *Portal) lines(ctx context.Context, at place, request support.Request, after uint64, names nameOf, l words.Language) (all []line, last uint64, err error) {
	c := p.Site.Words(l)
	last = after
	for {
		events, err := p.Requests.Events(ctx, request.ID, last, manyEvents)
		if err != nil {
			return nil, after, fmt.Errorf("read what was said: %w", err)
		}
		for _, e := range events {
			last = e.Seq
			one, ok, err := lineOf(ctx, e, request, c, at, names)
			if err != nil {
				return nil, after, err
			}
			if ok {
				all = append(all, one)
			}
		}
		if len(events) < manyEvents {
			return all, last, nil
		}
	}
}

// lineOf returns the line that an event makes for the customer. Most make none: whom a request was offered to, who declined and
// what colleagues tell each other is not the customer's to read.
func lineOf(ctx context.Context, e support.Event, request support.Request, c *words.Catalogue, at place, names nameOf) (line, bool, error) {
	one := line{Seq: e.Seq, Who: speaksNobody, At: e.At.In(zone(at.Hours))}
	agent := e.Actor.Agent
	var key string
	switch e.Kind {
	case support.EventSubmitted:
		one.Who, one.Text = speaksCustomer, request.Question
		return one, request.Question != "", nil
	case support.EventSaid:
		one.Text = e.Text
		switch e.Actor.Role {
		case support.ActorCustomer:
			one.Who = speaksCustomer
			return one, true, nil
		case support.ActorAgent:
			one.Who = speaksAgent
		default:
			one.Who, one.Name = speaksAgent, c.T("relay.chat.automatic", words.Args{"Organisation": at.Organisation.Name})
			return one, true, nil
		}
	case support.EventAccepted:
		key = "relay.chat.accepted"
	case support.EventAppOffered:
		key = "relay.chat.app"
	case support.EventSessionBegun:
		key, agent = "relay.chat.session", 0
		if e.Introduction != 0 { // a colleague has come to a session that there is already
			key, agent = "relay.chat.accepted", e.Actor.Agent
		}
	case support.EventTakenOver:
		key, agent = "relay.chat.taken", e.Other
	case support.EventLeft:
		key, agent, one.Left = "relay.chat.left", 0, true
	case support.EventEnded:
		key, agent = "relay.chat.ended", 0
	default:
		return one, false, nil
	}
	name, err := names(ctx, agent)
	if err != nil && !nameless(err) {
		return one, false, fmt.Errorf("find who spoke: %w", err)
	}
	if name == "" {
		name = c.T("relay.chat.somebody")
	}
	if key == "" {
		one.Name = name
		return one, true, nil
	}
	one.Text = c.T(key, words.Args{"Agent": name})
	return one, true, nil
}

// Clock is the time of a line where the portal is; a script writes it as the reader's own.
func (l line) Clock() string { return clock(l.At) }

// Stamp is the time of a line for machines.
func (l line) Stamp() string { return l.At.UTC().Format(time.RFC3339) }
