package ui

import (
	"image"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/internal/company"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// consenting shows the consent page for as long as it has stood, and tells what the person decided.
func consenting(t *testing.T, stood time.Duration) (p *consentPage, w fyne.Window, decided *string) {
	t.Helper()
	newApp(t)
	said := "nothing"
	p = newConsentPage(words.MustLoad(words.English), in(words.English).consent(claire(), stood),
		func(granted protocol.Permission) { said = "start " + granted.String() }, func() { said = "no" })
	w = open(t, p.root, consentSize)
	w.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) { p.key(key) })
	w.Canvas().Focus(p.no)
	return p, w, &said
}

func TestEveryAnswerIsNoAtFirst(t *testing.T) {
	p, _, decided := consenting(t, protocol.ArmAfter)
	if len(p.rows) != len(ui.Offers()) || p.allowed() != 0 {
		t.Errorf("%d rows allow %v", len(p.rows), p.allowed())
	}
	test.Tap(p.start)
	if *decided != "start none" {
		t.Errorf("decided %q", *decided)
	}
}

// TestWithheldIsNotOffered: what the organisation does not allow its agents has no row, so nobody can say Yes to it.
func TestWithheldIsNotOffered(t *testing.T) {
	newApp(t)
	s := changed(claire(), func(s *company.Snapshot) { s.Peer.Withheld.Permissions = protocol.PermissionControl })
	p := newConsentPage(words.MustLoad(words.English), in(words.English).consent(s, protocol.ArmAfter), nil, nil)
	if p.rows[protocol.PermissionControl] != nil || p.rows[protocol.PermissionSee] == nil || len(p.rows) != len(ui.Offers())-1 {
		t.Errorf("%d rows", len(p.rows))
	}
}

// TestWhatIsKeptIsSaid: a person who is asked knows what is kept, and reads plainly when that is what they write.
func TestWhatIsKeptIsSaid(t *testing.T) {
	for _, l := range words.Languages() {
		texts := words.MustLoad(l)
		written := texts.T("handin.consent.written", words.Args{"Organisation": claire().Peer.Organisation})
		for keeps, want := range map[protocol.Keeps]bool{0: false, protocol.KeepsFacts: false, protocol.KeepsFacts | protocol.KeepsChat: true} {
			newApp(t)
			s := changed(claire(), func(s *company.Snapshot) { s.Keeps = keeps })
			w := open(t, newConsentPage(texts, in(l).consent(s, 0), nil, nil).root, consentSize)
			var shown strings.Builder
			for _, line := range regexp.MustCompile(`<text[^>]*>([^<]*)<`).FindAllStringSubmatch(test.RenderToMarkup(w.Canvas()), -1) {
				shown.WriteString(line[1]) // long texts are shown in several lines
			}
			if said := strings.Contains(shown.String(), written); said != want {
				t.Errorf("%s: keeps %d, said %t", l, keeps, said)
			}
		}
	}
}

// TestWatchingIsSaid: a person who is asked reads plainly that managers may watch, where they may and nowhere else.
func TestWatchingIsSaid(t *testing.T) {
	for _, l := range words.Languages() {
		texts := words.MustLoad(l)
		said := texts.T("monitor.consent", words.Args{"Organisation": claire().Peer.Organisation})
		for keeps, want := range map[protocol.Keeps]bool{0: false, protocol.KeepsFacts | protocol.KeepsChat: false, protocol.KeepsFacts | protocol.KeepsWatch: true} {
			newApp(t)
			s := changed(claire(), func(s *company.Snapshot) { s.Keeps = keeps })
			w := open(t, newConsentPage(texts, in(l).consent(s, 0), nil, nil).root, consentSize)
			var shown strings.Builder
			for _, line := range regexp.MustCompile(`<text[^>]*>([^<]*)<`).FindAllStringSubmatch(test.RenderToMarkup(w.Canvas()), -1) {
				shown.WriteString(line[1])
			}
			if got := strings.Contains(shown.String(), said); got != want {
				t.Errorf("%s: keeps %d, said %t", l, keeps, got)
			}
		}
	}
}

func TestStartWaitsUntilThePageHasStood(t *testing.T) {
	p, w, decided := consenting(t, protocol.ArmAfter-time.Millisecond)
	test.Tap(p.start)
	w.Canvas().Focus(p.start)
	if w.Canvas().Focused() == p.start {
		t.Error("the keyboard gets to Start")
	}
	if *decided != "nothing" {
		t.Errorf("decided %q before the page was armed", *decided)
	}
	p.show(in(words.English).consent(claire(), protocol.ArmAfter))
	w.Canvas().Focus(p.start)
	press(w, fyne.KeySpace)
	if *decided != "start none" {
		t.Errorf("decided %q with Space on Start", *decided)
	}
}

// TestEnterIsNo: it never says Yes, wherever the focus is; before the page is armed it says nothing.
func TestEnterIsNo(t *testing.T) {
	for _, armed := range []bool{false, true} {
		stood, want := time.Duration(0), "nothing"
		if armed {
			stood, want = protocol.ArmAfter, "no"
		}
		p, w, decided := consenting(t, stood)
		focus := []fyne.Focusable{nil, p.no, p.start}
		for _, row := range p.rows {
			focus = append(focus, row.Answer())
		}
		for i, f := range focus {
			*decided = "nothing"
			w.Canvas().Focus(f)
			press(w, fyne.KeyReturn)
			if *decided != want {
				t.Errorf("armed %t, focus %d: Enter says %q, want %q", armed, i, *decided, want)
			}
		}
	}
}

