package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// ask lets a customer ask for help.
func (r *rig) ask(number byte, customer string) signalling.RequestID {
	id := signalling.RequestID{number}
	r.line.Post(signalling.Request{
		ID: id, Portal: 1, Kind: signalling.PortalBox, State: signalling.RequestPosted, PortalName: "Phone", Customer: customer, Question: "It does not work.",
		Language: "en", Alert: signalling.AlertNew, AlertLeft: 30 * time.Second, WebChat: true,
	})
	r.settle()
	return id
}

func (r *rig) wantDid(want ...string) {
	r.t.Helper()
	if got := r.line.Did(); !slices.Equal(got, want) {
		r.t.Errorf("the agent did %q, want %q", got, want)
	}
}

// popped lists whose alerts are on the display, from the corner upwards.
func (r *rig) popped() []string {
	var names []string
	for _, place := range r.alerts.places {
		if place.visible {
			names = append(names, place.shown.Customer)
		}
	}
	return names
}

func (r *rig) wantPopped(want ...string) {
	r.t.Helper()
	if got := r.popped(); !slices.Equal(got, want) {
		r.t.Errorf("the alerts are of %q, want %q", got, want)
	}
}

// TestAlertsKeepTheirPlaces: three at most pop up; one that goes leaves its place to the next, and nothing else moves.
func TestAlertsKeepTheirPlaces(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		for i, name := range []string{"Aiko", "Luis", "Ruth", "Omar", "Nina"} {
			r.ask(byte(i+1), name)
		}
		r.wantPopped("Aiko", "Luis", "Ruth")
		if !slices.Equal(r.desk.popUps, []int{0, 1, 2}) || !slices.Contains(r.desk.placed, 2) || r.desk.alerts != 5 {
			t.Errorf("popped up at %v, rang %d times", r.desk.popUps, r.desk.alerts)
		}
		gone := signalling.Request{ID: signalling.RequestID{2}, State: signalling.RequestAbandoned}
		r.line.Post(gone)
		r.settle()
		r.wantPopped("Aiko", "Omar", "Ruth")
		card := r.alerts.places[1].card
		test.Tap(card.Yes()) // meant for Luis
		r.settle()
		r.wantDid()
		r.wait(time.Second)
		test.Tap(card.No())
		r.settle()
		r.wantPopped("Aiko", "Nina", "Ruth")
		r.wantDid("decline")
		r.wait(30 * time.Second)
		r.wantPopped()
	})
}

// TestAlertsByKeyboard: from any window, the oldest alert is answered.
func TestAlertsByKeyboard(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.ask(1, "Aiko")
		r.wait(time.Second)
		id := r.ask(2, "Luis")
		ctrl(r.canvas(), fyne.KeyN, fyne.KeyModifierShift)
		r.settle()
		r.wantPopped("Luis")
		ctrl(r.canvas(), fyne.KeyY, fyne.KeyModifierShift)
		r.settle()
		r.wantPopped()
		r.wantDid("decline", "accept")
		if r.web[id] == nil {
			t.Error("no chat box opened")
		}
	})
}

// TestListByKeyboard: whoever waits longest is accepted by Enter, and a request declined by Delete.
func TestListByKeyboard(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.ask(1, "Aiko")
		r.wait(2 * time.Second)
		r.ask(2, "Luis")
		page := r.pages.lists[pageRequests]
		r.canvas().Focus(page.table)
		press(r.canvas(), fyne.KeyHome, fyne.KeyReturn)
		r.settle()
		press(r.canvas(), fyne.KeyHome, fyne.KeyDelete)
		r.settle()
		r.wantDid("accept", "decline")
		i, _ := page.item(page.table.Selected())
		if i.customer != "Luis" {
			t.Errorf("%q is chosen", i.customer)
		}
		var menu []string
		for _, item := range page.menuItems(i) {
			menu = append(menu, item.Label)
		}
		if want := []string{"Accept", "Decline", "Copy the name", "New code"}; !slices.Equal(menu, want) {
			t.Errorf("the menu has %q", menu)
		}
	})
}

