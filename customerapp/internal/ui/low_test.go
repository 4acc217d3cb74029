package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/internal/ui"
	"beside.example/internal/words"
)

// lowDisplay is what a display of 1366 by 768 leaves of a window with everything twice as large, in dp.
var lowDisplay = fyne.NewSize(683, 352)

// TestAnswersStayInReach: with everything twice as large on a small display, No, Yes and Stop are in the window in every state.
func TestAnswersStayInReach(t *testing.T) {
	for _, s := range pageStates() {
		for _, l := range words.Languages() {
			t.Run(s.name+"-"+string(l), func(t *testing.T) {
				newApp(t)
				p := in(l)
				kept := map[string]bool{}
				for _, key := range []string{"customer.relay.no", "customer.relay.yes", "customer.consent.no", "customer.consent.start", "customer.ask.no", "customer.ask.yes", "customer.pane.stop"} {
					kept[p.texts.T(key)] = true
				}
				w := open(t, s.make(p), s.size.Min(lowDisplay))
				for _, o := range test.LaidOutObjects(w.Content()) {
					button, ok := o.(*ui.Button)
					if !ok || !button.Visible() || !kept[button.Text] {
						continue
					}
					at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
					if end := at.Y + button.Size().Height; at.Y < 0 || end > lowDisplay.Height || end > w.Canvas().Size().Height {
						t.Errorf("%q is from %v to %v", button.Text, at.Y, end)
					}
				}
			})
		}
	}
}
