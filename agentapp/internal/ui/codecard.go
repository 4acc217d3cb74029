package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// codeCard shows one code: its digits, how long it works, and how to hand it out.
type codeCard struct {
	root  *ui.Panel
	texts *words.Catalogue
	acts  codesActs
	shown codeItem

	language  words.Language // of the invitation
	title     *ui.Text
	tiles     *ui.CodeTiles
	countdown *ui.Countdown
	say       *ui.Note
	written   *ui.Text
	hand      *fyne.Container // what only the device can do that made the code
	elsewhere *ui.Note
}

func newCodeCard(texts *words.Catalogue, acts codesActs) *codeCard {
	c := &codeCard{
		texts: texts, acts: acts, language: texts.Language(), title: ui.NewTitle("", ui.RoleSubheading), countdown: ui.NewCountdown(""),
		tiles: e2e.Name(ui.NewCodeTiles(""), "codes-digits"), say: ui.NewNote(look.IconPhone, "", ui.KindAccent), written: ui.NewText("", ui.RoleTable),
		elsewhere: ui.NewNote(look.IconInfo, texts.T("agent.codes.elsewhere"), ui.KindPlain),
	}
	copyCode := e2e.Name(ui.NewIconButton(look.IconCopy, texts.T("agent.codes.copycode"), ui.Low, func() { acts.Copy(c.shown.Digits) }), "codes-copycode")
	c.hand = ui.Column(ui.Space12, c.say, c.choice(), ui.NewQuote(c.written), c.buttons(),
		ui.Row(ui.Space8, ui.AlignTop(ui.NewGlyph(look.IconLock, look.Ink2, smallIcon)), ui.Grow(ui.NewMuted(texts.T("agent.codes.never"), ui.RoleCaption))))
	c.elsewhere.Hide()
	c.root = ui.NewCard(ui.Pad(ui.Space16, ui.Space16, ui.Column(ui.Space12,
		ui.Row(ui.Space8, ui.Grow(c.title), ui.NewBadge(look.IconAway, texts.T("agent.codes.unused"), ui.KindYellow), copyCode),
		c.tiles, c.countdown, c.hand, c.elsewhere)))
	return c
}

// choice is the line in which the invitation's language is chosen.
func (c *codeCard) choice() fyne.CanvasObject {
	title := ui.NewTitle(c.texts.T("agent.codes.writing"), ui.RoleTable)
	title.Colour = look.Ink2
	language := e2e.Name(ui.NewLanguageSwitch(c.texts, func(l words.Language) {
		c.language = l
		c.written.SetText(c.shown.Text[l])
		c.root.Refresh()
	}), "codes-language")
	language.Small = true
	return ui.Row(ui.Space8, ui.Grow(title), language)
}

func (c *codeCard) buttons() fyne.CanvasObject {
	t := c.texts
	button := func(name string, icon look.Icon, tapped func()) fyne.CanvasObject {
		b := e2e.Name(ui.NewButton(t.T("agent.codes."+name), icon, ui.Medium, tapped), "codes-"+name)
		b.Extent = ui.Small
		return b
	}
	return ui.Halves(ui.Space8, button("copylink", look.IconLink, c.copyLink), button("copytext", look.IconCopy, c.copyText),
		button("mail", look.IconMail, func() { c.acts.Mail(c.shown.Customer, c.shown.Text[c.language]) }))
}

func (c *codeCard) copyLink() {
	if c.shown.Link != "" {
		c.acts.Copy(c.shown.Link)
	}
}

func (c *codeCard) copyText() {
	if text := c.shown.Text[c.language]; text != "" {
		c.acts.Copy(text)
	}
}

// show brings the card up to date.
func (c *codeCard) show(item codeItem) {
	other := item.ID != c.shown.ID || item.Digits != c.shown.Digits // the digits may come a moment later
	if !differs(&c.shown, item) {
		return
	}
	c.countdown.Set(item.Left, item.Total, c.texts.T("agent.codes.left", words.Args{"Time": item.LeftWords}))
	if !other { // all else stays for a code's whole life
		return
	}
	c.title.SetText(c.texts.T("agent.codes.for", words.Args{"Name": item.Customer}))
	c.tiles.SetCode(item.Digits)
	c.countdown.SetAbout(c.texts.T("agent.codes.once", words.Args{"Minutes": int(item.Total.Minutes())}))
	c.say.Set(look.IconPhone, item.Say, ui.KindAccent)
	c.written.SetText(item.Text[c.language])
	setVisible(c.hand, item.Say != "")
	setVisible(c.elsewhere, item.Say == "")
	c.root.Refresh()
}
