package support

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Perishable is a kind of things that an organisation keeps for so long.
type Perishable uint8

// The kinds of perishable things. The numbers stand in the store.
const (
	PerishableChats   Perishable = iota + 1 // what was written in sessions, and what was handed in of it: lines, notes, comments
	PerishableCases                         // requests and telephone calls, with their events, sessions and surveys
	PerishableSignIns                       // when agents were signed in
	PerishableAudit                         // acts of management
)

// Perishables are all kinds, in the order in which pages list them.
func Perishables() []Perishable {
	return []Perishable{PerishableCases, PerishableChats, PerishableSignIns, PerishableAudit}
}

// Field is the kind's word in the audit log.
func (p Perishable) Field() string {
	return [...]string{PerishableChats: "chats", PerishableCases: "cases", PerishableSignIns: "sign_ins", PerishableAudit: "audit"}[p]
}

// Days returns for how long a kind is kept.
func (r Retention) Days(p Perishable) Days {
	return [...]Days{PerishableChats: r.Chats, PerishableCases: r.Requests, PerishableSignIns: r.SignIns, PerishableAudit: r.Audit}[p]
}

// RetentionMark says what is gone of a kind.
type RetentionMark struct {
	Before time.Time // everything from before is; zero when nothing was ever deleted
	Looked time.Time // when it was last looked at
}

// Deletion is what was deleted of a kind in one go.
type Deletion struct {
	ID           uint64
	Organisation OrganisationID
	Kind         Perishable
	At           time.Time
	Before       time.Time // the things were from before
	Count        uint64
}

// OldPlace is a place among the things of a kind, the oldest first. The zero value is before all of them.
type OldPlace struct {
	At  time.Time
	Key []byte
}

// RetentionStore is what Expiry needs of a store.
type RetentionStore interface {
	Organisations(ctx context.Context) ([]Organisation, error)
	Settings(ctx context.Context, o OrganisationID) (Settings, error)
	// Lease lets one holder at a time do what has a name, until a time; ok is false while somebody else does.
	Lease(ctx context.Context, name string, holder SecretHash, now, until time.Time) (ok bool, err error)
	RetentionMarks(ctx context.Context, o OrganisationID) (map[Perishable]RetentionMark, error)
	SetRetentionMark(ctx context.Context, o OrganisationID, kind Perishable, m RetentionMark) error
	// DeleteOld deletes things of a kind from before a time: it looks at up to limit of them from a place on, the oldest first, in one short
	// transaction. It returns how many it deleted, and the place where to go on; more is false when there is none.
	DeleteOld(ctx context.Context, o OrganisationID, kind Perishable, from OldPlace, before time.Time, limit int) (next OldPlace, deleted uint64, more bool, err error)
	// DeleteLeftovers deletes codes that became no session and portal codes that ended before a time: up to limit of each.
	DeleteLeftovers(ctx context.Context, before time.Time, limit int) (deleted uint64, err error)
	// GiveBack gives the system a little of the room back that is left of what was deleted, if there is much; more is false when there is not.
	GiveBack(ctx context.Context) (more bool, err error)
	AddDeletion(ctx context.Context, d Deletion) error
	AddAudit(ctx context.Context, e AuditEvent) error
}

// What we may tune of retention.
const (
	retentionEvery = 10 * time.Minute // between two looks whether something is too old: a decision of a manager is done soon
	retentionLease = time.Minute      // a relay that is lost in the middle holds up the others for so long
	retentionBatch = 50               // things in one transaction, so that whoever wants to write waits for some milliseconds
	retentionPause = 20 * time.Millisecond
	lateEnd        = maxSession + 24*time.Hour
	leftoverAge    = 7 * 24 * time.Hour // nobody asks for a code of last week
)

// retentionName is the lease's.
const retentionName = "retention"

// Expiry deletes what organisations have decided not to keep any longer, a little at a time, and writes down what it deleted. Of a fleet, one
// relay does so at a time.
type Expiry struct {
	store  RetentionStore
	log    func(problem error)
	holder SecretHash
}

// NewExpiry returns the expiry of what store keeps; log takes what went wrong.
func NewExpiry(store RetentionStore, log func(problem error)) *Expiry {
	return &Expiry{store: store, log: log, holder: NewSecret().Hash()}
}

// Run looks every now and then whether something is too old, until ctx ends.
func (x *Expiry) Run(ctx context.Context) {
	ticker := time.NewTicker(retentionEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			if err := x.Expire(ctx, now); err != nil && ctx.Err() == nil {
				x.log(err)
			}
		}
	}
}

// errHeld says that another relay is at it.
var errHeld = errors.New("another relay deletes what is old")

