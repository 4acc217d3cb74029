package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"beside.example/customerapp/internal/model/modeltest"
	"beside.example/internal/session"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// TestPictureQuality: the choice counts at once, is shown again, and goes on to the next session.
func TestPictureQuality(t *testing.T) {
	startSession(t, seen(), words.English, func(w *world) {
		live := w.windows.live
		live.box.acts.Picture()
		press(live.chat, fyne.KeyTab, fyne.KeyRight, fyne.KeyRight)
		w.acts("fidelity exact", "fidelity saving")
		if got := w.model.Snapshot().Fidelity; got != protocol.FidelitySaving {
			t.Errorf("%s is chosen", got)
		}
		press(live.chat, fyne.KeyEscape)
		if live.chat.Canvas().Overlays().Top() != nil {
			t.Error("Esc does not close the sheet")
		}
		w.session.Finish(protocol.CloseByAgent, true)
		w.show()
		w.model.Again()
		w.session = modeltest.NewSession()
		w.model.Submit("123456789")
		w.be(seen())
		w.acts("fidelity saving")
		if w.windows.live == nil || w.session.Snapshot().Phase != session.PhaseLive {
			t.Error("there is no second session")
		}
	})
}

// TestPictureIsOnTheMenu: between what is allowed and what is saved.
func TestPictureIsOnTheMenu(t *testing.T) {
	p := in(words.English)
	var labels []string
	for _, item := range newChatBox(p.texts, p.chat(whole(seen()), now), chatActs{}).menu() {
		labels = append(labels, item.Label)
	}
	if slices.Index(labels, "Picture quality") != 1 {
		t.Errorf("the menu has %q", labels)
	}
}