// TestWebChatBecomesASession: the same window goes on with the session, with what was said and what was being written.
func TestWebChatBecomesASession(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		request := r.ask(1, "Aiko")
		r.model.Accept(request)
		r.settle()
		web := r.web[request]
		if web == nil {
			t.Fatal("no chat box opened")
		}
		r.line.CustomerSays(request, "Are you there?")
		r.settle()
		if r.desk.alerts != 2 {
			t.Errorf("rang %d times", r.desk.alerts)
		}
		web.box.panel.Box().SetText("Yes, I am.")
		press(web.window.Canvas(), fyne.KeyReturn)
		r.settle()
		test.Tap(web.box.tool.offer)
		r.settle()
		r.wantDid("accept", "say Yes, I am.", "offer app")
		if web.box.strip.code.Text != "K7MW Q2RT" || len(web.box.shown.Log) != 2 {
			t.Errorf("the code is %q, the log has %d lines", web.box.strip.code.Text, len(web.box.shown.Log))
		}
		web.box.side.notes.SetText("An old scanner.")
		web.box.panel.Box().SetText("half a sent")
		s, id := modeltest.NewSession(), leg.SessionID{7}
		at := model.Meeting{Request: request}
		if earlier := r.door.Earlier(at); len(earlier) != 2 || !earlier[1].Mine || !earlier[0].Earlier {
			t.Errorf("the session is told of %+v", earlier)
		}
		r.door.Arrive(model.Arrival{Meeting: at, Session: s, SessionID: id})
		r.settle()
		live := r.live[id]
		if live == nil || live.chat != web.window || r.web[request] != nil {
			t.Fatal("the session has another window")
		}
		if live.box.panel.Box().Text != "half a sent" || live.box.side.notes.Text != "An old scanner." || live.box.count != 3 {
			t.Errorf("%q is being written, %q are the notes, %d lines", live.box.panel.Box().Text, live.box.side.notes.Text, live.box.count)
		}
	})
}

// TestWebChatEnds: the agent is asked how it ended, and a customer who leaves is no reason to close the window.
func TestWebChatEnds(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		first, second := r.ask(1, "Aiko"), r.ask(2, "Luis")
		r.model.Accept(second)
		r.settle()
		r.model.Accept(first) // last, since keys go to the newest window here
		r.settle()
		web := r.web[first]
		ctrl(web.window.Canvas(), fyne.KeyE, fyne.KeyModifierShift)
		if !web.box.filing.root.Visible() || web.window.Canvas().Focused() != fyne.Focusable(web.box.filing.first) {
			t.Error("the agent is not asked")
		}
		press(web.window.Canvas(), fyne.KeyReturn)
		r.settle()
		if did := r.line.Did(); did[len(did)-1] != "close resolved " || r.web[first] != nil {
			t.Errorf("did %q", did)
		}
		r.line.Post(signalling.Request{ID: second, State: signalling.RequestAbandoned})
		r.settle()
		left := r.web[second]
		if left == nil || left.box.filing.reason.Text != "Luis has left." {
			t.Fatal("the window has gone with the customer")
		}
		left.end()
		r.settle()
		if r.web[second] != nil {
			t.Error("the window stays")
		}
	})
}

// TestCanned: a slash searches, Enter puts the reply into the box, a second one sends it.
func TestCanned(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.line.SetCanned(replies()...)
		r.signIn()
		id := r.ask(1, "Aiko")
		r.model.Accept(id)
		r.settle()
		web := r.web[id]
		test.Type(web.box.panel.Box(), "/")
		if web.box.canned.list.Len() != 3 {
			t.Fatalf("%d replies are offered", web.box.canned.list.Len())
		}
		press(web.window.Canvas(), fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
		const want = "Hello Aiko, this is Claire Moreau. How can I help?"
		if got := web.box.panel.Box().Text; got != want || web.box.canned.list.Len() != 0 {
			t.Fatalf("%q stands in the box", got)
		}
		press(web.window.Canvas(), fyne.KeyReturn)
		r.settle()
		r.wantDid("accept", "say "+want)
	})
}

