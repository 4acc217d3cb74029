package support

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"beside.example/protocol/leg"
)

// What we may tune of looking for a person.
const (
	// MaxTraces is how many cases of a person are shown and erased at a time.
	MaxTraces = 200
	// personPage is how many cases are compared at a time.
	personPage = 2000
)

// PersonRow is what one case knows of its customer.
type PersonRow struct {
	Request  RequestID     // zero for a case that came by telephone
	Call     leg.SessionID // of such a case
	Created  time.Time
	Customer string
	Fields   []byte // a JSON object, as it is kept: few of them are worth reading
}

// fields reads the customer's own fields.
func (r PersonRow) fields() map[string]string {
	var fields map[string]string
	if len(r.Fields) > 0 && json.Unmarshal(r.Fields, &fields) != nil {
		return nil // which were not kept by us
	}
	return fields
}

// place is where the row stands among all.
func (r PersonRow) place() OldPlace {
	if r.Request == (RequestID{}) {
		return OldPlace{At: r.Created, Key: r.Call[:]}
	}
	return OldPlace{At: r.Created, Key: r.Request[:]}
}

// ParseCaseIDs reads the names of cases, each of which counts once; ErrInvalid when there are none, too many, or such that name nothing.
func ParseCaseIDs(names []string) ([]CaseID, error) {
	if len(names) == 0 || len(names) > MaxTraces {
		return nil, fmt.Errorf("%d cases: %w", len(names), ErrInvalid)
	}
	var ids []CaseID
	for _, name := range names {
		id, ok := ParseCaseName(name)
		if !ok {
			return nil, fmt.Errorf("case %q: %w", name, ErrInvalid)
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// PrivacyStore is what Privacy needs of a store.
type PrivacyStore interface {
	ReviewStore
	// People lists what cases of an organisation know of their customers, as far as a hint says that they are worth a look, erased ones left
	// out, the oldest first, from a place on.
	People(ctx context.Context, o OrganisationID, hint PersonHint, from OldPlace, limit int) ([]PersonRow, error)
	// Portals lists the portals of an organisation, Agents its agents.
	Portals(ctx context.Context, o OrganisationID) ([]Portal, error)
	Agents(ctx context.Context, o OrganisationID) ([]Agent, error)
	// Comments lists what agents wrote to colleagues about sessions.
	Comments(ctx context.Context, sessions []leg.SessionID) ([]string, error)
	HandIns(ctx context.Context, session leg.SessionID) ([]HandIn, error)
	Settings(ctx context.Context, o OrganisationID) (Settings, error)
	RetentionMarks(ctx context.Context, o OrganisationID) (map[Perishable]RetentionMark, error)
	// Deletions lists up to limit deletions of an organisation that come before one, the latest first; before 0 means from the latest on.
	Deletions(ctx context.Context, o OrganisationID, before uint64, limit int) ([]Deletion, error)
	AddAudit(ctx context.Context, e AuditEvent) error
	// EraseCases removes from cases of an organisation who asked and what was written, and writes an act to the audit log, all at once. It is
	// ErrChanged when one of them is not there or not over.
	EraseCases(ctx context.Context, o OrganisationID, ids []CaseID, at time.Time, e AuditEvent) error
	// EraseAgent takes name and mail address from an agent and from all that the audit log says, with all that the agent signs in by, and writes
	// an act to the log. It is ErrChanged unless the agent is disabled.
	EraseAgent(ctx context.Context, was Agent, name, mail string, e AuditEvent) error
}

// Privacy finds, hands out and erases the data of one person, for those who look after a whole organisation.
type Privacy struct {
	store PrivacyStore
	slot  chan struct{} // has room for one who looks for a person: it keeps the store busy for a second or more
}

// NewPrivacy returns the privacy of what store keeps.
func NewPrivacy(store PrivacyStore) *Privacy {
	return &Privacy{store: store, slot: make(chan struct{}, 1)}
}

// Trace is a case in which a person seems to have asked.
type Trace struct {
	Case
	Customer string
	Question string
	Fields   map[string]string
	Sure     bool // the same name, address or number
}

// may returns ErrDenied unless somebody may do an act to the whole organisation.
func (*Privacy) may(who Manager, act Act) error {
	if !who.May(act, Object{}) {
		return fmt.Errorf("the data of persons: %w", ErrDenied)
	}
	return nil
}

// Find returns the cases in which a person seems to have asked, the latest first; more says that there are others beyond MaxTraces. The log
// says that somebody looked, and not for whom.
func (s *Privacy) Find(ctx context.Context, who Manager, p Person) (traces []Trace, more bool, err error) {
	if err := errors.Join(s.may(who, ActSeePerson), p.Check()); err != nil {
		return nil, false, err
	}
	select {
	case s.slot <- struct{}{}:
		defer func() { <-s.slot }()
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
	seek := newSeeker(p)
	hint := seek.hint()
	type found struct {
		PersonRow
		sure bool
	}
	var all []found
	for from, end := (OldPlace{}), false; !end; {
		page, err := s.store.People(ctx, who.Organisation.ID, hint, from, personPage)
		if err != nil {
			return nil, false, fmt.Errorf("look for a person: %w", err)
		}
		for _, row := range page {
			from = row.place()
			if !seek.worth(row) {
				continue
			}
			if m := seek.match(row.Customer, row.fields()); m != noMatch {
				all = append(all, found{row, m == sure})
			}
		}
		if end = len(page) < personPage; !end && len(all) > 2*MaxTraces {
			all, more = all[len(all)-MaxTraces:], true
		}
	}
	if len(all) > MaxTraces {
		all, more = all[len(all)-MaxTraces:], true
	}
	slices.Reverse(all)
	for _, f := range all {
		t := Trace{Customer: f.Customer, Fields: f.fields(), Sure: f.sure}
		if t.Case, t.Question, err = s.caseOf(ctx, f.PersonRow); err != nil {
			return nil, false, err
		}
		traces = append(traces, t)
	}
	e := auditEvent(who, AuditPersonSought, "", []Change{{Field: "cases", After: strconv.Itoa(len(traces))}})
	if err := s.store.AddAudit(ctx, e); err != nil {
		return nil, false, fmt.Errorf("write the audit log: %w", err)
	}
	return traces, more, nil
}

// caseOf reads a case that was found.
func (s *Privacy) caseOf(ctx context.Context, row PersonRow) (c Case, question string, err error) {
	if row.Request == (RequestID{}) {
		session, err := s.store.Session(ctx, row.Call)
		return PhoneCase(session), "", err
	}
	r, err := s.store.Request(ctx, row.Request)
	return r.asCase(), r.Question, err
}

// Erase removes from cases who asked and what was written: name, question, fields, chat, notes, comments, answers in words, and what was
// handed in. What reports count stays. It cannot be taken back. ErrChanged says that a case is not over, or not there any more.
func (s *Privacy) Erase(ctx context.Context, who Manager, ids []CaseID) error {
	if err := s.may(who, ActErasePerson); err != nil {
		return err
	}
	e := auditEvent(who, AuditPersonErased, "", []Change{{Field: "cases", Before: strconv.Itoa(len(ids))}})
	if err := s.store.EraseCases(ctx, who.Organisation.ID, ids, e.At, e); err != nil {
		return fmt.Errorf("erase cases: %w", err)
	}
	return nil
}

// FormerName is what an agent is called whose name was erased.
func FormerName(id AgentID) string { return "Former agent " + strconv.FormatUint(uint64(id), 10) }

// formerMail is in the place of the mail address, which must be there and nobody else's. No mail is ever sent to that domain.
func formerMail(id AgentID) string {
	return "former-" + strconv.FormatUint(uint64(id), 10) + "@agents.invalid"
}

// Erased reports whether the agent's name was erased.
func (a Agent) Erased() bool { return a.Disabled && a.Mail == formerMail(a.ID) }

// Former lists the agents who are out of service, those whose names were not erased first.
func (s *Privacy) Former(ctx context.Context, who Manager) ([]Agent, error) {
	if err := s.may(who, ActSeePerson); err != nil {
		return nil, err
	}
	all, err := s.store.Agents(ctx, who.Organisation.ID)
	if err != nil {
		return nil, fmt.Errorf("list the agents: %w", err)
	}
	all = slices.DeleteFunc(all, func(a Agent) bool { return !a.Disabled })
	slices.SortStableFunc(all, func(a, b Agent) int { return int(one(a.Erased())) - int(one(b.Erased())) })
	return all, nil
}

// EraseAgent gives an agent who is out of service a number for a name, everywhere and for good. What the agent did stays.
func (s *Privacy) EraseAgent(ctx context.Context, who Manager, id AgentID) error {
	if err := s.may(who, ActErasePerson); err != nil {
		return err
	}
	a, err := s.store.Agent(ctx, id)
	if err != nil {
		return fmt.Errorf("find the agent: %w", err)
	}
	if a.Organisation != who.Organisation.ID {
		return fmt.Errorf("an agent of another organisation: %w", ErrNotFound)
	}
	if err := s.store.EraseAgent(ctx, a, FormerName(id), formerMail(id), auditEvent(who, AuditAgentErased, FormerName(id), nil)); err != nil {
		return fmt.Errorf("erase agent %d: %w", id, err)
	}
	return nil
}
