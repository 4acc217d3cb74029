package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.IntroductionStore = (*Store)(nil)

// counted is the condition for introductions that take one of the places in a session: open ones and accepted ones.
const counted = `state <= 1`

// CreateIntroduction implements support.IntroductionStore.
func (s *Store) CreateIntroduction(ctx context.Context, i support.Introduction, max int, first support.Event) (support.Introduction, error) {
	scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
	err := s.transactWithEvents(ctx, func(tx queryer) (bool, error) {
		// Whoever counts the places of a session does so alone.
		if _, err := one(ctx, tx, scan, `SELECT 1 FROM sessions WHERE id = ?`+s.db.forUpdate, i.Session[:]); err != nil {
			return false, err
		}
		n, err := one(ctx, tx, scan, `SELECT count(*) FROM introductions WHERE session = ? AND kind = ? AND `+counted, i.Session[:], i.Kind)
		if err != nil {
			return false, err
		}
		if n >= max {
			return false, support.ErrTooMany
		}
		i.ID, err = insert[support.IntroductionID](ctx, tx, `INSERT INTO introductions (organisation, session, request, kind, to_agent, to_portal,
			comment, rights, state, from_agent, device, portal, customer, created, until) VALUES (`+marks(15)+`) RETURNING id`,
			i.Organisation, i.Session[:], orNull(i.Request[:]), i.Kind, i.ToAgent, i.ToPortal, i.Comment, i.Rights, i.State, i.From, i.Device,
			i.Portal, i.Customer, toMillis(i.Created), toMillis(i.Until))
		if err != nil {
			return false, err
		}
		first.Introduction = i.ID
		_, err = addEvents(ctx, tx, []support.Event{first})
		return true, err
	})
	return i, err
}

const selectIntroductions = `SELECT id, organisation, session, request, kind, to_agent, to_portal, comment, rights, state, from_agent, device,
	portal, customer, declined, by_agent, device_key, code, created, until FROM introductions`

func scanIntroduction(row scanner) (i support.Introduction, err error) {
	return i, row.Scan(&i.ID, &i.Organisation, bytesColumn{i.Session[:]}, bytesColumn{i.Request[:]}, &i.Kind, &i.ToAgent, &i.ToPortal, &i.Comment,
		&i.Rights, &i.State, &i.From, &i.Device, &i.Portal, &i.Customer, asJSON(&i.Declined), &i.By, (*[]byte)(&i.DeviceKey), &i.Code, timeColumn{&i.Created},
		timeColumn{&i.Until})
}

// Introduction implements support.IntroductionStore.
func (s *Store) Introduction(ctx context.Context, id support.IntroductionID) (support.Introduction, error) {
	return one(ctx, s.db, scanIntroduction, selectIntroductions+` WHERE id = ?`, id)
}

// ChangeIntroduction implements support.IntroductionStore.
func (s *Store) ChangeIntroduction(ctx context.Context, id support.IntroductionID,
	change func(*support.Introduction) (support.Step, error),
) (i support.Introduction, err error) {
	err = s.transactWithEvents(ctx, func(tx queryer) (bool, error) {
		if i, err = one(ctx, tx, scanIntroduction, selectIntroductions+` WHERE id = ?`+s.db.forUpdate, id); err != nil {
			return false, err
		}
		step, err := change(&i)
		if err != nil {
			return false, err
		}
		err = changedOne(tx.ExecContext(ctx, `UPDATE introductions SET state = ?, declined = ?, by_agent = ?, device_key = ?, code = ? WHERE id = ?`,
			i.State, asJSON(&i.Declined), i.By, []byte(i.DeviceKey), i.Code.Canonical(), i.ID))
		if err != nil {
			return false, err
		}
		events, err := keepStep(ctx, tx, step)
		return len(events) > 0, err
	})
	return i, err
}

// OpenIntroductions implements support.IntroductionStore.
func (s *Store) OpenIntroductions(ctx context.Context, organisation support.OrganisationID) ([]support.Introduction, error) {
	query, args := selectIntroductions+` WHERE state = 0`, []any(nil) // written out, since the index of open ones is found by this text alone
	if organisation != 0 {
		query, args = query+` AND organisation = ?`, []any{organisation}
	}
	return list(ctx, s.db, scanIntroduction, query+` ORDER BY id`, args...)
}

// EndedIntroductions implements support.IntroductionStore.
func (s *Store) EndedIntroductions(ctx context.Context, device support.DeviceID, since time.Time) ([]support.Introduction, error) {
	return list(ctx, s.db, scanIntroduction, selectIntroductions+` WHERE device = ? AND created >= ? AND state <> 0 ORDER BY id`,
		device, toMillis(since))
}
