package ui

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

func TestSignInByKeyboard(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		if title := r.window.Title(); title != "Beside — Claire Moreau, Northfield Health" {
			t.Errorf("the title is %q", title)
		}
		if r.canvas().Focused() != fyne.Focusable(r.frame.nav) {
			t.Errorf("the focus is on %T", r.canvas().Focused())
		}
	})
}

func TestPagesByKeyboard(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		ctrl(r.canvas(), fyne.Key1, 0) // without effect while signed out
		r.signIn()
		for page, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4} {
			ctrl(r.canvas(), key, 0) // the last one from within a field
			if r.page != page || r.frame.index != page {
				t.Errorf("%s leads to page %d", key, r.page)
			}
		}
		if r.canvas().Focused() != fyne.Focusable(r.pages.codes.name) {
			t.Errorf("on the codes page the focus is on %T", r.canvas().Focused())
		}
		ctrl(r.canvas(), fyne.Key3, 0)
		ctrl(r.canvas(), fyne.KeyF, 0)
		if r.canvas().Focused() != fyne.Focusable(r.pages.lists[pageHistory].find) {
			t.Errorf("Ctrl F leads to %T", r.canvas().Focused())
		}
		ctrl(r.canvas(), fyne.KeyA, fyne.KeyModifierShift)
		r.settle()
		if r.line.Status() == signalling.StatusAvailable {
			t.Error("still available")
		}
		r.canvas().Focus(r.frame.nav)
		press(r.canvas(), fyne.KeyDown, fyne.KeyDown)
		if r.page != pageSettings || r.canvas().Focused() != fyne.Focusable(r.frame.nav) {
			t.Errorf("arrows lead to page %d, the focus is on %T", r.page, r.canvas().Focused())
		}
	})
}

func TestCodesByKeyboard(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.makeCode("Martin Keller")
		r.makeCode("Grace Obi")
		p := r.pages.codes
		if len(p.state.Codes) != 2 || p.name.Text != "" || p.card.title.Text != "Code for Grace Obi" {
			t.Fatalf("%d codes, %q is typed, the card says %q", len(p.state.Codes), p.name.Text, p.card.title.Text)
		}
		r.canvas().Focus(p.table)
		press(r.canvas(), fyne.KeyUp)
		if p.card.title.Text != "Code for Martin Keller" {
			t.Errorf("the card says %q", p.card.title.Text)
		}
		shortcut(r.canvas(), &fyne.ShortcutCopy{})
		if got := r.app.Clipboard().Content(); !strings.Contains(got, "Hello Martin Keller, this is Claire Moreau") || !strings.Contains(got, "code: 1234 ") {
			t.Errorf("Ctrl C copies %q", got)
		}
		ctrl(r.canvas(), fyne.KeyL, 0)
		if got, want := r.app.Clipboard().Content(), "https://"+relay+"/me?n=1234"; got != want {
			t.Errorf("Ctrl L copies %q, want %q", got, want)
		}
		press(r.canvas(), fyne.KeyDelete)
		r.settle()
		if len(p.state.Codes) != 1 || len(p.state.News) != 1 || r.canvas().Focused() != fyne.Focusable(p.table) {
			t.Errorf("%d codes, %d news, the focus is on %T", len(p.state.Codes), len(p.state.News), r.canvas().Focused())
		}
	})
}

// TestCodeRefused: what was typed stays, and the page says why.
func TestCodeRefused(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.line.Fail(&signalling.Error{Fault: protocol.FaultRelayBusy})
		r.makeCode("Martin Keller")
		p := r.pages.codes
		if p.name.Text != "Martin Keller" || !p.trouble.Visible() {
			t.Errorf("%q is typed, trouble shown: %v", p.name.Text, p.trouble.Visible())
		}
		r.line.Fail(nil)
		press(r.canvas(), fyne.KeyReturn)
		r.settle()
		if p.name.Text != "" || p.trouble.Visible() || len(p.state.Codes) != 1 {
			t.Errorf("%q is typed, trouble shown: %v, %d codes", p.name.Text, p.trouble.Visible(), len(p.state.Codes))
		}
	})
}

func TestMail(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.makeCode("Martin Keller")
		card := r.pages.codes.card
		card.acts.Mail(card.shown.Customer, card.shown.Text[words.French])
		if len(r.desk.mails) != 1 || !strings.HasPrefix(r.desk.mails[0], "mailto:?subject=Remote%20support%20for%20Martin%20Keller&body=Bonjour%20Martin%20Keller") {
			t.Errorf("the mails are %q", r.desk.mails)
		}
	})
}

