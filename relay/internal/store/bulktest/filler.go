package bulktest

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"beside.example/relay/internal/support"
)

// filler draws cases and writes them.
type filler struct {
	shape Shape
	draw  *rand.Rand
	seq   int64
	to    sink
}

// id returns an ID with the number of its case, drawn so that IDs come in no order.
func (f *filler) id(i int) []byte {
	id := make([]byte, 16)
	binary.BigEndian.PutUint64(id, f.draw.Uint64())
	binary.BigEndian.PutUint64(id[8:], uint64(i))
	return id
}

// Of a hundred cases, so many come by telephone, never reach an agent, are answered in the survey, and have a chat in the page.
const (
	byTelephone = 20
	unanswered  = 12
	surveyed    = 30
	chatted     = 10
)

// Times of a case, in milliseconds.
const (
	minWait, maxWait    = 2_000, 600_000
	minHelp, maxHelp    = 60_000, 3_600_000
	firstLook, appMeets = 1_000, 20_000
	secretSize          = 32
)

// What customers write.
const (
	customerName = "Customer %d"
	question     = "The label printer prints blank labels."
	ownFields    = `{"mail":"customer%d@riverside.example","phone":"+44 20 7946 %06d"}`
	said         = "It was fine yesterday. (%d)"
)

func (f *filler) one(ctx context.Context, i int) error {
	span := f.shape.To.Sub(f.shape.From).Milliseconds()
	at := f.shape.From.UnixMilli() + span*int64(i)/int64(f.shape.Cases)
	portal, agent := f.shape.Portals[f.draw.IntN(len(f.shape.Portals))], f.shape.Agents[f.draw.IntN(len(f.shape.Agents))]
	helped := at + minHelp + f.draw.Int64N(maxHelp-minHelp)
	if f.draw.IntN(100) < byTelephone {
		return f.phone(ctx, i, portal, agent, at, helped)
	}
	return f.asked(ctx, i, portal, agent, at)
}

func (f *filler) phone(ctx context.Context, i int, portal support.PortalID, agent support.AgentID, at, ended int64) error {
	customer, secret := fmt.Sprintf(customerName, i), make([]byte, secretSize)
	if err := f.to.row(ctx, codes, i+1, agent, portal, "", customer, at, at, support.CodeRedeemed, at); err != nil {
		return err
	}
	return f.to.row(ctx, sessions, f.id(i), i+1, nil, agent, portal, customer, secret, secret, at, at+appMeets, ended, f.draw.IntN(3))
}

func (f *filler) asked(ctx context.Context, i int, portal support.PortalID, agent support.AgentID, at int64) error {
	id, posted := f.id(i), at+firstLook
	accepted := posted + minWait + f.draw.Int64N(maxWait-minWait)
	ended := accepted + minHelp + f.draw.Int64N(maxHelp-minHelp)
	state := support.RequestResolved + support.RequestState(f.draw.IntN(3))
	session, lines := f.id(i), 0
	if f.draw.IntN(100) < unanswered {
		state = support.RequestDownloadError + support.RequestState(f.draw.IntN(5))
		agent, accepted, session = 0, 0, nil
	} else if f.draw.IntN(100) < chatted {
		lines = 2
	}
	token := append(f.id(i), id...)
	err := f.to.row(ctx, requests, id, f.shape.Organisation, portal, support.PortalQueue, state, fmt.Sprintf(customerName, i), question,
		fmt.Sprintf(ownFields, i, i), "en", 0, at, posted, accepted, ended, ended, agent, session, lines, "", token)
	if err != nil {
		return err
	}
	event := func(kind support.EventKind, role support.ActorRole, actor support.AgentID, at int64, text string) error {
		f.seq++
		return f.to.row(ctx, events, f.seq, id, f.shape.Organisation, portal, kind, state, role, actor, 0, 0, at, text)
	}
	kinds := []support.EventKind{support.EventSubmitted, support.EventPosted, support.EventAccepted, support.EventEnded}
	for k, when := range []int64{at, posted, accepted, ended} {
		if when == 0 {
			continue
		}
		if err := event(kinds[k], support.ActorAgent, agent, when, ""); err != nil {
			return err
		}
		if kinds[k] != support.EventAccepted {
			continue
		}
		for range lines {
			if err := event(support.EventSaid, support.ActorCustomer, 0, when+appMeets, fmt.Sprintf(said, i)); err != nil {
				return err
			}
		}
	}
	if session == nil {
		return nil
	}
	secret := make([]byte, secretSize)
	if err := f.to.row(ctx, sessions, session, nil, id, agent, portal, "", secret, secret, accepted, accepted+appMeets, ended, f.draw.IntN(3)); err != nil {
		return err
	}
	if f.draw.IntN(100) >= surveyed {
		return nil
	}
	if err := event(support.EventSurveyed, support.ActorCustomer, 0, ended+appMeets, ""); err != nil {
		return err
	}
	return f.to.row(ctx, answers, id, 0, "help", 1+f.draw.IntN(support.MaxRating), "")
}

// An agent's day, in hours: at the desk, away at noon, and there again until the evening.
const (
	comes, eats, returns, goes = 8, 12, 13, 17
)

// days writes when agents were signed in: each day alike.
func (f *filler) days(ctx context.Context) error {
	for i, device := range f.shape.Devices {
		for day := f.shape.From.Truncate(24 * time.Hour); day.Before(f.shape.To); day = day.Add(24 * time.Hour) {
			at := func(hour int) int64 { return day.Add(time.Duration(hour) * time.Hour).UnixMilli() }
			for _, stay := range []struct {
				status      support.Status
				since, till int
			}{{support.StatusAvailable, comes, eats}, {support.StatusAway, eats, returns}, {support.StatusAvailable, returns, goes}} {
				if err := f.to.row(ctx, visits, f.shape.Agents[i], device, 0, stay.status, at(stay.since), at(stay.till)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
