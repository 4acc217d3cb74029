package support

import (
	"context"
	"fmt"
	"time"
)

// Keeping is for how long an organisation keeps a kind of things, and what is gone.
type Keeping struct {
	Kind Perishable
	Days Days
	Mark RetentionMark
}

// Kept tells for how long an organisation keeps what, and in which time zone it counts days.
func (s *Privacy) Kept(ctx context.Context, who Manager) ([]Keeping, *time.Location, error) {
	if err := s.may(who, ActSeeSettings); err != nil {
		return nil, nil, err
	}
	settings, err := s.store.Settings(ctx, who.Organisation.ID)
	if err != nil {
		return nil, nil, fmt.Errorf("read what is kept: %w", err)
	}
	marks, err := s.store.RetentionMarks(ctx, who.Organisation.ID)
	if err != nil {
		return nil, nil, fmt.Errorf("read what is gone: %w", err)
	}
	var all []Keeping
	for _, kind := range Perishables() {
		all = append(all, Keeping{Kind: kind, Days: settings.Keep.Days(kind), Mark: marks[kind]})
	}
	return all, settings.Location(), nil
}

// Deleted lists up to limit of what was deleted in an organisation, the latest first, from before one on; before 0 means all.
func (s *Privacy) Deleted(ctx context.Context, who Manager, before uint64, limit int) ([]Deletion, error) {
	if err := s.may(who, ActSeeSettings); err != nil {
		return nil, err
	}
	all, err := s.store.Deletions(ctx, who.Organisation.ID, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list what was deleted: %w", err)
	}
	return all, nil
}

// Gone tells from when on reports know of cases and of sign-ins; zero when they know of all that ever was.
func (r *Reports) Gone(ctx context.Context, o OrganisationID) (cases, signIns time.Time, err error) {
	marks, err := r.store.RetentionMarks(ctx, o)
	if err != nil {
		return cases, signIns, fmt.Errorf("read what is gone: %w", err)
	}
	return marks[PerishableCases].Before, marks[PerishableSignIns].Before, nil
}