// TestNothingMovesBySeconds: what is typed, chosen and focused stays when the same comes again each second, and nothing is
// made anew.
func TestNothingMovesBySeconds(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.makeCode("Martin Keller")
		r.makeCode("Grace Obi")
		p := r.pages.codes
		r.model.Withdraw(signalling.CodeID(2))
		r.settle()
		r.canvas().Focus(p.portal)
		press(r.canvas(), fyne.KeyDown)
		r.canvas().Focus(p.name)
		test.Type(p.name, "half a na")
		news := p.news.Objects[0]
		r.wait(5 * time.Second)
		if p.name.Text != "half a na" || p.portal.Selected() != 1 || r.canvas().Focused() != fyne.Focusable(p.name) || p.table.Selected() != "1" {
			t.Errorf("%q is typed, portal %d, focus on %T, code %q", p.name.Text, p.portal.Selected(), r.canvas().Focused(), p.table.Selected())
		}
		if p.news.Objects[0] != news {
			t.Error("the news were made anew")
		}
		if p.card.shown.LeftWords != "9:55" {
			t.Errorf("the countdown shows %q", p.card.shown.LeftWords)
		}
	})
}

// TestListStays: the chosen row stays chosen while others come.
func TestListStays(t *testing.T) {
	newTestApp(t)
	p := presenterIn(words.English)
	page := newListPage(p, pageRequests, listActs{})
	w := show(t, page.root, pageSize)
	s := busy()
	page.show(p.listed(s, pageRequests, newListChoice(), now))
	w.Canvas().Focus(page.table)
	press(w.Canvas(), fyne.KeyDown, fyne.KeyDown)
	chosen := page.table.Selected()
	s.Live = append([]model.Live{liveSession(9, "Somebody New", time.Minute)}, s.Live...)
	page.show(p.listed(s, pageRequests, newListChoice(), now))
	if page.table.Selected() != chosen || page.aside.shown.Name != "Aiko Tanaka" || w.Canvas().Focused() != fyne.Focusable(page.table) {
		t.Errorf("%q is chosen, %q is shown", page.table.Selected(), page.aside.shown.Name)
	}
}

// TestFirstIsChosen: as long as the agent chooses none, the row is chosen that comes first.
func TestFirstIsChosen(t *testing.T) {
	newTestApp(t)
	p := presenterIn(words.English)
	page := newListPage(p, pageRequests, listActs{})
	show(t, page.root, pageSize)
	quiet := busy()
	quiet.Desk = model.HelpDesk{}
	page.show(p.listed(quiet, pageRequests, newListChoice(), now))
	page.show(p.listed(busy(), pageRequests, newListChoice(), now))
	if page.aside.shown.Name != "Margaret Ellis" {
		t.Errorf("%q is shown", page.aside.shown.Name)
	}
}

// TestFilters: segments, portal and text choose rows together, by the keyboard.
func TestFilters(t *testing.T) {
	newTestApp(t)
	p := presenterIn(words.English)
	var page *listPage
	page = newListPage(p, pageRequests, listActs{Choose: func(c listChoice) { page.show(p.listed(busy(), pageRequests, c, now)) }})
	w := show(t, page.root, pageSize)
	page.show(p.listed(busy(), pageRequests, newListChoice(), now))
	w.Canvas().Focus(page.filter)
	press(w.Canvas(), fyne.KeyRight, fyne.KeyRight)
	if len(page.state.Items) != 6 {
		t.Fatalf("%d rows of mine", len(page.state.Items))
	}
	press(w.Canvas(), fyne.KeyLeft, fyne.KeyLeft)
	w.Canvas().Focus(page.picks.portal)
	press(w.Canvas(), fyne.KeyDown)
	w.Canvas().Focus(page.find)
	test.Type(page.find, "PASSWORD")
	if len(page.state.Items) != 1 || page.state.Items[0].customer != "Peter Lindqvist" || page.state.Choice.Find != "PASSWORD" {
		t.Errorf("the rows are %+v", page.state.Items)
	}
	press(w.Canvas(), fyne.KeyEscape)
	if len(page.state.Items) != 6 {
		t.Errorf("%d rows after Esc", len(page.state.Items))
	}
}

func TestLanguage(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		windows, _ := r.begin("Hannah Berg")
		windows.box.panel.Box().SetText("half a sent")
		r.speak(words.French)
		r.settle()
		again := r.live[windows.id]
		if again == windows || again.box.panel.Box().Text != "half a sent" || again.box.tool.end.Text != "Terminer" {
			t.Errorf("the new box has %q and says %q", again.box.panel.Box().Text, again.box.tool.end.Text)
		}
		if len(r.desk.chimes) != 1 || r.model.Settings().Language != words.French {
			t.Errorf("chimes %v, language %q", r.desk.chimes, r.model.Settings().Language)
		}
	})
}

func TestSignOut(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.turn(pageSettings)
		r.model.SignOut()
		r.settle()
		if r.frame != nil || r.window.Title() != "Beside" {
			t.Errorf("the window still shows %q", r.window.Title())
		}
	})
}

// TestRun: what the model says is shown, clocks go on without it, and the windows' end is waited for.
func TestRun(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.makeCode("Martin Keller")
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			r.Run(ctx)
		}()
		time.Sleep(3 * clockEvery)
		synctest.Wait()
		if got := r.pages.codes.card.shown.LeftWords; got != "9:57" {
			t.Errorf("the countdown shows %q", got)
		}
		r.model.Withdraw(1)
		synctest.Wait()
		if n := len(r.pages.codes.state.Codes); n != 0 {
			t.Errorf("%d codes are shown", n)
		}
		cancel()
		<-done
	})
}
