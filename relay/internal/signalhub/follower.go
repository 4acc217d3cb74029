package signalhub

import (
	"context"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// follower is an agent's app that is told of requests. It belongs to the desk's goroutine.
type follower struct {
	conn   *conn
	status support.Status
	// stale says that the app must be told its whole list.
	stale bool
	// told are the requests that the app has in its list, alerted the introductions that it alerts of.
	told    map[support.RequestID]struct{}
	alerted map[support.IntroductionID]struct{}
	// office says that the app wants to know its colleagues, colleagues what it was told last.
	office     bool
	colleagues []signalling.Colleague
}

// arrive has the desk tell an app from now on.
func (d *desk) arrive(ctx context.Context, c *conn) {
	d.do(ctx, func(ctx context.Context) {
		if c.gone() {
			return
		}
		f := &follower{conn: c, status: support.StatusAway}
		d.followers[c] = f
		d.tellAll(ctx, c, f)
		d.tellAnswers(ctx, f)
	})
}

// leave has the desk forget an app.
func (d *desk) leave(ctx context.Context, c *conn) {
	d.do(ctx, func(context.Context) { delete(d.followers, c) })
}

// setStatus has the desk alert an app, or not, from now on.
func (d *desk) setStatus(ctx context.Context, c *conn, status support.Status) {
	d.do(ctx, func(ctx context.Context) {
		if f := d.followers[c]; f != nil && f.status != status {
			f.status = status
			d.tellAll(ctx, c, f)
		}
	})
}

// tellAll tells an app everything that it may know.
func (d *desk) tellAll(ctx context.Context, c *conn, f *follower) {
	f.stale = true
	requests, err := d.hub.config.Desk.Requests.For(ctx, c.who)
	if err != nil {
		c.log.WarnContext(ctx, "list an agent's requests", "error", err)
		return
	}
	introductions, err := d.hub.config.Desk.Introductions.For(ctx, c.who)
	if err != nil {
		c.log.WarnContext(ctx, "list an agent's introductions", "error", err)
		return
	}
	f.stale = false
	f.told = make(map[support.RequestID]struct{}, len(requests))
	f.alerted = map[support.IntroductionID]struct{}{}
	now := time.Now()
	told := make([]signalling.Request, 0, len(requests))
	for _, r := range requests {
		if q, ok := d.view(ctx, f, r, now); ok {
			told = append(told, q)
		}
	}
	for _, list := range signalling.RequestLists(told) {
		c.push(list)
	}
	for _, i := range introductions {
		d.tellIntroduction(ctx, f, i, now)
	}
}

// view returns a request as an app is told of it; ok is false when the app has nothing to do with it. A request that the agent may not
// see any more is told once more, so that it leaves the list.
func (d *desk) view(ctx context.Context, f *follower, r support.Request, now time.Time) (q signalling.Request, ok bool) {
	visible := !r.State.Final() && r.VisibleTo(f.conn.who)
	_, told := f.told[r.ID]
	switch {
	case visible:
		f.told[r.ID] = struct{}{}
	case told:
		delete(f.told, r.ID)
	default:
		return q, false
	}
	q = d.names.request(ctx, r, f.conn.who, f.conn.language, now)
	if visible {
		q.AlertLeft = d.hub.config.Desk.Requests.Alert(r, f.conn.who, f.status, now)
	}
	switch {
	case q.AlertLeft <= 0:
	case r.Wanted != 0:
		q.Alert = signalling.AlertMatch
	default:
		q.Alert = signalling.AlertNew
	}
	return q, true
}

// tellRequests tells an app of changed requests, many of them in few messages.
func (f *follower) tellRequests(requests []signalling.Request) {
	switch len(requests) {
	case 0:
	case 1:
		f.conn.push(signalling.RequestChanged{Request: requests[0]})
	default:
		for _, list := range signalling.RequestLists(requests) {
			list.First = false
			f.conn.push(list)
		}
	}
}

// tellLines tells an app what was said in its agent's requests.
func (d *desk) tellLines(ctx context.Context, f *follower, events []support.Event, requests []support.Request, now time.Time) {
	for _, e := range events {
		if e.Kind != support.EventSaid {
			continue
		}
		for _, r := range requests {
			if r.ID == e.Request && r.Agent == f.conn.who.Agent.ID {
				f.conn.push(signalling.RequestSaid{ID: signalling.RequestID(r.ID), Line: d.names.line(ctx, r, e, now)})
			}
		}
	}
}
