package ui

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/internal/words"
	"beside.example/protocol"
)

func TestSessionOpensAndClosesItsWindows(t *testing.T) {
	startSession(t, chatting(), words.English, func(w *world) {
		live := w.windows.live
		if live == nil || live.over != nil || live.viewer != nil {
			t.Fatalf("the windows are %+v", live)
		}
		if w.be(seen()); live.over == nil {
			t.Fatal("no banner while the screen is shared")
		}
		over := live.over
		if w.be(controlled()); live.over != over {
			t.Error("another banner for the same sharing")
		}
		if w.be(chatting()); live.over != nil {
			t.Error("a banner while nothing is shared")
		}
		w.be(seen())
		w.session.Finish(protocol.CloseByAgent, true)
		w.show()
		if w.windows.live != nil || w.windows.main.ended == nil {
			t.Error("the end does not lead to the last page")
		}
		if !slices.Equal(w.floated, []string{"Beside — sharing", "Beside — sharing"}) || !slices.Equal(w.chimed, []bool{true, false}) {
			t.Errorf("floated %q, chimed %v", w.floated, w.chimed)
		}
	})
}

func TestPaneChangesWhatIsShared(t *testing.T) {
	startSession(t, controlled(), words.English, func(w *world) {
		box := w.windows.live.box
		test.Tap(box.back)
		test.Tap(box.pause)
		test.Tap(box.stop)
		w.be(changed(seen(), func(s *company.Snapshot) { s.Mine.State = protocol.SharePaused }))
		test.Tap(box.pause)
		test.Tap(w.windows.live.banner.pause)
		w.acts("revoke control", "pause", "revoke see+control", "resume", "resume")
		if !box.back.Hidden || box.allowed.Hidden {
			t.Error("without control there is nothing to take back")
		}
		if w.be(chatting()); !box.stop.Hidden || !box.pause.Hidden {
			t.Error("nothing is shared, but can be stopped")
		}
	})
}

// TestQuestion: No comes first and has the keyboard, unless a message is being written; the same question stays as it is.
func TestQuestion(t *testing.T) {
	startSession(t, seen(), words.English, func(w *world) {
		live := w.windows.live
		focused := live.chat.Canvas().Focused
		w.be(asks(false))
		card := live.box.card
		if focused() != card.No() {
			t.Errorf("the keyboard is on %T", focused())
		}
		press(live.chat, fyne.KeyTab)
		if focused() != card.Yes() {
			t.Errorf("Tab leads from No to %T", focused())
		}
		w.be(changed(asks(false), func(s *company.Snapshot) { s.PeerTyping = true }))
		if live.box.card != card || focused() != card.Yes() {
			t.Error("the same question is built again")
		}
		press(live.chat, fyne.KeySpace)
		if focused() != live.box.panel.Box() {
			t.Errorf("after the answer the keyboard is on %T", focused())
		}
		w.be(controlled())
		if live.box.card != nil {
			t.Error("the card stays after the answer")
		}
		test.Type(live.box.panel.Box(), "y")
		w.be(asks(true))
		if focused() != live.box.panel.Box() {
			t.Errorf("the question takes the keyboard from who writes: %T", focused())
		}
		test.Tap(live.box.card.No())
		w.acts("allow 1 control", "typing true", "refuse 1 control")
	})
}

func TestWriting(t *testing.T) {
	startSession(t, chatting(), words.English, func(w *world) {
		live := w.windows.live
		if live.chat.Canvas().Focused() != live.box.panel.Box() {
			t.Error("the keyboard is not in the box")
		}
		test.Type(live.box.panel.Box(), "Hi")
		press(live.chat, fyne.KeyReturn)
		w.acts("typing true", "typing true", "typing false", `send "Hi" private=false`)
	})
}

func TestWhatIsAllowed(t *testing.T) {
	startSession(t, seen(), words.English, func(w *world) {
		live := w.windows.live
		test.Tap(live.box.allowed)
		a := live.allowed
		see, control := a.answers[subject{Agent: 1, Permission: protocol.PermissionSee}], a.answers[subject{Agent: 1, Permission: protocol.PermissionControl}]
		if see.Selected() != 1 || control.Selected() != 0 {
			t.Errorf("see %d, control %d", see.Selected(), control.Selected())
		}
		live.chat.Canvas().Focus(control)
		press(live.chat, fyne.KeySpace)
		if control.Selected() != 0 {
			t.Error("an answer that the session did not take is shown")
		}
		w.be(controlled())
		if control.Selected() != 1 {
			t.Error("the answer does not follow the session")
		}
		live.chat.Canvas().Focus(see)
		press(live.chat, fyne.KeyLeft)
		w.acts("allow 1 control", "revoke 1 see")
		press(live.chat, fyne.KeyEscape)
		if live.allowed != nil || live.chat.Canvas().Overlays().Top() != nil {
			t.Error("Esc does not close the sheet")
		}
	})
}

