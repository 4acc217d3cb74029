package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/words"
)

// TestGoldens draws every widget in its states.
func TestGoldens(t *testing.T) {
	for _, c := range []struct {
		name     string
		audience Audience
		width    float32
		height   float32
		make     func() fyne.CanvasObject
	}{
		{"button/levels", ForAgent, 500, 60, makeButtonLevels},
		{"button/customer", ForCustomer, 300, 60, func() fyne.CanvasObject { return Row(Space8, NewButton("Continue", "", High, nil)) }},
		{"button/states", ForAgent, 500, 60, makeButtonStates},
		{"toolbutton/states", ForAgent, 400, 60, makeToolButtons},
		{"badge/kinds", ForAgent, 900, 40, makeBadges},
		{"segmented/chosen", ForAgent, 300, 60, func() fyne.CanvasObject {
			return Row(0, NewSegmented([]Segment{{"Fit", look.IconFit}, {"1:1", ""}}, 1, nil))
		}},
		{"segmented/answer", ForCustomer, 300, 60, makeAnswers},
		{"select/chosen", ForAgent, 300, 60, func() fyne.CanvasObject { return Row(0, NewSelect([]string{"All portals", "Phone"}, 1, nil)) }},
		{"codetiles/code", ForAgent, 418, 60, func() fyne.CanvasObject { return NewCodeTiles("123456789") }},
		{"codetiles/dead", ForAgent, 418, 60, makeDeadCode},
		{"codeentry/empty", ForCustomer, 520, 84, func() fyne.CanvasObject { return NewCodeEntry(nil, nil) }},
		{"codeentry/partial", ForCustomer, 520, 84, makePartialCode},
		{"quality/levels", ForAgent, 600, 40, makeQualities},
		{"note/kinds", ForCustomer, 520, 260, makeNotes},
		{"avatar/sizes", ForAgent, 200, 60, func() fyne.CanvasObject {
			return Row(Space8, NewAvatar("Claire Moreau", AvatarLarge, false), NewAvatar("Émile", AvatarSmall, true))
		}},
		{"countdown/long", ForAgent, 418, 40, makeCountdown(9*time.Minute+24*time.Second, "9:24 left")},
		{"countdown/short", ForAgent, 418, 40, makeCountdown(38*time.Second, "0:38 left")},
		{"permissionrow/states", ForCustomer, 540, 240, makePermissions},
		{"askcard/question", ForCustomer, 340, 170, makeAskCard},
		{"statuspane/seen", ForCustomer, 440, 120, makePane(Seen)},
		{"statuspane/controlled", ForCustomer, 440, 120, makePane(Controlled)},
		{"statuspane/closed", ForCustomer, 440, 120, makePane(Closed)},
		{"statuspane/banner", ForCustomer, 760, 62, makeBanner},
		{"statusline/facts", ForAgent, 700, 28, makeStatusLine},
		{"nav/pages", ForAgent, 180, 160, makeNav},
		{"details/computer", ForAgent, 280, 90, makeDetails},
		{"link/plain", ForAgent, 120, 28, func() fyne.CanvasObject { return NewLink("Open viewer", RoleCaption, nil) }},
		{"keycap/hints", ForAgent, 300, 20, func() fyne.CanvasObject {
			return NewKeyHints(KeyHint{"Enter", "accepts"}, KeyHint{"Ctrl N", "new code"})
		}},
		{"state/empty", ForAgent, 400, 160, func() fyne.CanvasObject {
			return NewEmpty("No request is waiting.", NewButton("New code", look.IconPlus, Medium, nil))
		}},
		{"panel/card", ForAgent, 200, 60, func() fyne.CanvasObject { return NewCard(NewText("On a card", RoleBody)) }},
		{"table/rows", ForAgent, 640, 240, makeTable},
		{"table/none", ForAgent, 640, 160, func() fyne.CanvasObject { return NewTable(testColumns()) }},
		{"chatpanel/agent", ForAgent, 760, 420, makeAgentChat},
		{"chatpanel/customer", ForCustomer, 440, 480, makeCustomerChat},
		{"searchfield/empty", ForAgent, 300, 40, func() fyne.CanvasObject { return NewSearchField("Customer", nil) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			newApp(t, c.audience)
			golden(t, c.name, show(t, c.make(), c.width, c.height))
		})
	}
}