func TestEscapeIsNoAtOnce(t *testing.T) {
	p, w, decided := consenting(t, 0)
	for _, f := range []fyne.Focusable{nil, p.no, p.rows[protocol.PermissionSee].Answer()} {
		*decided = "nothing"
		w.Canvas().Focus(f)
		press(w, fyne.KeyEscape)
		if *decided != "no" {
			t.Errorf("Esc says %q", *decided)
		}
	}
	*decided = "nothing"
	test.Tap(p.no)
	if *decided != "no" {
		t.Errorf("a click on No says %q", *decided)
	}
}

// TestYesByTheKeyboard: Tab goes from answer to answer, to No and to Start; Space changes an answer and presses Start.
func TestYesByTheKeyboard(t *testing.T) {
	p, w, decided := consenting(t, protocol.ArmAfter)
	w.Canvas().Unfocus()
	var order []fyne.Focusable
	for range len(p.rows) + 2 {
		press(w, fyne.KeyTab)
		order = append(order, w.Canvas().Focused())
	}
	want := []fyne.Focusable{
		p.rows[protocol.PermissionSee].Answer(), p.rows[protocol.PermissionControl].Answer(), p.rows[protocol.PermissionDiagnostics].Answer(), p.no, p.start,
	}
	for i := range want {
		if order[i] != want[i] {
			t.Fatalf("Tab number %d leads to %T %p", i+1, order[i], order[i])
		}
	}
	w.Canvas().Focus(want[1])
	press(w, fyne.KeySpace)
	w.Canvas().Focus(p.start)
	press(w, fyne.KeySpace)
	if *decided != "start control" {
		t.Errorf("decided %q", *decided)
	}
}

func TestAnswersStayWhileThePageArms(t *testing.T) {
	p, _, decided := consenting(t, 0)
	test.TapAt(p.rows[protocol.PermissionSee].Answer(), fyne.NewPos(100, 10))
	p.show(in(words.English).consent(claire(), protocol.ArmAfter))
	test.Tap(p.start)
	if *decided != "start see" {
		t.Errorf("decided %q", *decided)
	}
}

// TestConsentFits: in its window, in every language, nothing scrolls and no button is narrower than its words; also after the
// window was too small for that.
func TestConsentFits(t *testing.T) {
	for _, l := range words.Languages() {
		newApp(t)
		keeping := changed(claire(), func(s *company.Snapshot) { s.Keeps = protocol.KeepsFacts | protocol.KeepsChat })
		p := newConsentPage(words.MustLoad(l), in(l).consent(keeping, 0), nil, nil)
		w := open(t, p.root, consentSize)
		for range 2 {
			if content, room := p.list.Content.MinSize().Height, p.list.Size().Height; content > room {
				t.Errorf("%s: the list is %v high and has room for %v", l, content, room)
			}
			for _, b := range []*ui.Button{p.no, p.start} {
				if b.MinSize().Width > b.Size().Width {
					t.Errorf("%s: %q needs %v and has %v", l, b.Text, b.MinSize().Width, b.Size().Width)
				}
			}
			w.Resize(smallSize)
			w.Resize(consentSize)
		}
	}
}

// smallSize is what a small laptop's display has room for when everything on it is twice as large.
var smallSize = fyne.NewSize(683, 350)

// TestConsentStaysInASmallWindow: whoever needs large text sees who asks, the warning and both answers without scrolling.
func TestConsentStaysInASmallWindow(t *testing.T) {
	for _, l := range words.Languages() {
		newApp(t)
		p := newConsentPage(words.MustLoad(l), in(l).consent(claire(), 1), nil, nil)
		w := open(t, p.root, smallSize)
		if got := w.Canvas().Size(); got != smallSize {
			t.Errorf("%s: the page needs %v", l, got)
		}
		layout := p.root.(*fyne.Container).Layout.(*consentLayout)
		var below float32
		for _, part := range []int{partWho, partWarning, partFoot} {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(layout.parts[part]).Y
			if at < below || at+layout.parts[part].Size().Height > smallSize.Height {
				t.Errorf("%s: part %d stands at %v, after %v", l, part, at, below)
			}
			below = at + layout.parts[part].Size().Height
		}
	}
}

// TestWindowsFitTheDisplay: no window is larger than what the display has room for.
func TestWindowsFitTheDisplay(t *testing.T) {
	startSession(t, claire(), words.English, func(w *world) {
		if got := w.window().Canvas().Size(); got != consentSize {
			t.Errorf("with room unknown the page has %v", got)
		}
		w.room = image.Pt(1366, 600)
		w.windows.main.size = fyne.Size{}
		w.windows.main.forget()
		w.windows.show(w.model.Snapshot())
		if got := w.window().Canvas().Size(); got.Width != consentSize.Width || got.Height >= 600 || got.Height < 550 { // a frame is there too
			t.Errorf("on a low display the page has %v", got)
		}
	})
}