// Expire deletes everything that is too old at a time. It does nothing while another relay does.
func (x *Expiry) Expire(ctx context.Context, now time.Time) error {
	organisations, err := x.store.Organisations(ctx)
	if err != nil {
		return fmt.Errorf("list the organisations: %w", err)
	}
	for _, o := range organisations {
		switch err := x.organisation(ctx, o, now); {
		case errors.Is(err, errHeld):
			return nil
		case err != nil:
			return fmt.Errorf("delete what organisation %d does not keep: %w", o.ID, err)
		}
	}
	if err := x.leftovers(ctx, now); err != nil {
		return err
	}
	return x.giveBack(ctx)
}

// giveBack makes the store as small as what is in it, in steps as short as those in which it was deleted.
func (x *Expiry) giveBack(ctx context.Context) error {
	for {
		more, err := x.store.GiveBack(ctx)
		if err != nil {
			return fmt.Errorf("make the store smaller: %w", err)
		}
		if !more {
			return nil
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// hold keeps the lease for another while.
func (x *Expiry) hold(ctx context.Context) error {
	now := time.Now()
	ok, err := x.store.Lease(ctx, retentionName, x.holder, now, now.Add(retentionLease))
	if err != nil {
		return fmt.Errorf("hold the lease: %w", err)
	}
	if !ok {
		return errHeld
	}
	return nil
}

// organisation deletes what one organisation does not keep.
func (x *Expiry) organisation(ctx context.Context, o Organisation, now time.Time) error {
	settings, err := x.store.Settings(ctx, o.ID)
	if err != nil {
		return fmt.Errorf("read its settings: %w", err)
	}
	marks, err := x.store.RetentionMarks(ctx, o.ID)
	if err != nil {
		return fmt.Errorf("read what is gone: %w", err)
	}
	var gone []Change
	for _, kind := range Perishables() {
		before, perishes := settings.Keep.Days(kind).Before(now.In(settings.Location()))
		if !perishes {
			continue
		}
		before, _ = ReportDays(before, before, settings.Location()) // whole days, so that reports know from which on they are right
		if mark := marks[kind]; !before.After(mark.Before) {
			continue // done today, or it is kept for longer now
		}
		count, err := x.kind(ctx, o.ID, kind, marks[kind].Before, before)
		if count > 0 { // whatever else happened
			d := Deletion{Organisation: o.ID, Kind: kind, At: time.Now(), Before: before, Count: count}
			err = errors.Join(err, x.store.AddDeletion(ctx, d))
			gone = append(gone, Change{Field: kind.Field(), Before: strconv.FormatUint(count, 10)})
		}
		if err == nil {
			err = x.store.SetRetentionMark(ctx, o.ID, kind, RetentionMark{Before: before, Looked: time.Now()})
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", kind.Field(), err), x.audit(ctx, o, gone))
		}
	}
	return x.audit(ctx, o, gone)
}

// audit writes to the log what is gone, if anything is.
func (x *Expiry) audit(ctx context.Context, o Organisation, gone []Change) error {
	if len(gone) == 0 {
		return nil
	}
	e := AuditEvent{Organisation: o.ID, At: time.Now(), Act: AuditRetention, Object: o.Name, Changes: gone}
	if err := x.store.AddAudit(ctx, e); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// kind deletes what there is of a kind from before a time; what is from before the mark is gone, but for what had not ended then.
func (x *Expiry) kind(ctx context.Context, o OrganisationID, kind Perishable, mark, before time.Time) (count uint64, err error) {
	var from OldPlace
	if !mark.IsZero() {
		from.At = mark.Add(-lateEnd)
	}
	for more := true; more; {
		if err := x.hold(ctx); err != nil {
			return count, err
		}
		var deleted uint64
		if from, deleted, more, err = x.store.DeleteOld(ctx, o, kind, from, before, retentionBatch); err != nil {
			return count, err
		}
		count += deleted
		if more {
			if err := pause(ctx); err != nil {
				return count, err
			}
		}
	}
	return count, nil
}

// leftovers deletes what nobody decides about.
func (x *Expiry) leftovers(ctx context.Context, now time.Time) error {
	for deleted := uint64(retentionBatch); deleted >= retentionBatch; {
		switch err := x.hold(ctx); {
		case errors.Is(err, errHeld):
			return nil
		case err != nil:
			return err
		}
		var err error
		if deleted, err = x.store.DeleteLeftovers(ctx, now.Add(-leftoverAge), retentionBatch); err != nil {
			return fmt.Errorf("delete old codes: %w", err)
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
	return nil
}

// pause lets others write between two batches.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(retentionPause):
		return nil
	}
}
