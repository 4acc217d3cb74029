package ui

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// allow gives the agent permissions, as the customer does.
func allow(r *rig, s *modeltest.Session, permissions ...protocol.Permission) {
	s.Change(func(snapshot *session.Snapshot) {
		snapshot.Permissions = nil
		for _, p := range permissions {
			snapshot.Permissions = append(snapshot.Permissions, session.Permission{Permission: p, Grant: protocol.GrantOn, Until: time.Now().Add(time.Hour)})
		}
		snapshot.Theirs = session.Sharing{State: protocol.ShareOn, Viewed: true, Displays: []protocol.Display{{ID: 1}, {ID: 2}}}
	})
	r.settle()
}

func TestChat(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		windows, s := r.begin("Hannah Berg")
		if len(r.desk.chimes) != 1 || !r.desk.chimes[0] || windows.chat.Title() != "Hannah Berg — session, 0 min" {
			t.Errorf("chimes %v, title %q", r.desk.chimes, windows.chat.Title())
		}
		c := windows.chat.Canvas()
		box := windows.box.panel.Box()
		if c.Focused() != fyne.Focusable(box) {
			t.Fatalf("the focus is on %T", c.Focused())
		}
		test.Type(box, "Hi")
		r.wait(typingPause / 2)
		test.Type(box, "!")
		r.wait(typingPause + 2*clockEvery)
		wantActs(t, s, "typing", "typing", "typing", "not typing")
		press(c, fyne.KeyReturn)
		wantActs(t, s, "typing", "typing", "typing", "not typing", "not typing", "say Hi!")
		if c.Focused() != fyne.Focusable(box) || box.Text != "" {
			t.Errorf("%q stays in the box, the focus is on %T", box.Text, c.Focused())
		}
	})
}

// TestEnd ends a session and says how it ended, by the keyboard.
func TestEnd(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		windows, s := r.begin("Hannah Berg")
		c := windows.chat.Canvas()
		ctrl(c, fyne.KeyE, fyne.KeyModifierShift)
		r.settle()
		if !s.Ran() || !windows.box.filing.root.Visible() || len(r.desk.chimes) != 2 {
			t.Fatalf("ended %v, asked %v, chimes %v", s.Ran(), windows.box.filing.root.Visible(), r.desk.chimes)
		}
		if c.Focused() != fyne.Focusable(windows.box.filing.first) {
			t.Errorf("the focus is on %T", c.Focused())
		}
		press(c, fyne.KeySpace)
		r.settle()
		if len(r.live) != 0 || r.line.Ends()[windows.id].Outcome != signalling.OutcomeResolved {
			t.Errorf("%d chat boxes, told %+v", len(r.live), r.line.Ends())
		}
	})
}

// TestEndLeavesTheNotes: whoever writes notes when the customer leaves goes on writing.
func TestEndLeavesTheNotes(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		windows, s := r.begin("Hannah Berg")
		c := windows.chat.Canvas()
		c.Focus(windows.box.side.notes)
		test.Type(windows.box.side.notes, "Dock")
		s.Finish(protocol.CloseByCustomer)
		r.settle()
		if c.Focused() != fyne.Focusable(windows.box.side.notes) {
			t.Errorf("the focus went to %T", c.Focused())
		}
		if l, _ := r.model.Snapshot().Find(windows.id); l.Notes != "Dock" {
			t.Errorf("the notes are %q", l.Notes)
		}
	})
}

func TestTools(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		windows, s := r.begin("Hannah Berg")
		tool := windows.box.tool
		if !tool.viewer.Disabled() || !tool.control.Disabled() || tool.see.Disabled() {
			t.Error("the tools do not fit a session in which nothing is allowed")
		}
		test.Tap(tool.see)
		test.Tap(tool.details)
		test.Tap(tool.share)
		s.Change(func(snapshot *session.Snapshot) { snapshot.Mine.State = protocol.ShareOn })
		r.settle()
		test.Tap(tool.share)
		wantActs(t, s, "ask see", "ask diagnostics", "share mine", "stop mine")
		s.SetDisplays(framebuffer.Display{ID: 1, Name: "left"}, framebuffer.Display{ID: 2, Name: "right"})
		s.Change(func(snapshot *session.Snapshot) { snapshot.Mine.State = protocol.ShareOff })
		r.settle()
		test.Tap(tool.share)
		press(windows.chat.Canvas(), fyne.KeyDown, fyne.KeyReturn)
		wantActs(t, s, "ask see", "ask diagnostics", "share mine", "stop mine", "share mine")
	})
}

