package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// asideWidth is the width of the details, in dp.
const asideWidth = 276

// maxEarlier is how many earlier sessions of a customer are shown.
const maxEarlier = 3

// asideState is what is known of the chosen row. Without a name there is none.
type asideState struct {
	Badge ui.BadgeState
	// Corner is a fact beside the badge.
	Corner, Name, Portal string
	// Quote is the question, or the notes.
	Quote string
	Facts []ui.Detail
	Chat  string
	// Earlier are sessions with a customer of the same name.
	Earlier []earlierSession
	// First and Second are the words of the buttons; without words a button is not there.
	First, Second string
	FirstIcon     look.Icon
	SecondIcon    look.Icon
	Keys          bool // that lead from the list to the first button
}

// earlierSession is a line of the list of those.
type earlierSession struct {
	Icon       look.Icon
	When, Word string
}

// listAside shows what is known of the chosen row of a list.
type listAside struct {
	root  fyne.CanvasObject
	shown asideState

	reading *ui.Reading // of the details
	details *fyne.Container
	top     *fyne.Container // badge and corner
	badge   *ui.Badge
	corner  *ui.Text
	name    *ui.Text
	portal  *ui.Text
	facts   *ui.Details
	words   *ui.Text
	quote   *ui.Panel
	chat    *ui.Note
	past    *fyne.Container
	lines   *fyne.Container
	buttons *fyne.Container
	first   *ui.Button
	other   *ui.Button
	keys    fyne.CanvasObject
}

func newListAside(texts *words.Catalogue, first, second func()) *listAside {
	a := &listAside{
		badge: ui.NewBadge("", "", ui.KindPlain), corner: ui.NewMuted("", ui.RoleCaption), name: ui.NewTitle("", ui.RoleSubheading),
		portal: ui.NewMuted("", ui.RoleBody), facts: ui.NewDetails(nil), words: ui.NewText("", ui.RoleTable),
		chat: ui.NewNote(look.IconChat, "", ui.KindAccent), lines: ui.Column(ui.Space4),
	}
	a.corner.Overflow = ui.OneLine
	a.chat.SetRole(ui.RoleTable)
	a.quote = ui.NewQuote(a.words)
	title := ui.NewTitle(texts.T("agent.list.earlier"), ui.RoleTable)
	title.Colour = look.Ink2
	a.past = ui.Column(ui.Space4, title, a.lines)
	a.first = e2e.Name(ui.NewButton("", "", ui.High, first), "list-open")
	a.other = e2e.Name(ui.NewButton("", "", ui.Medium, second), "list-end")
	a.keys = container.NewCenter(ui.NewKeyHints(ui.KeyHint{Key: texts.T("agent.key.enter"), Does: texts.T("agent.list.key.accept")}, ui.KeyHint{Key: "Ctrl N", Does: texts.T("agent.codes.key.new")}))
	a.top = ui.Row(ui.Space8, a.badge, layout.NewSpacer(), a.corner)
	a.details = ui.Column(ui.Space12, a.top, ui.Column(0, a.name, a.portal), a.quote, a.facts, a.chat, a.past)
	a.buttons = ui.Pad(ui.Space12, ui.Space12, ui.Column(ui.Space8, a.first, a.other, a.keys))
	a.details.Hide()
	a.buttons.Hide()
	a.reading = ui.NewReading(ui.Pad(ui.Space12, ui.Space12, a.details))
	a.root = ui.NewPanel(look.Surface, ui.Left, ui.Frame(nil, a.buttons, a.reading))
	return a
}

// show brings the details up to date.
func (a *listAside) show(s asideState) {
	was := a.shown
	if !differs(&a.shown, s) {
		return
	}
	a.badge.Set(s.Badge)
	was.Badge = s.Badge
	if differs(&was, s) { // more than a time that went on
		a.showAll(s)
	}
}

func (a *listAside) showAll(s asideState) {
	a.corner.SetText(s.Corner)
	a.name.SetText(s.Name)
	a.portal.SetText(s.Portal)
	a.facts.Set(s.Facts)
	a.words.SetText(s.Quote)
	a.chat.Set(look.IconChat, s.Chat, ui.KindAccent)
	a.lines.Objects = nil
	for _, e := range s.Earlier {
		word := ui.NewLine(e.Word, ui.RoleTable)
		word.Colour = look.Ink2
		a.lines.Add(ui.Row(ui.Space8, ui.NewGlyph(e.Icon, look.Success, smallIcon), ui.Grow(ui.NewLine(e.When, ui.RoleTable)), word))
	}
	setVisible(a.quote, s.Quote != "")
	setVisible(a.chat, s.Chat != "")
	setVisible(a.past, len(s.Earlier) > 0)
	setButton(a.first, s.First, s.FirstIcon)
	setButton(a.other, s.Second, s.SecondIcon)
	setVisible(a.keys, s.Keys)
	setVisible(a.details, s.Name != "")
	setVisible(a.buttons, s.First != "")
	a.top.Refresh()
	a.buttons.Refresh()
	a.reading.Update()
	a.root.Refresh()
}

