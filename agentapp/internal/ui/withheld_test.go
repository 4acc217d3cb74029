package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/internal/ui"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// everyFeature is what a portal allows that withholds nothing.
const everyFeature = signalling.FeatureView | signalling.FeatureControl | signalling.FeatureShareMine | signalling.FeatureDetails |
	signalling.FeatureTransfer | signalling.FeatureInvite | signalling.FeaturePushURL | signalling.FeatureWebChat | signalling.FeatureCanned

// signInAllowed signs in an agent whose first portal allows some features, with replies and colleagues there.
func (r *rig) signInAllowed(features signalling.Features) {
	r.line.SetCanned(replies()...)
	r.line.SetColleagues(colleagues()...)
	r.signIn()
	r.allowFeatures(features)
}

// allowFeatures has the relay tell what the first portal allows from now on.
func (r *rig) allowFeatures(features signalling.Features) {
	welcome := modeltest.Welcome()
	welcome.SignedIn.Portals[0].Features = features
	welcome.SignedIn.Portals[1].Features = everyFeature
	r.line.SetState(signalling.State{Phase: signalling.PhaseConnected, Welcome: welcome})
	r.settle()
}

// TestWithheldTools takes one feature after the other away: its tool is off and says why, all others are as they were.
func TestWithheldTools(t *testing.T) {
	tools := func(b *chatBox) map[string]*ui.ToolButton {
		return map[string]*ui.ToolButton{
			"share": b.tool.share, "see": b.tool.see, "details": b.tool.details, "transfer": b.tool.transfer, "invite": b.tool.invite,
		}
	}
	try(t, func(t *testing.T, r *rig) {
		r.signInAllowed(everyFeature)
		windows, s := r.begin("Hannah Berg")
		for feature, tool := range map[signalling.Features]string{
			0: "", signalling.FeatureShareMine: "share", signalling.FeatureView: "see", signalling.FeatureDetails: "details",
			signalling.FeatureTransfer: "transfer", signalling.FeatureInvite: "invite",
		} {
			r.allowFeatures(everyFeature &^ feature)
			for name, button := range tools(windows.box) {
				if off := name == tool; button.Disabled() != off || (button.Hint != "") != off {
					t.Errorf("without %q: %s is off %v, and says %q", tool, name, button.Disabled(), button.Hint)
				}
			}
		}
		r.allowFeatures(everyFeature)
		allow(r, s, protocol.PermissionSee)
		if windows.box.tool.control.Disabled() || windows.viewer.viewer.control.Disabled() {
			t.Error("control cannot be asked for")
		}
		r.allowFeatures(everyFeature &^ signalling.FeatureControl)
		if c := windows.viewer.viewer.control; !c.Disabled() || c.Text != "Control not allowed here" || !windows.box.tool.control.Disabled() {
			t.Errorf("the viewer offers %q", c.Text)
		}
	})
}

// TestWithheldActs presses every key and button that leads to something which the organisation does not allow.
func TestWithheldActs(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signInAllowed(signalling.FeatureWebChat)
		windows, s := r.begin("Hannah Berg")
		c := windows.chat.Canvas()
		press(c, fyne.KeyF2)
		ctrl(c, fyne.KeyT, 0)
		ctrl(c, fyne.KeyI, 0)
		windows.openViewer()
		windows.share()
		windows.details()
		windows.ask(protocol.PermissionControl)
		windows.sendPage("https://northfield.example")
		wantActs(t, s)
		if c.Overlays().Top() != nil || windows.viewer != nil {
			t.Error("a key leads to what is not allowed")
		}
		box := windows.box
		if box.extra.page.Visible() || box.extra.canned.Visible() || box.side.open.Visible() {
			t.Error("pages, ready-made replies or the viewer are offered")
		}
		if box.side.below.Text != "Seeing the screen is not allowed here" || box.side.whyNot.Text != "You may not read these details here." {
			t.Errorf("the reasons are %q and %q", box.side.below.Text, box.side.whyNot.Text)
		}
		test.Type(box.panel.Box(), "/")
		if n := box.canned.list.Len(); n != 0 {
			t.Errorf("%d replies are offered", n)
		}
	})
}

// TestWithheldPages puts a reply's address into the box where no page may be opened at the customer's.
func TestWithheldPages(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signInAllowed(everyFeature &^ signalling.FeaturePushURL)
		windows, s := r.begin("Hannah Berg")
		test.Type(windows.box.panel.Box(), "/handbook")
		press(windows.chat.Canvas(), fyne.KeyReturn)
		if got := windows.box.panel.Box().Text; got != "https://northfield.example/handbook" || slices.Contains(s.Acts(), "push "+got) {
			t.Errorf("%q stands in the box, the agent did %q", got, s.Acts())
		}
	})
}

// TestWithheldBySession: what the relay withheld when the session began counts too, as in a colleague's session at a portal that this
// agent does not serve.
func TestWithheldBySession(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signInAllowed(everyFeature)
		r.makeCode("Hannah Berg")
		id, s := leg.SessionID{7}, modeltest.NewSession()
		r.door.Arrive(model.Arrival{Code: r.model.Snapshot().Codes[0].ID, Session: s, SessionID: id, Withheld: signalling.FeatureTransfer | signalling.FeatureDetails})
		r.settle()
		box := r.live[id].box
		if !box.tool.transfer.Disabled() || !box.tool.details.Disabled() || box.tool.invite.Disabled() || box.tool.see.Disabled() {
			t.Error("the tools are not those that the session allows")
		}
	})
}

// TestWithheldInList: buttons and menu of the list say what is not allowed in the chosen session.
func TestWithheldInList(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signInAllowed(everyFeature &^ signalling.FeatureTransfer)
		r.begin("Hannah Berg")
		ctrl(r.canvas(), fyne.Key1, 0)
		r.settle()
		list := r.pages.lists[pageRequests]
		if !list.tools.transfer.Disabled() || list.tools.transfer.Hint == "" || list.tools.invite.Disabled() || list.tools.invite.Hint != "" {
			t.Errorf("transfer is off %v, invite %v", list.tools.transfer.Disabled(), list.tools.invite.Disabled())
		}
		i, _ := list.item(list.table.Selected())
		off := map[string]bool{}
		for _, item := range list.menuItems(i) {
			off[item.Label] = item.Disabled
		}
		if disabled, there := off["Transfer (not allowed here)"]; !there || !disabled {
			t.Errorf("the menu has %v", off)
		}
		if disabled, there := off["Invite"]; !there || disabled {
			t.Errorf("the menu has %v", off)
		}
	})
}

// TestWithheldInThePage: without chat in the page, and without ready-made replies, the box says so and offers the app.
func TestWithheldInThePage(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signInAllowed(everyFeature)
		id := r.ask(1, "Aiko")
		r.model.Accept(id)
		r.settle()
		box := r.web[id].box
		if box.panel.Box().Disabled() || !box.extra.Visible() {
			t.Fatal("the chat is not there at first")
		}
		r.allowFeatures(everyFeature &^ signalling.FeatureCanned)
		test.Type(box.panel.Box(), "/")
		if box.extra.Visible() || box.canned.list.Len() != 0 {
			t.Error("ready-made replies are offered")
		}
		r.allowFeatures(everyFeature &^ signalling.FeatureWebChat)
		if !box.panel.Box().Disabled() || box.extra.Visible() || box.tool.offer.Disabled() {
			t.Error("the agent can write into a page without chat")
		}
		if got := box.strip.open.Text; got != r.texts.T("agent.web.withheld") {
			t.Errorf("the strip says %q", got)
		}
	})
}
