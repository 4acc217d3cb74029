package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// TestFromCodeToEnd walks the whole way, as a person does.
func TestFromCodeToEnd(t *testing.T) {
	start(t, model.Config{Relay: "help.northfield.example"}, words.English, func(w *world) {
		main := w.windows.main
		w.line.Set(signalling.State{Phase: signalling.PhaseConnected})
		w.show()
		test.Tap(main.relay.yes)
		w.show()
		test.Type(main.code.entry, "123456789")
		press(main.window, fyne.KeyReturn)
		w.show()
		if main.code == nil || main.code.state.Busy == "" {
			t.Error("the page says nothing of the join")
		}
		w.be(claire())
		press(main.window, fyne.KeyReturn) // a second Enter, meant for the page before
		test.Tap(main.consent.start)
		w.acts()
		time.Sleep(protocol.ArmAfter)
		w.show()
		test.Tap(main.consent.start)
		w.acts("start none")
		if w.be(chatting()); w.windows.live == nil {
			t.Error("no chat box")
		}
		w.session.Finish(protocol.CloseByAgent, true)
		if w.show(); main.ended == nil {
			t.Error("no last page")
		}
	})
}

// TestRunShowsTime: the pages that tell time are shown anew without a change of the model. While Run runs, the widgets are
// its: the test looks before and after.
func TestRunShowsTime(t *testing.T) {
	startSession(t, claire(), words.English, func(w *world) {
		page := w.windows.main.consent
		if page.armed {
			t.Error("the page is armed at once")
		}
		ctx, quit := context.WithCancel(w.t.Context())
		done := make(chan struct{})
		go func() { defer close(done); w.windows.Run(ctx) }()
		time.Sleep(protocol.ArmAfter + barEvery)
		quit()
		<-done
		if !page.armed {
			t.Error("the page is not armed by time alone")
		}
	})
}

func TestClosingTheConsentPageIsNo(t *testing.T) {
	startSession(t, claire(), words.English, func(w *world) {
		w.windows.main.closed()
		w.acts("decline")
	})
}

// TestLanguageKeepsWhatWasTyped: a person who changes the language halfway does not begin anew.
func TestLanguageKeepsWhatWasTyped(t *testing.T) {
	start(t, model.Config{}, words.English, func(w *world) {
		w.windows.main.relay.field.SetText("help.north")
		w.windows.speak(words.French)
		if got := w.windows.main.relay.field.Text; got != "help.north" {
			t.Errorf("the address is %q", got)
		}
	})
	start(t, model.Config{Relay: "help.northfield.example", Code: "1234"}, words.English, func(w *world) {
		w.model.TrustRelay()
		w.show()
		w.windows.main.code.entry.SetCode("1234567")
		w.windows.speak(words.French)
		if got := w.windows.main.code.entry.Code(); got != "1234567" || w.windows.texts.Language() != words.French {
			t.Errorf("the digits are %q in %s", got, w.windows.texts.Language())
		}
	})
}

// TestQuestionAboutTheRelayReplacesTheCodePage: and the answer leads back.
func TestQuestionAboutTheRelayReplacesTheCodePage(t *testing.T) {
	start(t, model.Config{Relay: "help.northfield.example"}, words.English, func(w *world) {
		w.model.TrustRelay()
		w.show()
		w.line.Set(signalling.State{Phase: signalling.PhaseRefused, Err: &signalling.UntrustedError{}})
		w.show()
		test.Tap(w.windows.main.relay.yes)
		w.show()
		if w.windows.main.code == nil {
			t.Error("Yes does not lead to the code page")
		}
	})
}