// setButton changes a button's words; one without is hidden.
func setButton(b *ui.Button, text string, icon look.Icon) {
	b.Icon = icon
	b.SetText(text)
	setVisible(b, text != "")
}

// aside says what is known of an item.
func (p presenter) aside(i listItem, state listState) asideState {
	t := p.texts
	s := asideState{Badge: p.badgeOf(i, state.Now), Name: i.customer, Portal: i.portal}
	if i.group == groupWaiting && s.Badge.Kind == ui.KindYellow {
		s.Badge.Word += " " + p.when(i, state.Now)
	}
	switch {
	case i.request != nil:
		p.asideOfRequest(&s, i, state)
	case i.live != nil:
		p.asideOfSession(&s, i)
	case i.past != nil:
		s.Quote, s.Chat = i.past.Notes, p.lines(i.past.Lines)
		s.Facts = []ui.Detail{{Name: t.T("agent.list.fact.when"), Value: i.at.Local().Format("2006-01-02 " + clock)}}
		if d := i.lasts(); d > 0 {
			s.Facts = append(s.Facts, ui.Detail{Name: t.T("agent.list.fact.lasted"), Value: ui.ElapsedText(d)})
		}
	}
	if i.group != groupPast {
		s.Earlier = p.earlier(i, state)
	}
	return s
}

func (p presenter) asideOfRequest(s *asideState, i listItem, state listState) {
	t, r := p.texts, i.request
	s.Quote = r.Question
	s.Facts = []ui.Detail{{Name: t.T("agent.list.fact.portal"), Value: r.PortalName + " · " + p.portalKind(r.Kind)}}
	for _, f := range r.Fields {
		s.Facts = append(s.Facts, ui.Detail{Name: f.Label, Value: f.Value})
	}
	if r.Language != "" {
		s.Facts = append(s.Facts, ui.Detail{Name: t.T("agent.list.fact.language"), Value: p.languageName(r.Language)})
	}
	s.Chat = p.lines(len(r.Lines))
	switch {
	case i.group == groupWaiting:
		s.First, s.FirstIcon, s.Keys = t.T("agent.list.acceptname", words.Args{"Name": i.customer}), look.IconCheck, true
		s.Second, s.SecondIcon = t.T("agent.list.decline"), ""
		if next(state.Items, i) {
			s.Corner = t.T("agent.list.next")
		}
	case i.mine:
		s.First, s.FirstIcon = t.T("agent.list.open"), look.IconChat
	}
}

// next reports whether a request is the one that waits longest in its queue.
func next(items []listItem, of listItem) bool {
	if of.kind != signalling.PortalQueue {
		return false
	}
	for _, i := range items {
		if i.group == groupWaiting && i.portal == of.portal && i.at.Before(of.at) {
			return false
		}
	}
	return true
}

func (p presenter) asideOfSession(s *asideState, i listItem) {
	t, l := p.texts, i.live
	s.Quote, s.Chat = l.Notes, p.lines(len(l.Earlier)+l.Session.ChatCount)
	s.First, s.FirstIcon = t.T("agent.list.open"), look.IconChat
	s.Second, s.SecondIcon = t.T("agent.list.end"), look.IconLeave
	if l.Monitors {
		s.Second = t.T("monitor.tool.leave")
	}
	if i.status == statusToFile {
		s.First, s.Second = t.T("agent.list.file"), ""
	}
	if begun := l.Session.Started; !begun.IsZero() {
		s.Facts = append(s.Facts, ui.Detail{Name: t.T("agent.list.fact.began"), Value: begun.Format(clock)})
	}
	if d := l.Session.Details; d != nil {
		s.Facts = append(s.Facts, ui.Detail{Name: t.T("agent.list.fact.system"), Value: strings.TrimSpace(d.System + " " + d.Version)})
	}
	if check := l.Session.Peer.CheckWords; len(check) > 0 {
		s.Facts = append(s.Facts, ui.Detail{Name: t.T("agent.list.fact.check"), Value: strings.Join(check, " · ")})
	}
}

// earlier lists the last sessions with a customer of the same name.
func (p presenter) earlier(i listItem, state listState) []earlierSession {
	var list []earlierSession
	if i.customer == p.customer("") {
		return nil
	}
	for _, e := range state.Earlier {
		if len(list) == maxEarlier {
			break
		}
		if strings.EqualFold(e.Customer, i.customer) && (i.live == nil || e.Session != i.live.ID) {
			status := outcomeStatus(e.HistoryEntry).look()
			list = append(list, earlierSession{Icon: status.icon, When: p.day(e, state.Now), Word: p.texts.T(status.key)})
		}
	}
	return list
}

func (p presenter) day(e model.Past, now time.Time) string { return moment(e.Granted.Local(), now) }

// portalKind names a kind of portal.
func (p presenter) portalKind(k signalling.PortalKind) string {
	if k > signalling.PortalMatch {
		k = signalling.PortalPin
	}
	return p.texts.T("agent.portal." + k.String())
}

// languageName names a language that the windows speak; any other keeps its tag.
func (p presenter) languageName(tag string) string {
	for _, l := range words.Languages() {
		if words.Language(tag) == l {
			return p.texts.T("ui.language." + string(l))
		}
	}
	return tag
}
