package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"beside.example/internal/chat"
	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// now is the time in all pages' states.
var now = time.Date(2026, 5, 4, 14, 32, 4, 0, time.UTC)

// newApp starts a test app with the customer's theme, light.
func newApp(t *testing.T) fyne.App {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(ui.NewTheme(ui.ForCustomer).Fixed(theme.VariantLight))
	return app
}

// open puts a page into a window of a size.
func open(t *testing.T, page fyne.CanvasObject, size fyne.Size) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, ui.NewRoot(page))
	w.SetPadded(false)
	w.Resize(size)
	return w
}

// press sends keys to what has the focus, or to the window, as a keyboard does.
func press(w fyne.Window, keys ...fyne.KeyName) {
	for _, key := range keys {
		event := &fyne.KeyEvent{Name: key}
		switch f := w.Canvas().Focused(); {
		case key == fyne.KeyTab:
			w.Canvas().(interface{ FocusNext() }).FocusNext()
		case f != nil:
			f.TypedKey(event)
		case w.Canvas().OnTypedKey() != nil:
			w.Canvas().OnTypedKey()(event)
		}
	}
}

// claire is a session with an agent before consent.
func claire() company.Snapshot {
	return company.Snapshot{Snapshot: session.Snapshot{
		Phase: session.PhaseConsent, Role: protocol.RoleCustomer,
		Peer: session.Peer{
			Name: "Claire Moreau", Organisation: "Northfield Health", Relay: "help.northfield.example:443",
			Key: "5f70bf18a086007016e948b04aed3b82103a36be", CheckWords: []string{"river", "candle", "north"},
		},
		Link: session.Link{Up: true, RTT: 42 * time.Millisecond, Quality: session.QualityGood},
	}}
}

// whole returns a session as the company of its one agent, unless it has members already.
func whole(s company.Snapshot) company.Snapshot {
	if len(s.Members) == 0 {
		s.Members = []company.Member{{ID: protocol.FirstAgentID, Session: s.Snapshot}}
	}
	return s
}

// three is a session with three agents, of whom the second controls.
func three() company.Snapshot {
	s := controlled()
	for i, who := range []struct {
		name    string
		granted protocol.Permission
	}{
		{"Claire Moreau", protocol.PermissionSee}, {"Ben Okafor", protocol.PermissionSee | protocol.PermissionControl}, {"Zoé Lang", protocol.PermissionSee},
	} {
		one := s.Snapshot
		one.Peer.Name, one.Permissions = who.name, nil
		for _, entry := range s.Permissions {
			if who.granted.Has(entry.Permission) {
				one.Permissions = append(one.Permissions, entry)
			}
		}
		s.Members = append(s.Members, company.Member{ID: protocol.AttendeeID(i + 1), Session: one})
	}
	return s
}

// watched is a session that a manager watches, whose agent controls.
func watched() company.Snapshot {
	s := three()
	s.Members = []company.Member{s.Members[1], s.Members[2]}
	s.Members[0].ID, s.Members[0].Session.Peer.Name = protocol.FirstAgentID, "Claire Moreau"
	s.Members[1].ID, s.Members[1].Session.Peer.Name, s.Members[1].Monitors = 2, "Elena Marsh", true
	return s
}

// pointed is a session in which the first agent and whoever controls point at the screen.
func pointed(s company.Snapshot) company.Snapshot {
	for i := range s.Members[:2] {
		s.Members[i].Session.Mine.Pointed = true
	}
	return s
}

// chatting is that session a while after its start: only the chat is on.
func chatting() company.Snapshot {
	s := claire()
	s.Phase, s.Started = session.PhaseLive, now.Add(-25*time.Minute)
	s.Chat = []chat.Entry{
		{At: now.Add(-18 * time.Minute), From: protocol.FirstAgentID, Name: "Claire Moreau", Status: protocol.StatusJoined},
		{At: now.Add(-8 * time.Minute), From: protocol.FirstAgentID, Name: "Claire Moreau", Text: "Please look at the box that I marked with a 1. Do you see the total there?"},
		{At: now.Add(-7 * time.Minute), Mine: true, Text: "No, it is empty!"},
	}
	s.ChatCount = len(s.Chat)
	return s
}

// seen is that session with the screen shown.
func seen() company.Snapshot {
	s := chatting()
	s.Mine = session.Sharing{
		State: protocol.ShareOn, Since: now.Add(-18*time.Minute - 4*time.Second), Viewed: true, Selected: 7,
		Displays: []protocol.Display{{ID: 5}, {ID: 7}},
	}
	s.Permissions = []session.Permission{{Permission: protocol.PermissionSee, Grant: protocol.GrantOn}}
	return s
}

// controlled is that session with the computer controlled.
func controlled() company.Snapshot {
	s := seen()
	s.Permissions = append(s.Permissions, session.Permission{
		Permission: protocol.PermissionControl, Grant: protocol.GrantOn, Since: now.Add(-3 * time.Minute), Until: now.Add(57 * time.Minute),
	})
	return s
}

// asks is that session while the agent asks for control.
func asks(renewal bool) company.Snapshot {
	s := seen()
	s.Input = protocol.InputCard
	s.Permissions = append(s.Permissions, session.Permission{
		Permission: protocol.PermissionControl, Grant: protocol.GrantAsked, Until: now.Add(time.Minute), Renewal: renewal,
	})
	return s
}

// changed returns a session changed.
func changed(s company.Snapshot, f func(s *company.Snapshot)) company.Snapshot {
	f(&s)
	return s
}

// in returns a presenter of a language.
func in(l words.Language) presenter { return presenter{words.MustLoad(l)} }
