package support

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
	"beside.example/protocol/text"
)

// Report is what one agent's app handed in of a session.
type Report struct {
	Session Session
	// You is the number that the agent had among those who were there.
	You       protocol.AttendeeID
	DeviceKey ed25519.PublicKey
	Received  time.Time
	// Facts, Chat and Notes tell how the parts stand; what of them does not hold is not among the entries.
	Facts, Chat, Notes Proof
	Happened           []handin.Entry // the facts, in their order
	Said               []handin.Entry
	Wrote              handin.Notes
}

// Proof tells how a part of a report stands.
type Proof struct {
	There bool
	// Signed tells that every page that is there is signed by the device's key, as checked when this was read.
	Signed bool
	// Whole tells that no page is missing or was exchanged.
	Whole bool
}

// Holds reports whether a part may be shown as what the device signed.
func (p Proof) Holds() bool { return p.There && p.Signed && p.Whole }

// handInReader is what reading reports needs of a store.
type handInReader interface {
	// Introduced lists the sessions of agents who were brought into another one, the earliest first.
	Introduced(ctx context.Context, session leg.SessionID) ([]Session, error)
	HasDeviceKey(ctx context.Context, device DeviceID, key ed25519.PublicKey) (bool, error)
	// HandIns lists the pages of a session, part by part in their order.
	HandIns(ctx context.Context, session leg.SessionID) ([]HandIn, error)
}

// readReport reads what was handed in of a session, and checks it anew; there is false when nothing was.
func readReport(ctx context.Context, store handInReader, session Session) (r Report, there bool, err error) {
	pages, err := store.HandIns(ctx, session.ID)
	if err != nil || len(pages) == 0 {
		return Report{}, false, err
	}
	r = Report{Session: session, DeviceKey: pages[0].DeviceKey}
	for _, h := range pages {
		if r.Received.Before(h.Received) {
			r.Received = h.Received
		}
	}
	for part, to := range map[handin.Part]*Proof{handin.PartFacts: &r.Facts, handin.PartChat: &r.Chat, handin.PartNotes: &r.Notes} {
		its := slices.DeleteFunc(slices.Clone(pages), func(h HandIn) bool { return h.Part != part })
		entries, err := r.check(ctx, store, its, to)
		if err != nil {
			return Report{}, false, err
		}
		r.take(part, entries)
	}
	return r, true, nil
}

// check says how a part stands, and returns what its signed pages tell.
func (r *Report) check(ctx context.Context, store handInReader, its []HandIn, p *Proof) ([]handin.Entry, error) {
	var pages []handin.Page
	var bodies [][]byte
	p.There, p.Signed = len(its) > 0, len(its) > 0
	var entries []handin.Entry
	for _, h := range its {
		known, err := store.HasDeviceKey(ctx, r.Session.Device, h.DeviceKey)
		if err != nil {
			return nil, fmt.Errorf("look up a device's key: %w", err)
		}
		page, err := handin.Parse(h.Page)
		if err != nil || !known || page.Session != r.Session.ID || page.Part != h.Part || !handin.Verify(h.DeviceKey, h.Page, h.Signature) {
			p.Signed = false
			continue
		}
		pages, bodies = append(pages, page), append(bodies, h.Page)
		r.You = page.You
		entries = append(entries, page.Entries...)
	}
	p.Whole = len(pages) == len(its) && handin.Whole(pages, bodies)
	return entries, nil
}

func (r *Report) take(part handin.Part, entries []handin.Entry) {
	switch part {
	case handin.PartFacts:
		r.Happened = entries
	case handin.PartChat:
		r.Said = entries
	case handin.PartNotes:
		for _, e := range entries {
			if n, ok := e.Fact.(handin.Notes); ok {
				r.Wrote = handin.Notes{Outcome: n.Outcome, Text: text.CleanLines(n.Text, MaxNotes)}
			}
		}
	}
}

// span returns from when to when the agent was there, as the report says.
func (r *Report) span() (began, ended time.Time) {
	if n := len(r.Happened); n > 0 {
		return r.Happened[0].At, r.Happened[n-1].At
	}
	return r.Session.Started, r.Session.Ended
}

// Cut reports whether the app was gone before the session was over.
func (r *Report) Cut() bool {
	return slices.ContainsFunc(r.Happened, func(e handin.Entry) bool {
		ended, ok := e.Fact.(handin.Ended)
		return ok && ended.Cut
	})
}

// withAccount adds to a review what agents' apps handed in of its sessions, and of those of who was brought in.
func (s *Reviews) withAccount(ctx context.Context, review Review) (Review, error) {
	if review.Request == (RequestID{}) {
		for i := 0; i < len(review.Sessions) && i < protocol.MaxAgents; i++ { // who was brought in may bring in others
			brought, err := s.store.Introduced(ctx, review.Sessions[i].ID)
			if err != nil {
				return Review{}, fmt.Errorf("list the sessions of who was brought in: %w", err)
			}
			review.Sessions = append(review.Sessions, brought...)
		}
	}
	var reports []Report
	for _, session := range review.Sessions {
		r, there, err := readReport(ctx, s.store, session)
		if err != nil {
			return Review{}, fmt.Errorf("read what was handed in: %w", err)
		}
		if there {
			reports = append(reports, r)
		}
	}
	review.Account = NewAccount(reports, review.Sessions)
	return review, nil
}

// Signed returns the pages that were handed in of a case, as they were signed.
func (s *Reviews) Signed(ctx context.Context, review Review) ([]HandIn, error) {
	var all []HandIn
	for _, session := range review.Sessions {
		pages, err := s.store.HandIns(ctx, session.ID)
		if err != nil {
			return nil, fmt.Errorf("read what was handed in: %w", err)
		}
		all = append(all, pages...)
	}
	return all, nil
}