func makeButtonLevels() fyne.CanvasObject {
	row := Row(Space8)
	for level, text := range []string{"Medium", "High", "Stop", "No", "More"} {
		row.Add(NewButton(text, look.IconCheck, Level(level), nil))
	}
	return row
}

func makeButtonStates() fyne.CanvasObject {
	on := NewButton("Control on", look.IconPointer, Medium, nil)
	on.On = true
	off := NewButton("Accept", "", High, nil)
	off.Disable()
	small := NewButton("Cancel", "", Outlined, nil)
	small.Extent = Small
	menu := NewMenuButton("Send keys", look.IconKeyboard, Medium, nil)
	return Row(Space8, on, off, small, menu, NewIconButton(look.IconDots, "More", Low, nil))
}

func makeToolButtons() fyne.CanvasObject {
	on, off, end := NewToolButton("Viewer", look.IconMonitor, nil), NewToolButton("Files", look.IconFile, nil), NewToolButton("End", look.IconLeave, nil)
	on.On, end.Danger = true, true
	off.Disable()
	return Row(2, NewToolButton("Share mine", look.IconShare, nil), on, off, end)
}

func makeBadges() fyne.CanvasObject {
	row := Row(Space8)
	for kind, word := range []string{"Ended", "Note", "Available", "Fair", "Busy", "Waiting", "Match", "In session", "Alert"} {
		row.Add(NewBadge(look.IconCheck, word, Kind(kind)))
	}
	return row
}

func makeAnswers() fyne.CanvasObject {
	yes := NewAnswer("No", "Yes", nil)
	yes.SetSelected(1)
	return Row(Space8, NewAnswer("No", "Yes", nil), yes)
}

func makeDeadCode() fyne.CanvasObject {
	tiles := NewCodeTiles("123456789")
	tiles.SetDim(true)
	return tiles
}

func makePartialCode() fyne.CanvasObject {
	e := NewCodeEntry(nil, nil)
	e.SetCode("1234-567")
	return e
}

func makeQualities() fyne.CanvasObject {
	row := Row(Space8)
	texts := words.MustLoad(words.French)
	for _, state := range []QualityState{
		{RoundTrip: 42 * time.Millisecond}, {RoundTrip: 96 * time.Millisecond, Feel: FeelsFair}, {RoundTrip: 300 * time.Millisecond, Feel: FeelsPoor}, {Reconnecting: true},
	} {
		q := NewQuality(texts)
		q.Set(state)
		row.Add(q)
	}
	return row
}

func makeNotes() fyne.CanvasObject {
	return Column(Space12,
		NewNote(look.IconCheck, "Your connection is ready. Nobody sees your screen yet.", KindSuccess),
		NewNote(look.IconWarning, "Did someone call **you** and ask for this? Stop here. Only use a code from people you called yourself.", KindWarning),
		NewNote(look.IconWarning, "**Nobody from your bank calls you for this.**", KindDanger))
}

func makeCountdown(left time.Duration, text string) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		c := NewCountdown("Works once, for 10 minutes")
		c.Set(left, 10*time.Minute, text)
		return c
	}
}

func makePermissions() fyne.CanvasObject {
	see := NewPermissionRow(PermissionText{
		Icon: look.IconEye, Title: "See my screen", Explanation: "You choose", No: "No", Yes: "Yes", Asked: "Claire asks for this",
	}, nil)
	see.SetAllowed(true)
	return Column(0,
		NewPermissionRow(PermissionText{Icon: look.IconChat, Title: "Chat", Explanation: "Write messages with you", Always: "Always on"}, nil),
		see,
		NewPermissionRow(PermissionText{Icon: look.IconPointer, Title: "Control", Explanation: "For 60 minutes at most", No: "No", Yes: "Yes"}, nil))
}

func makeAskCard() fyne.CanvasObject {
	return NewAskCard(AskText{
		Question: "Claire asks: may I control your computer?", Explanation: "For 60 minutes at most.", No: "No", Yes: "Yes, allow",
	}, nil)
}

