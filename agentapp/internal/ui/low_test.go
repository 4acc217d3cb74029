package ui

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// lowDisplay is what a display of 1366 by 768 leaves of a window with everything twice as large, in dp.
var lowDisplay = fyne.NewSize(683, 352)

// TestPagesFitLowDisplays: with everything twice as large on a small display, no page needs more room than there is.
func TestPagesFitLowDisplays(t *testing.T) {
	within := func(s model.Snapshot, page func(p presenter) fyne.CanvasObject) func(p presenter) fyne.CanvasObject {
		return func(p presenter) fyne.CanvasObject {
			f := newMainFrame(p.texts, mainActs{})
			f.show(p.main(s, now))
			f.put(pageRequests, page(p))
			return f.root
		}
	}
	for name, page := range map[string]func(p presenter) fyne.CanvasObject{
		"signin/form":      signInPageOf(model.Snapshot{Relay: relay}),
		"signin/untrusted": signInPageOf(model.Snapshot{Relay: relay, Fingerprint: signalling.Fingerprint{1}.String(), Fault: protocol.FaultRelayChanged}),
		"list/requests":    within(busy(), listOf(busy(), pageRequests, newListChoice())),
		"list/history":     within(busy(), listOf(busy(), pageHistory, newListChoice())),
		"codes":            within(full(), codesOf(full(), "1")),
		"settings":         within(refused(), settingsOf),
		"chat/asked":       chatWith(asked(), true),
		"chat/ended":       chatWith(ended(), false),
		"web/offered":      webWith(offeredApp(), false, false),
		"web/ending":       webWith(webChat(), true, false),
		"viewer":           viewerWith(asked()),
	} {
		for _, l := range words.Languages() {
			t.Run(name+"-"+string(l), func(t *testing.T) {
				newTestApp(t)
				w := show(t, page(presenterIn(l)), lowDisplay)
				if got := w.Canvas().Size(); got != lowDisplay {
					t.Errorf("the page needs %v", got)
				}
			})
		}
	}
}

// TestSheetsFitLowDisplays: what a sheet asks scrolls in a low window, and its buttons stay in sight.
func TestSheetsFitLowDisplays(t *testing.T) {
	for _, l := range words.Languages() {
		newTestApp(t)
		p := presenterIn(l)
		w := show(t, chatWith(allowed(), false)(p), lowDisplay)
		s := newIntroduceSheet(w, p.texts, p.introduceTo(busy(), allowed(), signalling.IntroductionInvite), nil)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.send)
		if end := at.Y + s.send.Size().Height; at.Y < 0 || end > lowDisplay.Height {
			t.Errorf("%s: the button is from %v to %v", l, at.Y, end)
		}
	}
}

// TestWindowsFitTheDisplay: no window is larger than what the display has room for.
func TestWindowsFitTheDisplay(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.desk.room = image.Pt(800, 600)
		r.signIn()
		live, _ := r.begin("Hannah Berg")
		for _, c := range []struct {
			window fyne.Window
			wanted fyne.Size
		}{{r.window, mainSize}, {live.chat, chatSize}} {
			r.fit(c.window, c.wanted)
			if got := c.window.Canvas().Size(); got.Width != 800 || got.Height >= 600 {
				t.Errorf("a window that wants %v has %v", c.wanted, got)
			}
		}
	})
}

// TestAlertsFitTheDisplay: only as many alerts pop up as the display has room for.
func TestAlertsFitTheDisplay(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		size := ui.AlertSize()
		whole := image.Pt(int(size.Width)+alertGap, int(size.Height)+alertGap)
		for _, c := range []struct {
			room image.Point
			want int
		}{
			{image.Point{}, maxAlerts},
			{image.Pt(100, 100), 1},
			{whole, 1},
			{image.Pt(whole.X, 2*whole.Y), 2},
			{image.Pt(2*whole.X, 2*whole.Y), maxAlerts},
		} {
			r.desk.room = c.room
			if got := r.alerts.most(); got != c.want {
				t.Errorf("a display of %v has room for %d, want %d", c.room, got, c.want)
			}
		}
	})
}