// TestBadgesStay: a countdown changes a badge's words, not the badge.
func TestBadgesStay(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		windows, s := r.begin("Hannah Berg")
		until := time.Now().Add(30 * time.Second)
		s.Change(func(snapshot *session.Snapshot) {
			snapshot.Permissions = []session.Permission{{Permission: protocol.PermissionControl, Grant: protocol.GrantAsked, Until: until}}
		})
		r.settle()
		badge, row := windows.box.strip.badges[1], windows.box.side.people.Objects[0]
		r.wait(5 * time.Second)
		if got := windows.box.strip.states[1].Word; got != "Control: asked, 0:25" {
			t.Errorf("the badge says %q", got)
		}
		if windows.box.strip.badges[1] != badge || windows.box.side.people.Objects[0] != row {
			t.Error("what did not change was made anew")
		}
	})
}

// TestViewer: it opens when the customer shows the screen, has the keys, and closes by F2 from wherever the focus is.
func TestViewer(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		windows, s := r.begin("Hannah Berg")
		c := windows.chat.Canvas()
		press(c, fyne.KeyF2) // from the box to write in
		wantActs(t, s, "ask see")
		allow(r, s, protocol.PermissionSee)
		v := windows.viewer
		if v == nil || v.window.Title() != "Viewer — Hannah Berg" {
			t.Fatal("no viewer opened")
		}
		if v.window.Canvas().Focused() != fyne.Focusable(v.viewer.display) || v.viewer.display.Captured() {
			t.Error("the picture has not the focus, or takes keys without control")
		}
		if got := windows.box.side.below.Text; got != "Shown in the viewer" {
			t.Errorf("below the small picture stands %q", got)
		}
		allow(r, s, protocol.PermissionSee, protocol.PermissionControl)
		if !v.viewer.display.Captured() || !v.viewer.control.On || v.viewer.keys.Disabled() {
			t.Error("control is on, and keys do not go to the customer")
		}
		allow(r, s, protocol.PermissionSee)
		if v.viewer.display.Captured() || v.viewer.control.On {
			t.Error("control is over, and keys still go to the customer")
		}
		press(c, fyne.KeyF2)
		if windows.viewer != nil {
			t.Error("F2 leaves the viewer open")
		}
		press(c, fyne.KeyF2)
		if windows.viewer == nil {
			t.Fatal("F2 does not open the viewer again")
		}
		press(windows.viewer.window.Canvas(), fyne.KeyF2)
		if windows.viewer != nil {
			t.Error("F2 in the viewer leaves it open")
		}
		r.settle()
		if got := windows.box.side.below.Text; got == "Shown in the viewer" {
			t.Errorf("below the small picture stands %q", got)
		}
	})
}

// TestViewerPause: the picture stands still until it is let go on, at the latest when the viewer closes.
func TestViewerPause(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		windows, s := r.begin("Hannah Berg")
		allow(r, s, protocol.PermissionSee)
		test.Tap(windows.viewer.viewer.pause)
		wantActs(t, s, "open view", "close view")
		s.Change(func(snapshot *session.Snapshot) { snapshot.Theirs.Viewed = false })
		r.settle()
		if !windows.viewer.viewer.note.Visible() || !windows.viewer.viewer.pause.On {
			t.Error("nothing says that the picture stands still")
		}
		test.Tap(windows.viewer.viewer.pause)
		windows.closeViewer()
		wantActs(t, s, "open view", "close view", "open view", "open view")
	})
}