func makePane(exposure Exposure) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		p := NewStatusPane(NewButton("What is allowed", "", Medium, nil), NewButton("Stop sharing", look.IconStop, Danger, nil))
		p.Set(StatusPaneState{exposure, "Your screen is shared", "Display 1 · seen by Claire", "18:04"})
		return p
	}
}

func makeBanner() fyne.CanvasObject {
	p := NewBanner(NewButton("Pause", look.IconPause, Medium, nil), NewButton("Stop", look.IconStop, Danger, nil))
	p.Set(StatusPaneState{Exposure: Controlled, Title: "Claire Moreau controls your computer", Detail: "18:04"})
	return p
}

func makeStatusLine() fyne.CanvasObject {
	s := NewStatusLine()
	s.Set([]StatusItem{{look.IconDot, look.Success, "Connected to help.northfield.example"}, {Text: "4 portals"}}, NewLine("Longest wait 6:12", RoleTiny))
	return s
}

func makeNav() fyne.CanvasObject {
	return NewNav([]NavItem{
		{look.IconInbox, "Requests", 4, true}, {look.IconSessions, "Sessions", 2, false}, {look.IconHistory, "History", 0, false},
	}, 0, nil)
}

func makeDetails() fyne.CanvasObject {
	return NewDetails([]Detail{{"Name", "NH-RAD-0217"}, {"System", "Windows 11 Pro 23H2, a build with a very long name"}})
}

func testColumns() []TableColumn {
	return []TableColumn{
		{Title: "Status", Width: 120},
		{Title: "Customer", Width: 110, Sortable: true},
		{Title: "Question", Width: 120, Grow: true},
		{Title: "Left", Width: 68, Right: true, Sortable: true},
		{Width: 28},
	}
}

func testRows(withdraw func()) []TableRow {
	row := func(id, name string) TableRow {
		return TableRow{ID: id, Cells: []Cell{
			{Badge: BadgeState{look.IconAway, "Waiting", KindYellow}},
			{Text: name, Bold: true, Detail: "Phone"},
			{Text: "The label printer prints blank pages since this morning", Muted: true},
			{Text: "0:38", Icon: look.IconWarning, Danger: true},
			{Text: "Withdraw", Icon: look.IconClose, Action: withdraw},
		}}
	}
	return []TableRow{row("a", "Margaret Ellis"), row("b", "Daniel Fournier"), {ID: "c", Cells: []Cell{{}, {Text: "Short"}}}}
}

func makeTable() fyne.CanvasObject {
	t := NewTable(testColumns())
	t.SetRows(testRows(func() {}))
	t.SetSort(3, true)
	t.Select("b")
	return t
}

func testMessages() []ChatMessage {
	return []ChatMessage{
		{Kind: ChatStatus, Text: "14:07 · Hannah Berg joined with a code"},
		{Kind: ChatOwn, Text: "Hello Hannah, this is Claire. May I see your screen?", Meta: "You · 14:07"},
		{Kind: ChatOther, Text: "The dock firmware is from 2023.", Meta: "Tom Okafor · 14:17", Tag: "Agents only"},
		{Kind: ChatOther, Text: "A message that has to break into several lines because it is wider than a bubble may be, really.\nAnd **stars** stay.", Meta: "Hannah Berg · 14:19"},
	}
}

func makeAgentChat() fyne.CanvasObject {
	p := NewChatPanel(ChatText{
		Placeholder: "Write to Hannah", Send: "Send", Copy: "Copy", Everyone: "To everyone", AgentsOnly: "Agents only",
	}, nil, NewButton("Canned replies", look.IconFlash, Medium, nil))
	p.SetMessages(testMessages())
	p.SetTyping("Hannah is writing…")
	return p
}

func makeCustomerChat() fyne.CanvasObject {
	p := NewChatPanel(ChatText{Placeholder: "Write to Claire", Send: "Send", Copy: "Copy"}, nil)
	p.SetMessages(testMessages()[:2])
	p.SetQuestion(makeAskCard())
	return p
}
