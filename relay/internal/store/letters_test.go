package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// testLetters holds it that every mail that waits is sent by one relay at a time, and that nothing of it is lost.
func testLetters(t *testing.T, f *fixture) {
	ctx := t.Context()
	letter := support.Letter{
		Organisation: f.organisation.ID, Kind: support.LetterInvitation, To: "bob@northfield.example", Name: "Bob", Language: "fr", Invitation: 3,
		Created: now, Expires: now.Add(time.Hour), Due: now,
	}
	if _, err := f.ClaimLetter(ctx, now, now); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("nothing waits: %v", err)
	}
	for range 2 { // one mail of an invitation is enough
		must(t, f.AddLetter(ctx, letter, 2))
	}
	reset := support.Letter{Kind: support.LetterReset, To: "claire@northfield.example", Language: "en", Created: now, Expires: now.Add(time.Hour), Due: now.Add(time.Minute)}
	if box, err := f.LettersWaiting(ctx); box.Waiting != 1 || !box.Oldest.Equal(letter.Created.Truncate(time.Millisecond)) || err != nil {
		t.Errorf("the outbox: %+v, %v", box, err)
	}
	must(t, f.AddLetter(ctx, reset, 2))
	if err := f.AddLetter(ctx, reset, 2); !errors.Is(err, support.ErrTooMany) {
		t.Errorf("more than may wait: %v", err)
	}
	got, err := f.ClaimLetter(ctx, now, now.Add(time.Minute))
	must(t, err)
	letter.ID, letter.Tries, letter.Due = got.ID, 1, now.Add(time.Minute)
	if got != letter {
		t.Errorf("claimed %+v, want %+v", got, letter)
	}
	if _, err := f.ClaimLetter(ctx, now, now.Add(time.Minute)); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("claimed twice: %v", err)
	}
	again, err := f.ClaimLetter(ctx, now.Add(time.Minute), now.Add(2*time.Minute)) // the relay that had it is dead
	if err != nil || again.ID != letter.ID || again.Tries != 2 {
		t.Errorf("%+v, %v", again, err)
	}
	for name, err := range map[string]error{"put off": f.PutOffLetter(ctx, got, now), "remove": f.RemoveLetter(ctx, got)} {
		if !errors.Is(err, support.ErrNotFound) {
			t.Errorf("%s what another relay has: %v", name, err)
		}
	}
	must(t, f.PutOffLetter(ctx, again, now.Add(time.Hour)))
	other, err := f.ClaimLetter(ctx, now.Add(time.Minute), now.Add(time.Hour))
	if err != nil || other.Kind != support.LetterReset || other.Organisation != 0 {
		t.Errorf("%+v, %v", other, err)
	}
	must(t, f.RemoveLetter(ctx, other))
	last, err := f.ClaimLetter(ctx, now.Add(time.Hour), now.Add(2*time.Hour))
	must(t, err)
	must(t, f.RemoveLetter(ctx, last))
	f.claimTogether(t)
}

// claimTogether has two relays send many mails at once: each goes out once.
func (f *fixture) claimTogether(t *testing.T) {
	t.Helper()
	const letters, workers = 40, 4
	ctx := t.Context()
	for range letters {
		must(t, f.AddLetter(ctx, support.Letter{Kind: support.LetterReset, To: "x@y.example", Created: now, Expires: now, Due: now}, letters))
	}
	second := open(t, f.dsn)
	var mu sync.Mutex
	taken := map[support.LetterID]int{}
	var working sync.WaitGroup
	for n := range workers {
		s := f.Store
		if n%2 == 1 {
			s = second
		}
		working.Go(func() {
			for misses := 0; misses < letters; {
				l, err := s.ClaimLetter(ctx, now, now.Add(time.Hour))
				if err != nil { // another one was faster, or none is left
					misses++
					continue
				}
				mu.Lock()
				taken[l.ID]++
				mu.Unlock()
			}
		})
	}
	working.Wait()
	for id, times := range taken {
		if times != 1 {
			t.Errorf("mail %d was taken %d times", id, times)
		}
	}
	if len(taken) != letters {
		t.Errorf("%d of %d mails were taken", len(taken), letters)
	}
}

