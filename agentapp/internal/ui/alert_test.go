package ui

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// alertKind is a kind of alert, with the colour by which an agent knows it from afar.
type alertKind struct {
	name  string
	alert model.Alert
	strip look.Token
}

// alertKinds are all that pops up at an agent.
func alertKinds() []alertKind {
	at := func(a model.Alert, kind signalling.PortalKind, portal string) model.Alert {
		a.PortalKind, a.PortalName = kind, portal
		return a
	}
	asks := alertOf(signalling.AlertNew)
	return []alertKind{
		{"box", asks, look.Yellow},
		{"button", at(asks, signalling.PortalButton, "Website"), look.Yellow},
		{"queue", at(asks, signalling.PortalQueue, "Staff desk"), look.Yellow},
		{"match", at(alertOf(signalling.AlertMatch), signalling.PortalMatch, "Find my agent"), look.Green},
		{"invitation", alertOf(signalling.AlertInvitation), look.Blue},
		{"monitor", monitorAlert(), look.Blue},
		{"transfer", alertOf(signalling.AlertTransfer), look.Orange},
	}
}

// monitorAlert asks a manager whether to watch.
func monitorAlert() model.Alert {
	a := alertOf(signalling.AlertInvitation)
	a.Monitors, a.Text = true, ""
	return a
}

func alertWith(a model.Alert, more int) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		card := ui.NewAlertCard(nil)
		s := signedIn()
		s.Desk.Colleagues = colleagues()
		card.Set(p.alert(a, s, a.Kind == signalling.AlertNew, more, now))
		return card
	}
}

// TestAlertKinds draws every kind of alert in both languages, and looks at the colour of its strip, light and dark.
func TestAlertKinds(t *testing.T) {
	for _, k := range alertKinds() {
		for suffix, language := range map[string]words.Language{"": words.English, "-fr": words.French} {
			t.Run(k.name+suffix, func(t *testing.T) {
				app := newTestApp(t)
				w := show(t, alertWith(k.alert, 0)(presenterIn(language)), ui.AlertSize())
				if got := w.Canvas().Size(); got != ui.AlertSize() {
					t.Errorf("the alert needs %v, it has %v", got, ui.AlertSize())
				}
				test.AssertRendersToMarkup(t, "alert/"+k.name+suffix+".xml", w.Canvas())
				wantStrip(t, w, k.strip, false)
				app.Settings().SetTheme(ui.NewTheme(ui.ForAgent).Fixed(theme.VariantDark))
				wantStrip(t, w, k.strip, true)
			})
		}
	}
}

// wantStrip holds the corners of an alert's strip, where nothing is written, against the colour of the kind.
func wantStrip(t *testing.T, w fyne.Window, strip look.Token, dark bool) {
	t.Helper()
	picture, want := w.Canvas().Capture(), strip.Colour(dark)
	const inside, low = 3, 36 // past the edge and the strip's own, above its end
	right := picture.Bounds().Max.X - 1 - inside
	for _, x := range []int{inside, right} {
		for _, y := range []int{inside, low} {
			if got := color.NRGBAModel.Convert(picture.At(x, y)); got != color.Color(want) {
				t.Errorf("dark %v: at %d,%d the strip is %v, want %v", dark, x, y, got, want)
			}
		}
	}
}
