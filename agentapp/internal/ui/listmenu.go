package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// menu opens the menu of a row: everything that can be done with it.
func (l *listPage) menu(id string, place fyne.Position) {
	i, ok := l.item(id)
	c := fyne.CurrentApp().Driver().CanvasForObject(l.table)
	if !ok || c == nil {
		return
	}
	ui.ShowMenu(c, place, l.menuItems(i))
}

func (l *listPage) menuItems(i listItem) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	add := func(key string, icon look.Icon, act func()) *fyne.MenuItem {
		item := fyne.NewMenuItem(l.texts.T(key), act)
		item.Icon = ui.Icon(icon, look.Ink)
		items = append(items, item)
		return item
	}
	switch {
	case i.group == groupWaiting:
		add("agent.list.accept", look.IconCheck, func() { l.acts.Accept(i.id) })
		add("agent.list.decline", look.IconClose, func() { l.acts.Decline(i.id) })
	case i.status == statusToFile:
		add("agent.list.file", look.IconFlag, func() { l.acts.Open(i.id) })
	case i.group == groupLive && i.mine:
		add("agent.list.open", look.IconChat, func() { l.acts.Open(i.id) })
	}
	for _, kind := range []signalling.IntroductionKind{signalling.IntroductionTransfer, signalling.IntroductionInvite} {
		if introducible(i) {
			key, icon := "agent.list.transfer", look.IconTransfer
			if kind == signalling.IntroductionInvite {
				key, icon = "agent.list.invite", look.IconInvite
			}
			item := add(key, icon, func() { l.acts.Introduce(i.id, kind) })
			if !l.allows(i, kind) {
				item.Label, item.Disabled = l.texts.T("agent.list.withheld", words.Args{"What": item.Label}), true
			}
		}
	}
	if taken(i) {
		add("agent.tool.offer", look.IconMonitor, func() { l.acts.Offer(i.id) })
	}
	if endable(i) {
		key := "agent.list.end"
		if i.live != nil && i.live.Monitors {
			key = "monitor.tool.leave"
		}
		add(key, look.IconLeave, func() { l.acts.End(i.id) })
	}
	add("agent.list.copyname", look.IconCopy, func() { l.acts.Copy(i.customer) })
	add("agent.list.newcode", look.IconPlus, l.acts.NewCode)
	return items
}
