package store

import (
	"context"
	"reflect"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.RequestStore = (*Store)(nil)

// CreateRequest implements support.RequestKeeper.
func (s *Store) CreateRequest(ctx context.Context, r support.Request, first support.Event) error {
	return s.transactWithEvents(ctx, func(tx queryer) (bool, error) {
		_, err := tx.ExecContext(ctx, `INSERT INTO requests
			(id, organisation, portal, kind, state, customer, question, fields, language, wanted, created, seen, token)
			VALUES (`+marks(13)+`)`, r.ID[:], r.Organisation, r.Portal, r.Kind, r.State, r.Customer, r.Question, asJSON(&r.Fields),
			r.Language, r.Wanted, toMillis(r.Created), toMillis(r.Seen), r.Token[:])
		if err != nil {
			return false, mapped(err)
		}
		_, err = addEvents(ctx, tx, []support.Event{first})
		return true, err
	})
}

// ChangeRequest implements support.RequestKeeper.
func (s *Store) ChangeRequest(ctx context.Context, id support.RequestID, change func(*support.Request) (support.Step, error)) (
	r support.Request, events []support.Event, err error,
) {
	err = s.transactWithEvents(ctx, func(tx queryer) (bool, error) {
		if r, err = one(ctx, tx, scanRequest, selectRequests+` WHERE id = ?`+s.db.forUpdate, id[:]); err != nil {
			return false, err
		}
		before := r
		step, err := change(&r)
		if err != nil {
			return false, err
		}
		if !reflect.DeepEqual(before, r) {
			if err := updateRequest(ctx, tx, r); err != nil {
				return false, err
			}
		}
		events, err = keepStep(ctx, tx, step)
		return len(events) > 0, err
	})
	return r, events, err
}

// updateRequest writes all of a request that ever changes.
func updateRequest(ctx context.Context, tx queryer, r support.Request) error {
	return changedOne(tx.ExecContext(ctx, `UPDATE requests SET state = ?, posted = ?, accepted = ?, ended = ?, seen = ?, offer_to = ?,
		offer_until = ?, app_code = ?, app_until = ?, app_made = ?, agent = ?, declined = ?, passed = ?, place = ?, silent = ?,
		lines = ?, session = ?, notes = ? WHERE id = ?`,
		r.State, toMillis(r.Posted), toMillis(r.Accepted), toMillis(r.Ended), toMillis(r.Seen), r.Offer.To,
		toMillis(r.Offer.Until), r.App.Code.Canonical(), toMillis(r.App.Until), r.App.Made, r.Agent, asJSON(&r.Declined), asJSON(&r.Passed),
		r.Place, r.Silent, r.Lines, orNull(r.Session[:]), r.Notes, r.ID[:]))
}

const selectRequests = `SELECT id, organisation, portal, kind, state, customer, question, fields, language, wanted, created, posted,
	accepted, ended, seen, offer_to, offer_until, app_code, app_until, app_made, agent, declined, passed, place, silent, lines,
	session, notes, token FROM requests`

func scanRequest(row scanner) (r support.Request, err error) {
	return r, row.Scan(bytesColumn{r.ID[:]}, &r.Organisation, &r.Portal, &r.Kind, &r.State, &r.Customer, &r.Question, asJSON(&r.Fields),
		&r.Language, &r.Wanted, timeColumn{&r.Created}, timeColumn{&r.Posted}, timeColumn{&r.Accepted}, timeColumn{&r.Ended},
		timeColumn{&r.Seen}, &r.Offer.To, timeColumn{&r.Offer.Until}, &r.App.Code, timeColumn{&r.App.Until}, &r.App.Made, &r.Agent,
		asJSON(&r.Declined), asJSON(&r.Passed), &r.Place, &r.Silent, &r.Lines, bytesColumn{r.Session[:]}, &r.Notes, bytesColumn{r.Token[:]})
}

// SeenRequests implements support.RequestKeeper.
func (s *Store) SeenRequests(ctx context.Context, ids []support.RequestID, at time.Time) ([]support.RequestID, error) {
	type seen struct {
		id     support.RequestID
		silent bool
	}
	scan := func(row scanner) (one seen, err error) { return one, row.Scan(bytesColumn{one.id[:]}, &one.silent) }
	var silent []support.RequestID
	for start := 0; start < len(ids); start += chunk {
		part := ids[start:min(start+chunk, len(ids))]
		args := []any{toMillis(at), toMillis(at)}
		for _, id := range part {
			args = append(args, id[:])
		}
		all, err := list(ctx, s.db, scan, `UPDATE requests SET seen = ? WHERE ended = 0 AND seen < ? AND id IN (`+marks(len(part))+`)
			RETURNING id, silent`, args...)
		if err != nil {
			return nil, err
		}
		for _, one := range all {
			if one.silent {
				silent = append(silent, one.id)
			}
		}
	}
	return silent, nil
}

// Request implements support.RequestReader.
func (s *Store) Request(ctx context.Context, id support.RequestID) (support.Request, error) {
	return one(ctx, s.db, scanRequest, selectRequests+` WHERE id = ?`, id[:])
}

// RequestByToken implements support.RequestReader.
func (s *Store) RequestByToken(ctx context.Context, h support.SecretHash) (support.Request, error) {
	return one(ctx, s.db, scanRequest, selectRequests+` WHERE token = ?`, h[:])
}

// OpenRequests implements support.RequestReader.
func (s *Store) OpenRequests(ctx context.Context, portals []support.PortalID, agent support.AgentID) ([]support.Request, error) {
	query := selectRequests + ` WHERE ended = 0`
	var args []any
	switch {
	case len(portals) > 0:
		for _, p := range portals {
			args = append(args, p)
		}
		query += ` AND (portal IN (` + marks(len(portals)) + `) OR agent = ? AND agent <> 0)`
		args = append(args, agent)
	case agent != 0:
		query += ` AND agent = ?`
		args = append(args, agent)
	}
	return list(ctx, s.db, scanRequest, query+` ORDER BY posted, created, id`, args...)
}

// Ahead implements support.RequestReader.
func (s *Store) Ahead(ctx context.Context, portal support.PortalID, posted time.Time, id support.RequestID) (int, error) {
	scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
	at := toMillis(posted)
	return one(ctx, s.db, scan, `SELECT count(*) FROM requests WHERE ended = 0 AND portal = ? AND state = ? AND (posted < ? OR posted = ? AND id < ?)`,
		portal, support.RequestPosted, at, at, id[:])
}

// Waits implements support.RequestReader.
func (s *Store) Waits(ctx context.Context, portal support.PortalID, since time.Time, limit int) ([]support.Wait, error) {
	scan := func(row scanner) (w support.Wait, err error) {
		var waited int64
		err = row.Scan(&w.Place, &waited)
		w.Waited = time.Duration(waited) * time.Millisecond
		return w, err
	}
	return list(ctx, s.db, scan, `SELECT place, accepted - posted FROM requests WHERE portal = ? AND accepted > ? ORDER BY accepted DESC LIMIT ?`,
		portal, toMillis(since), limit)
}