// TestFullScreen: the tools are hidden, and come back at the upper edge.
func TestFullScreen(t *testing.T) {
	newTestApp(t)
	full := false
	var v *viewer
	display := ui.NewRemoteDisplay(newPicture(640, 360))
	v = newViewer(presenterIn("en").texts, display, &hands{}, viewerActs{Full: func() {
		full = !full
		v.setFull(full)
	}})
	w := show(t, v.root, viewerSize)
	w.Canvas().Content().(*ui.Root).OnKey = v.key
	display.Reload()
	w.Canvas().Focus(display)
	v.show(presenterIn("en").viewer(allowed(), signedIn().Askable(allowed()), pictureState{}, now))
	display.KeyDown(&fyne.KeyEvent{Name: desktop.KeyControlRight})
	press(w.Canvas(), fyne.KeyF11)
	if !full || v.layout.top.Visible() || v.layout.foot.Visible() || display.Size() != viewerSize {
		t.Fatalf("full %v, tools %v, facts %v, picture %v", full, v.layout.top.Visible(), v.layout.foot.Visible(), display.Size())
	}
	at := func(y float32) { test.MoveMouse(w.Canvas(), fyne.NewPos(400, y)) }
	at(300)
	at(1)
	if !v.layout.top.Visible() {
		t.Error("the upper edge does not bring the tools")
	}
	at(30)
	at(300)
	if v.layout.top.Visible() {
		t.Error("the tools stay")
	}
	frozen := presenterIn("en").viewer(allowed(), signedIn().Askable(allowed()), pictureState{}, now)
	frozen.Frozen = true
	v.show(frozen)
	if v.pause.On {
		t.Error("tools that nobody sees are painted")
	}
	press(w.Canvas(), fyne.Key1)
	if display.Scale() != ui.OneToOne || v.scale.Selected() != 1 {
		t.Error("1 does not show one to one")
	}
	press(w.Canvas(), fyne.Key0, fyne.KeyF11)
	if display.Scale() != ui.Fit || full || !v.layout.top.Visible() || !v.pause.On {
		t.Error("F11 does not bring the tools back as they are now")
	}
}

// TestInputOnlyInControl: without control no key of the agent's reaches the input, and Tab leaves the picture.
func TestInputOnlyInControl(t *testing.T) {
	newTestApp(t)
	input := &hands{}
	display := ui.NewRemoteDisplay(newPicture(640, 360))
	v := newViewer(presenterIn("en").texts, display, input, viewerActs{})
	w := show(t, v.root, viewerSize)
	w.Canvas().Focus(display)
	key := &fyne.KeyEvent{Name: fyne.KeyA, Physical: fyne.HardwareKey{ScanCode: 38}}
	for _, l := range []struct {
		live model.Live
		want bool
	}{{watching(nil), false}, {allowed(), true}, {watching(nil), false}} {
		input.keys = nil
		v.show(presenterIn("en").viewer(l.live, signedIn().Askable(l.live), pictureState{}, now))
		display.KeyDown(key)
		display.KeyUp(key)
		if got := len(input.keys) > 0; got != l.want || display.AcceptsTab() != l.want {
			t.Errorf("keys reach the input: %v, the picture takes Tab: %v, want %v", got, display.AcceptsTab(), l.want)
		}
	}
}

// TestThumbnail: it is no stop for Tab, and a click opens the viewer.
func TestThumbnail(t *testing.T) {
	newTestApp(t)
	opened := 0
	small := ui.NewRemoteStill(newPicture(640, 360), func() { opened++ })
	b := newChatBox(presenterIn("en").texts, small, "", chatActs{})
	w := show(t, b.root, chatSize)
	b.show(presenterIn("en").chat(signedIn(), allowed(), false, now))
	small.Reload()
	seen := map[fyne.Focusable]bool{}
	for f := w.Canvas().Focused(); !seen[f]; f = w.Canvas().Focused() {
		if f != nil {
			seen[f] = true
		}
		w.Canvas().FocusNext()
	}
	if seen[small] || len(seen) < 6 {
		t.Errorf("Tab stops at %d places, the small picture among them: %v", len(seen), seen[small])
	}
	b.panel.Box().FocusGained()
	w.Canvas().Focus(b.panel.Box())
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(small).AddXY(small.Size().Width/2, small.Size().Height/2)
	test.TapCanvas(w.Canvas(), pos)
	if opened != 1 {
		t.Errorf("a click opened the viewer %d times", opened)
	}
	if small.PictureSize() != image.Pt(640, 360) {
		t.Errorf("the small picture is %v", small.PictureSize())
	}
}