// TestRequestByKeyboard: what an agent does with a request of theirs is in the menu of its row too.
func TestRequestByKeyboard(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		id := r.ask(1, "Aiko")
		ctrl(r.canvas(), fyne.Key1, 0)
		press(r.canvas(), fyne.KeyReturn)
		r.settle()
		list := r.pages.lists[pageRequests]
		i, _ := list.item(list.table.Selected())
		acts := map[string]func(){}
		for _, item := range list.menuItems(i) {
			acts[item.Label] = item.Action
		}
		for _, want := range []string{"Open the chat box", "Ask for the screen", "End the session"} {
			if acts[want] == nil {
				t.Fatalf("the menu lacks %q, it has %v", want, acts)
			}
		}
		acts["Ask for the screen"]()
		r.settle()
		press(r.canvas(), fyne.KeyDelete)
		r.settle()
		if !r.web[id].asking {
			t.Error("nobody is asked how it ended")
		}
		press(r.web[id].window.Canvas(), fyne.KeySpace)
		r.settle()
		r.wantDid("accept", "offer app", "close resolved ")
		ctrl(r.canvas(), fyne.Key5, 0)
		if r.page != pageSettings {
			t.Errorf("Ctrl 5 leads to page %d", r.page)
		}
	})
}

// TestIntroduceByKeyboard: the colleague who is available comes first.
func TestIntroduceByKeyboard(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.line.SetColleagues(colleagues()...)
		r.signIn()
		welcome := modeltest.Welcome()
		welcome.SignedIn.Portals[0].Features = signalling.FeatureTransfer | signalling.FeatureInvite | signalling.FeaturePushURL
		r.line.SetState(signalling.State{Phase: signalling.PhaseConnected, Welcome: welcome})
		windows, s := r.begin("Hannah Berg")
		r.settle()
		if !r.canIntroduce(windows.id, signalling.IntroductionTransfer) {
			t.Fatal("transfers are not allowed")
		}
		test.Tap(windows.box.tool.transfer)
		c := windows.chat.Canvas()
		if c.Overlays().Top() == nil {
			t.Fatal("nobody is asked whom")
		}
		press(c, fyne.KeyReturn)
		test.Type(c.Focused(), "My shift ends.")
		c.FocusNext()
		c.FocusNext()
		press(c, fyne.KeyReturn)
		r.settle()
		asked := r.line.Introduced()
		if len(asked) != 1 || asked[0].ToAgent != 9 || asked[0].Comment != "My shift ends." || asked[0].Kind != signalling.IntroductionTransfer {
			t.Fatalf("asked for %+v", asked)
		}
		if windows.box.news.Hidden || c.Overlays().Top() != nil {
			t.Error("the box does not say so")
		}
		windows.askPage()
		test.Type(c.Focused(), "northfield.example/help")
		press(c, fyne.KeyReturn)
		wantActs(t, s, "push https://northfield.example/help")
		s.Refuses = 4100 * time.Millisecond // the customer has just said No
		windows.sendPage("https://northfield.example/again")
		if !strings.Contains(test.RenderToMarkup(c), "You can ask again in 5 s.") {
			t.Error("nobody says that the customer is not asked")
		}
		s.Refuses = 0
		press(c, fyne.KeyReturn)
		wantActs(t, s, "push https://northfield.example/help", "push https://northfield.example/again")
		if c.Overlays().Top() != nil {
			t.Error("the sheet stays")
		}
	})
}

func TestPageAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"northfield.example": "https://northfield.example", " http://a.example/b?c ": "http://a.example/b?c",
		"javascript://a": "", "file:///etc": "", "": "", "https://user@a.example": "",
	} {
		if got, ok := pageAddress(typed); got != want && ok || ok != (want != "") {
			t.Errorf("%q is sent as %q, %v", typed, got, ok)
		}
	}
}

// TestAwayByIdleness: what nobody touches for as long as the agent said makes them away.
func TestAwayByIdleness(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.model.ChangeSettings(func(s *model.Settings) { s.AwayMinutes = 5 })
		r.desk.idle = 6 * time.Minute
		r.wait(2 * time.Second)
		if r.line.Status() != signalling.StatusAway || r.frame.availability.Text != "Away" {
			t.Errorf("the status is %v", r.line.Status())
		}
	})
}
