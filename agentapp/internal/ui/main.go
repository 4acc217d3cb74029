package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// The pages of the main window, in the order of the list on the left.
const (
	pageRequests = iota
	pageSessions
	pageHistory
	pageCodes
	pageSettings
)

// navWidth is the width of the list of pages, in dp.
const navWidth = 180

// mainState is what surrounds the pages.
type mainState struct {
	Name, Team string
	Self       signalling.Status
	// Waiting, Sessions and Codes are counts.
	Waiting, Sessions, Codes int
	Status                   []ui.StatusItem
	// Longest says how long the customer waits who waits longest; empty when nobody does.
	Longest string
}

// mainActs is what the agent does there.
type mainActs struct {
	Page   func(page int)
	Status func(status signalling.Status)
}

// mainFrame is the main window's frame: who is signed in and the pages on the left, the line's state below.
type mainFrame struct {
	root         fyne.CanvasObject
	texts        *words.Catalogue
	avatar       *ui.Avatar
	name, team   *ui.Text
	availability *ui.Select
	nav          *ui.Nav
	status       *ui.StatusLine
	longest      *ui.Text // at the right of it
	page         *fyne.Container
	index        int // of the page that is shown
}

func newMainFrame(texts *words.Catalogue, acts mainActs) *mainFrame {
	f := &mainFrame{
		texts: texts, avatar: ui.NewAvatar("", ui.AvatarNormal, false), name: ui.NewTitle("", ui.RoleBody),
		team: ui.NewMuted("", ui.RoleCaption), status: ui.NewStatusLine(), longest: ui.NewLine("", ui.RoleTiny), page: container.NewStack(),
	}
	f.team.Overflow = ui.Ellipsis
	f.availability = e2e.Name(ui.NewSelect(nil, 0, func(i int) {
		f.showStatus(statuses()[i])
		acts.Status(statuses()[i])
	}), "availability")
	f.nav = e2e.Name(ui.NewNav(f.items(mainState{}), 0, acts.Page), "nav")
	me := ui.Row(ui.Space8, f.avatar, ui.Grow(ui.Column(0, f.name, f.team)))
	left := ui.NewPanel(look.Surface, ui.Right, container.NewVScroll(ui.Pad(ui.Space12, ui.Space8, ui.Column(ui.Space12,
		ui.Pad(0, ui.Space4, me), ui.Pad(0, ui.Space4, f.availability), f.nav))))
	f.root = ui.Frame(nil, f.status, ui.SideBySide(left, f.page, navWidth, true))
	return f
}

func (f *mainFrame) items(s mainState) []ui.NavItem {
	return []ui.NavItem{
		{Icon: look.IconInbox, Text: f.texts.T("agent.nav.requests"), Count: s.Waiting, Hot: true},
		{Icon: look.IconSessions, Text: f.texts.T("agent.nav.sessions"), Count: s.Sessions},
		{Icon: look.IconHistory, Text: f.texts.T("agent.nav.history")},
		{Icon: look.IconCode, Text: f.texts.T("agent.nav.codes"), Count: s.Codes},
		{Icon: look.IconGear, Text: f.texts.T("agent.nav.settings")},
	}
}

// show brings the frame up to date.
func (f *mainFrame) show(s mainState) {
	f.avatar.SetName(s.Name)
	f.name.SetText(s.Name)
	f.team.SetText(s.Team)
	f.showStatus(s.Self)
	f.nav.SetItems(f.items(s), f.index)
	if s.Longest != f.longest.Text { // a new one has its place anew
		f.longest = ui.NewLine(s.Longest, ui.RoleTiny)
	}
	f.status.Set(s.Status, f.longest)
}

// statuses are those of an agent, in the order in which they are chosen.
func statuses() []signalling.Status {
	return []signalling.Status{signalling.StatusAvailable, signalling.StatusBusy, signalling.StatusAway}
}

// statusIcon is the icon of an agent's status, with its colour.
func statusIcon(s signalling.Status) (look.Icon, look.Token) {
	switch s {
	case signalling.StatusAvailable:
		return look.IconAvailable, look.Success
	case signalling.StatusAway:
		return look.IconAway, look.YellowText
	}
	return look.IconBusy, look.Danger
}

// statusWord is the word for an agent's status.
func statusWord(texts *words.Catalogue, s signalling.Status) string {
	switch s {
	case signalling.StatusAvailable:
		return texts.T("agent.available")
	case signalling.StatusAway:
		return texts.T("agent.away")
	}
	return texts.T("agent.busy")
}

func (f *mainFrame) showStatus(status signalling.Status) {
	var options []string
	chosen := 0
	for i, s := range statuses() {
		options = append(options, statusWord(f.texts, s))
		if s == status {
			chosen = i
		}
	}
	f.availability.SetOptions(options, chosen)
	f.availability.SetIcon(statusIcon(status))
}

// put shows a page.
func (f *mainFrame) put(index int, page fyne.CanvasObject) {
	f.index = index
	f.nav.Select(index)
	f.page.Objects = []fyne.CanvasObject{page}
	f.page.Refresh()
}
