package center

import (
	"net/http"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// maxStreams is how many live pages a manager may have open: several screens, but no flood.
const maxStreams = 8

// leastPause is the shortest time between two pictures of the live page, however much happens.
const leastPause = time.Second

// liveWrite is how long a browser may take nothing before it is given up.
const liveWrite = 10 * time.Second

// Drain ends the streams, so that a relay that stops need not wait for pages that stay open; they come back by themselves.
func (c *Center) Drain() { c.drainOnce.Do(func() { close(c.draining) }) }

// followLive keeps a live page fresh for as long as it is open and whoever opened it stays signed in.
func (c *Center) followLive(w http.ResponseWriter, r *http.Request, who Manager) error {
	if !c.streams.Enter(who.Agent.ID, maxStreams) {
		return &support.TooManyError{RetryAfter: liveBeat}
	}
	defer c.streams.Leave(who.Agent.ID)
	events, cancel := c.Feed.Subscribe()
	defer cancel()
	stream, err := web.BeginEvents(w, liveWrite)
	if err != nil {
		return nil // the browser is gone
	}
	if err := c.sendLive(r, stream, events, who.Organisation.ID); err != nil && r.Context().Err() == nil {
		c.Logger.DebugContext(r.Context(), "a live page's stream ended", "error", err)
	}
	return nil
}

// sendLive sends the page's part again and again: soon after something happened, and when liveBeat has passed.
func (c *Center) sendLive(r *http.Request, stream *web.EventStream, events <-chan support.Event, organisation support.OrganisationID) error {
	beat := time.NewTimer(liveBeat)
	defer beat.Stop()
	for {
		who, err := c.who(r) // who may have been signed out, or have become another
		if err != nil || !who.MayAnywhere(support.ActSeeRequest) {
			return err
		}
		data, err := c.liveNow(r, who)
		if err != nil {
			return err
		}
		part, err := c.livePart(web.Language(r), data)
		if err != nil {
			return err
		}
		if err := stream.Send(partLive, 0, part); err != nil {
			return err
		}
		beat.Reset(liveBeat)
		shown := time.Now()
		for again := false; !again; {
			select {
			case <-r.Context().Done():
				return nil
			case <-c.draining:
				return nil
			case <-beat.C:
				again = true
			case e, open := <-events:
				if !open {
					return nil // too slow for the feed: the browser comes back
				}
				if e.Organisation == organisation {
					beat.Reset(max(leastPause-time.Since(shown), 0))
				}
			}
		}
	}
}