func TestReport(t *testing.T) {
	startSession(t, seen(), words.English, func(w *world) {
		w.windows.report(w.windows.live.chat, w.model.Snapshot().Session)
		press(w.windows.live.chat, fyne.KeyTab, fyne.KeySpace)
		w.acts("end")
		want := "Session of 2026-05-04 14:07 with Claire Moreau, Northfield Health. Check words: river, candle, north."
		if got := w.app.Clipboard().Content(); got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
		w.show()
		if w.windows.main.ended == nil {
			t.Error("the session goes on")
		}
	})
}

func TestAgentsScreen(t *testing.T) {
	startSession(t, chatting(), words.English, func(w *world) {
		live := w.windows.live
		shares := changed(chatting(), func(s *company.Snapshot) { s.Theirs.State = protocol.ShareOn })
		w.be(shares)
		if live.viewer == nil || live.box.view.Hidden {
			t.Fatal("the agent's screen does not open")
		}
		test.AssertRendersToMarkup(t, "viewer/waiting.xml", live.viewer.window.Canvas())
		live.viewer.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if w.be(shares); live.viewer != nil {
			t.Error("the viewer opens again although the person closed it")
		}
		test.Tap(live.box.view)
		if live.viewer == nil {
			t.Error("the button does not open the viewer")
		}
		if w.be(chatting()); live.viewer != nil {
			t.Error("the viewer stays when nothing is shown")
		}
		w.acts("open view", "close view", "open view", "close view")
	})
}

func TestEndOfTheLastPage(t *testing.T) {
	startSession(t, seen(), words.English, func(w *world) {
		w.session.Finish(protocol.CloseByAgent, true)
		w.show()
		w.model.Again()
		synctest.Wait()
		w.show()
		if w.windows.main.code == nil || w.windows.main.code.entry.Code() != "" {
			t.Error("Again does not lead to an empty code page")
		}
	})
}

// TestAnotherAgent: one click of the customer's, and No has the keyboard.
func TestAnotherAgent(t *testing.T) {
	startSession(t, seen(), words.English, func(w *world) {
		asked := changed(seen(), func(s *company.Snapshot) {
			s.Card = &company.Card{ID: 7, Kind: protocol.IntroductionInvite, From: "Claire Moreau", Name: "Ben Okafor", Since: time.Now().Add(-time.Hour)}
		})
		w.be(asked)
		live := w.windows.live
		if live.chat.Canvas().Focused() != live.box.card.No() {
			t.Error("No has not the keyboard")
		}
		test.Tap(live.box.card.Yes())
		w.be(seen())
		w.be(asked)
		test.Tap(live.box.card.No())
		w.acts("introduction 7 true", "introduction 7 false")
		w.be(three())
		if got := live.chat.Title(); got != "Beside — Claire, Ben and Zoé, Northfield Health" {
			t.Errorf("the title is %q", got)
		}
		test.Tap(live.box.back)
		w.acts("introduction 7 true", "introduction 7 false", "revoke control")
	})
}

// TestAnotherAgentClosesWhatIsAllowed: a list that lacks somebody is shown no longer.
func TestAnotherAgentClosesWhatIsAllowed(t *testing.T) {
	startSession(t, controlled(), words.English, func(w *world) {
		live := w.windows.live
		live.showAllowed()
		if w.be(three()); live.allowed != nil {
			t.Error("the sheet of one agent stays with three")
		}
		live.showAllowed()
		if n := len(live.allowed.answers); n != 9 {
			t.Errorf("%d answers for three agents", n)
		}
		live.allowed.answer(subject{Agent: 2, Permission: protocol.PermissionControl}, false)
		live.allowed.answer(subject{Agent: 3, Permission: protocol.PermissionControl}, true)
		w.acts("revoke 2 control", "allow 3 control")
	})
}

// TestWebAddress opens nothing but what was shown, and only after a Yes.
func TestWebAddress(t *testing.T) {
	const address = "https://help.northfield.example/reset?x=1"
	startSession(t, chatting(), words.English, func(w *world) {
		pushed := changed(chatting(), func(s *company.Snapshot) {
			s.Push = &session.Push{URL: address, Since: time.Now().Add(-time.Hour)}
		})
		w.be(pushed)
		test.Tap(w.windows.live.box.card.No())
		if len(w.browsed) != 0 {
			t.Errorf("opened after No: %q", w.browsed)
		}
		w.be(chatting())
		w.be(pushed)
		test.Tap(w.windows.live.box.card.Yes())
		if !slices.Equal(w.browsed, []string{address}) {
			t.Errorf("opened %q", w.browsed)
		}
		w.acts("push 1 false", "push 1 true")
	})
}
