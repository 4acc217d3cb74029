package model_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/signalling"
)

const both = protocol.KeepsFacts | protocol.KeepsChat

// happen lets facts happen in a session.
func happen(s *modeltest.Session, keeps protocol.Keeps, facts ...handin.Fact) {
	s.Change(func(snapshot *session.Snapshot) {
		snapshot.Keeps, snapshot.You = keeps, protocol.FirstAgentID
		for _, f := range facts {
			snapshot.Facts = append(slices.Clone(snapshot.Facts), handin.Entry{At: time.Now(), Fact: f})
			snapshot.FactCount++
		}
	})
	synctest.Wait()
}

// factsOf lists what pages tell of a part.
func factsOf(pages []handin.Page, part handin.Part) []handin.Fact {
	var all []handin.Fact
	for _, p := range pages {
		if p.Part == part {
			for _, e := range p.Entries {
				all = append(all, e.Fact)
			}
		}
	}
	return all
}

func (a *app) journals() []string {
	a.t.Helper()
	names, err := filepath.Glob(filepath.Join(a.path, "hand-in", "*"))
	if err != nil {
		a.t.Fatal(err)
	}
	return names
}

var (
	saw   = handin.Seeing{On: true}
	said  = handin.Said{Who: protocol.FirstAgentID, Name: "Claire", Text: "hello"}
	ended = handin.Ended{Reason: protocol.CloseByCustomer, Remote: true}
)

// TestHandedIn: after the end the relay gets what the customer was told of, and then this machine forgets it.
func TestHandedIn(t *testing.T) {
	for keeps, want := range map[protocol.Keeps]struct{ facts, chat []handin.Fact }{
		0:                   {nil, nil},
		protocol.KeepsFacts: {[]handin.Fact{saw, ended}, nil},
		both:                {[]handin.Fact{saw, ended}, []handin.Fact{said}},
	} {
		try(t, func(t *testing.T, a *app) {
			id, s := a.signedIn().arrive(a.code("Bea"), 9)
			happen(s, keeps, saw, said)
			if n := len(a.journals()); n != 1 && keeps != 0 || n != 0 && keeps == 0 || len(a.handIns.Pages()) != 0 {
				t.Errorf("keeps %d: during the session there are %d journals", keeps, n)
			}
			happen(s, keeps, ended)
			s.Finish(protocol.CloseByCustomer)
			synctest.Wait()
			pages := a.handIns.Pages()
			if got := factsOf(pages, handin.PartFacts); !slices.Equal(got, want.facts) {
				t.Errorf("keeps %d: facts %+v", keeps, got)
			}
			if got := factsOf(pages, handin.PartChat); !slices.Equal(got, want.chat) {
				t.Errorf("keeps %d: chat %+v", keeps, got)
			}
			for _, p := range pages {
				if p.Session != id || p.Kept != keeps || p.You != protocol.FirstAgentID {
					t.Errorf("a page says %+v", p.Head)
				}
			}
			if left := a.journals(); len(left) != 0 {
				t.Errorf("keeps %d: left %v", keeps, left)
			}
			a.SetNotes(id, "the dock")
			a.File(id, signalling.OutcomeResolved)
			synctest.Wait()
			wrote := []handin.Fact{handin.Notes{Outcome: 1, Text: "the dock"}}
			if got := factsOf(a.handIns.Pages(), handin.PartNotes); keeps != 0 && !slices.Equal(got, wrote) || keeps == 0 && got != nil {
				t.Errorf("keeps %d: notes %+v", keeps, got)
			}
		})
	}
}

// TestHandedInAfterACrash: what was on the disk when the app was gone is handed in at the next start, and the relay hears of the end.
func TestHandedInAfterACrash(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		id, s := a.signedIn().arrive(a.code("Bea"), 9)
		happen(s, both, saw, said)
		a.SetNotes(id, "half a word")
		time.Sleep(5 * time.Second)
		synctest.Wait()
		at := time.Now()
		crashed := newApp(t) // on a copy of the disk, as kill -9 leaves it
		crashed.secrets = a.secrets
		if err := os.CopyFS(filepath.Join(crashed.path, "copy"), os.DirFS(a.path)); err != nil {
			t.Fatal(err)
		}
		folder, err := model.OpenFolder(filepath.Join(crashed.path, "copy"))
		if err != nil {
			t.Fatal(err)
		}
		crashed.folder, crashed.path = folder, filepath.Join(crashed.path, "copy")
		time.Sleep(time.Hour)
		crashed.start()
		synctest.Wait()
		pages := crashed.handIns.Pages()
		if got := factsOf(pages, handin.PartFacts); !slices.Equal(got, []handin.Fact{saw, handin.Ended{Cut: true}}) {
			t.Errorf("facts %+v", got)
		}
		if got := factsOf(pages, handin.PartChat); !slices.Equal(got, []handin.Fact{said}) {
			t.Errorf("chat %+v", got)
		}
		if got := factsOf(pages, handin.PartNotes); !slices.Equal(got, []handin.Fact{handin.Notes{Text: "half a word"}}) {
			t.Errorf("notes %+v", got)
		}
		if end, told := crashed.line.Ends()[id]; !told || end.Ended.After(at) || end.Outcome != signalling.OutcomeUnknown {
			t.Errorf("the relay hears of the end as %+v, %t", end, told)
		}
		if left := crashed.journals(); len(left) != 0 {
			t.Errorf("left %v", left)
		}
		crashed.stop()
	})
}