// testInvitations holds it that an invitation is found by its last link alone, and once in an organisation.
func testInvitations(t *testing.T, f *fixture) {
	ctx := t.Context()
	want := support.Invitation{
		Organisation: f.organisation.ID, Language: "fr", By: f.agent.ID, ByName: f.agent.Name, Created: now, Expires: now.Add(time.Hour),
		AgentEntry: support.AgentEntry{Name: "Bob", Mail: "bob@northfield.example", Team: f.team, Role: support.RoleTeamManager, Center: true, Portals: []support.PortalID{f.portal}},
	}
	id, err := f.CreateInvitation(ctx, want)
	must(t, err)
	want.ID = id
	if got, err := f.Invitation(ctx, id); err != nil || support.SeenOf(got) != support.SeenOf(want) {
		t.Errorf("kept %+v, %v, want %+v", got, err, want)
	}
	if _, err := f.CreateInvitation(ctx, want); !errors.Is(err, support.ErrExists) {
		t.Errorf("invited twice: %v", err)
	}
	first, second := support.NewSecret().Hash(), support.NewSecret().Hash()
	must(t, f.LinkInvitation(ctx, id, first, now, now.Add(time.Hour)))
	must(t, f.LinkInvitation(ctx, id, second, now.Add(time.Minute), now.Add(2*time.Hour)))
	if _, err := f.InvitationByToken(ctx, first); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("by the link before: %v", err)
	}
	if got, err := f.InvitationByToken(ctx, second); err != nil || got.ID != id || !got.Sent.Equal(now.Add(time.Minute)) || !got.Expires.Equal(now.Add(2*time.Hour)) {
		t.Errorf("by the link: %+v, %v", got, err)
	}
	elena := f.newAgent(t, "elena@northfield.example")
	must(t, f.RenewInvitation(ctx, id, elena.ID))
	if all, err := f.Invitations(ctx, f.organisation.ID); err != nil || len(all) != 1 || all[0].By != elena.ID {
		t.Errorf("listed %+v, %v", all, err)
	}
	must(t, f.DeleteInvitation(ctx, id))
	if err := f.DeleteInvitation(ctx, id); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	_, err = f.CreateInvitation(ctx, want)
	must(t, err)
	later := want
	later.Mail, later.Created, later.Expires = "nina@northfield.example", now.AddDate(0, 2, 0), now.AddDate(0, 2, 3)
	_, err = f.CreateInvitation(ctx, later)
	must(t, err)
	if all, err := f.Invitations(ctx, f.organisation.ID); err != nil || len(all) != 1 || all[0].Mail != later.Mail {
		t.Errorf("what was too old for long is kept: %+v, %v", all, err)
	}
}

// testResets holds it that an agent has one link, and none after the password was set.
func testResets(t *testing.T, f *fixture) {
	ctx := t.Context()
	first, second := support.NewSecret().Hash(), support.NewSecret().Hash()
	must(t, f.KeepReset(ctx, f.agent.ID, first, now))
	must(t, f.KeepReset(ctx, f.agent.ID, second, now.Add(time.Hour)))
	if _, _, err := f.ResetByToken(ctx, first); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("by the link before: %v", err)
	}
	if agent, expires, err := f.ResetByToken(ctx, second); err != nil || agent != f.agent.ID || !expires.Equal(now.Add(time.Hour)) {
		t.Errorf("agent %d until %v, %v", agent, expires, err)
	}
	must(t, f.SetPassword(ctx, f.agent.ID, "another hash"))
	if _, err := f.ResetOf(ctx, f.agent.ID); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("after the password was set: %v", err)
	}
}