// TestHandedInLater: a relay that is away, or cannot just now, gets it when it can; one that does not want it is not asked for ever.
func TestHandedInLater(t *testing.T) {
	for name, c := range map[string]struct {
		fail  error
		later int // pages, once the relay can
	}{
		"cannot just now":   {refuse(protocol.FaultRelayBusy), 1},
		"away":              {refuse(protocol.FaultRelayUnreachable), 1},
		"refused for good":  {refuse(protocol.FaultRelayRefused), 0},
		"internal troubles": {refuse(protocol.FaultRelayInternal), 1},
	} {
		try(t, func(t *testing.T, a *app) {
			_, s := a.signedIn().arrive(a.code("Bea"), 9)
			a.handIns.Fail(c.fail)
			happen(s, protocol.KeepsFacts, ended)
			s.Finish(protocol.CloseByCustomer)
			synctest.Wait()
			if left := len(a.journals()); left != c.later {
				t.Errorf("%s: %d journals wait", name, left)
			}
			a.handIns.Fail(nil)
			time.Sleep(time.Minute)
			synctest.Wait()
			if pages := a.handIns.Pages(); len(pages) != c.later || len(a.journals()) != 0 {
				t.Errorf("%s: later %d pages, left %v", name, len(pages), a.journals())
			}
		})
	}
}

// TestUnreadableIsKept: what cannot be read just now is handed in when it can.
func TestUnreadableIsKept(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		_, s := a.signedIn().arrive(a.code("Bea"), 9)
		a.handIns.Fail(refuse(protocol.FaultRelayBusy))
		happen(s, protocol.KeepsFacts, ended)
		s.Finish(protocol.CloseByCustomer)
		synctest.Wait()
		name, aside := a.journals()[0], filepath.Join(t.TempDir(), "aside")
		move := func(from, to string) {
			t.Helper()
			if err := os.Rename(from, to); err != nil {
				t.Fatal(err)
			}
		}
		move(name, aside)
		if err := os.Mkdir(name, 0o700); err != nil { // which opens, and cannot be read
			t.Fatal(err)
		}
		a.handIns.Fail(nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(a.journals()) != 1 {
			t.Fatal("what cannot be read is gone")
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		move(aside, name)
		time.Sleep(time.Minute)
		synctest.Wait()
		if pages := a.handIns.Pages(); len(pages) != 1 || len(a.journals()) != 0 {
			t.Errorf("%d pages, left %v", len(pages), a.journals())
		}
	})
}

// TestHandedInByTheRightAccount: what belongs to another account or relay of this app waits for that one; so does what an older relay
// does not know.
func TestHandedInByTheRightAccount(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		_, s := a.signedIn().arrive(a.code("Bea"), 9)
		a.handIns.Unwant()
		happen(s, protocol.KeepsFacts, ended)
		s.Finish(protocol.CloseByCustomer)
		synctest.Wait()
		if len(a.journals()) != 1 {
			t.Fatalf("an older relay: %v wait", a.journals())
		}
		a.stop()
		a.ChangeSettings(func(s *model.Settings) { s.Relay = "another.example" })
		a.start()
		synctest.Wait()
		if pages := a.handIns.Pages(); len(pages) != 0 || len(a.journals()) != 1 {
			t.Errorf("at another relay: %+v, left %v", pages, a.journals())
		}
		a.stop()
		a.ChangeSettings(func(s *model.Settings) { s.Relay = relay })
		a.start()
		synctest.Wait()
		if pages := a.handIns.Pages(); len(pages) != 1 || len(a.journals()) != 0 {
			t.Errorf("at its own relay: %+v, left %v", pages, a.journals())
		}
	})
}
