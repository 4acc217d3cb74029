package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// consentSide is the width of the part that says who asks, in dp.
const consentSide = 372

// consentState is what the consent page says.
type consentState struct {
	Agent, FirstName, Organisation, Relay string
	// Signed tells that the organisation's key vouches for the agent's name.
	Signed bool
	// Vouched tells that the person came by a portal code, so that the relay vouches for who is at the other end.
	Vouched bool
	// CheckWords are the three words that both sides show.
	CheckWords []string
	// Keeps is what the organisation keeps of the session.
	Keeps protocol.Keeps
	// Withheld is what the organisation does not let its agents do, of which nobody is asked.
	Withheld protocol.Permission
	// Armed is how much of the time before Start works has passed, from 0 to 1.
	Armed float32
}

// consentPage asks what the agent may do, before anything is shared. Every answer is No until it is changed.
type consentPage struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	rows  map[protocol.Permission]*ui.PermissionRow
	no    *ui.Button
	start *ui.Button
	bar   *ui.Bar
	list  *container.Scroll // the answers, in two columns
	armed bool
	onNo  func()
}

// newConsentPage returns the page for one agent. Start is told what was allowed; no is called for No.
func newConsentPage(texts *words.Catalogue, state consentState, start func(protocol.Permission), no func()) *consentPage {
	p := &consentPage{texts: texts, rows: map[protocol.Permission]*ui.PermissionRow{}, bar: ui.NewBar(), onNo: no}
	p.no = e2e.Name(ui.NewButton(texts.T("customer.consent.no"), "", ui.Outlined, no), "consent-no")
	p.start = e2e.Name(ui.NewButton(texts.T("customer.consent.start"), "", ui.High, func() {
		if p.armed {
			start(p.allowed())
		}
	}), "consent-start")
	p.no.OnKey, p.start.OnKey = p.key, p.key
	p.root = p.arrange(state)
	p.show(state)
	return p
}

// who says who asks, beside a round picture.
func (p *consentPage) who(state consentState) fyne.CanvasObject {
	agent := e2e.Name(ui.NewText(state.Agent, ui.RoleHeading), "consent-agent")
	agent.Bold = true
	return ui.Row(ui.Space12, ui.NewAvatar(state.Agent, ui.AvatarLarge, false), ui.Grow(ui.Column(0, agent,
		ui.NewText(p.texts.T("customer.consent.claims", words.Args{"Relay": state.Relay, "Organisation": state.Organisation}), ui.RoleReading))))
}

// facts says what vouches for whoever asks.
func (p *consentPage) facts(state consentState) fyne.CanvasObject {
	t := p.texts
	vouched := fact(look.IconWarning, look.Warning, t.T("customer.consent.unsigned"))
	if state.Signed {
		vouched = fact(look.IconShield, look.Success, t.T("customer.consent.signed", words.Args{"Organisation": state.Organisation}))
	}
	sealed := fact(look.IconLock, look.Ink2, t.T("customer.consent.sealed"))
	if state.Vouched {
		sealed = fact(look.IconLock, look.Warning, t.T("customer.consent.vouched", words.Args{"Relay": state.Relay}))
	}
	facts := []fyne.CanvasObject{vouched, sealed}
	if len(state.CheckWords) > 0 { // before what the other side says too: they are read aloud, and stand in sight
		facts = append(facts, gap(ui.Space8), ui.NewMarked(t.T("customer.consent.check", words.Args{"Name": state.FirstName}), ui.RoleReading),
			ui.Halves(ui.Space8, wordTiles(state.CheckWords)...), gap(ui.Space8))
	}
	if state.Keeps.Has(protocol.KeepsChat) {
		facts = append(facts, e2e.Name(fact(look.IconChat, look.Warning, t.T("handin.consent.written", words.Args{"Organisation": state.Organisation})), "consent-written"))
	}
	if state.Keeps.Has(protocol.KeepsWatch) {
		facts = append(facts, fact(look.IconEye, look.Warning, t.T("monitor.consent", words.Args{"Organisation": state.Organisation})))
	}
	return ui.Column(ui.Space8, facts...)
}

// fact is a line with an icon before it.
func fact(icon look.Icon, colour look.Token, text string) fyne.CanvasObject {
	return ui.Row(ui.Space12, ui.NewLeadGlyph(icon, colour, ui.RoleReading), ui.Grow(ui.NewText(text, ui.RoleReading)))
}

// ladder lists what may be allowed, each for itself.
func (p *consentPage) ladder(state consentState) fyne.CanvasObject {
	t := p.texts
	rows := []fyne.CanvasObject{ui.NewMuted(t.T("customer.consent.default"), ui.RoleReading), gap(ui.Space12), ui.NewRule(), ui.NewPermissionRow(ui.PermissionText{
		Icon: look.IconChat, Title: t.T("customer.permission.chat"), Explanation: t.T("customer.permission.chat.why"), Always: t.T("customer.consent.always"),
	}, nil)}
	for _, o := range offers(state.Withheld) {
		row := ui.NewPermissionRow(ui.PermissionText{
			Icon: o.Icon, Title: t.T("customer.permission." + o.Key), Explanation: t.T("customer.permission." + o.Key + ".why"),
			No: t.T("ui.no"), Yes: t.T("ui.yes"),
		}, nil)
		row.Answer().OnKey = p.key
		e2e.Name(row.Answer(), "consent-"+o.Key)
		p.rows[o.Permission] = row
		rows = append(rows, row)
	}
	rows = append(rows, gap(ui.Space12),
		e2e.Name(ui.NewMuted(t.T(keptKey(state.Keeps), words.Args{"Organisation": state.Organisation}), ui.RoleCaption), "consent-kept"), gap(ui.Space8))
	if state.Keeps.Has(protocol.KeepsWatch) { // here as well, where long names push nothing out of sight
		rows = append(rows,
			e2e.Name(ui.NewMuted(t.T("monitor.consent", words.Args{"Organisation": state.Organisation}), ui.RoleCaption), "consent-watch"), gap(ui.Space8))
	}
	rows = append(rows,
		ui.NewMuted(t.T("customer.consent.enter"), ui.RoleCaption))
	return ui.Column(0, rows...)
}

// keptKey is the key of what is said about what is kept.
func keptKey(keeps protocol.Keeps) string {
	if keeps.Has(protocol.KeepsChat) {
		return "handin.consent.chat"
	}
	return "handin.consent.facts"
}

// show brings the page up to date; what the customer has answered stays.
func (p *consentPage) show(state consentState) {
	p.armed = state.Armed >= 1
	p.start.SetEnabled(p.armed)
	p.bar.Set(state.Armed, look.Accent)
	p.bar.Hidden = p.armed
	p.bar.Refresh()
}

// allowed returns what the customer has answered with Yes.
func (p *consentPage) allowed() protocol.Permission {
	var all protocol.Permission
	for permission, row := range p.rows {
		if row.Allowed() {
			all |= permission
		}
	}
	return all
}

// key makes Esc mean No at once, and Enter No once the page is armed: until then it may belong to the page before.
func (p *consentPage) key(key *fyne.KeyEvent) bool {
	switch key.Name {
	case fyne.KeyEscape:
		p.onNo()
	case fyne.KeyReturn, fyne.KeyEnter:
		if p.armed {
			p.onNo()
		}
	default:
		return false
	}
	return true
}

// wordTiles shows check words, each on a soft tile.
func wordTiles(check []string) []fyne.CanvasObject {
	var tiles []fyne.CanvasObject
	for _, word := range check {
		text := ui.NewLine(word, ui.RoleBody)
		text.Bold, text.Colour, text.Align = true, look.Accent, fyne.TextAlignCenter
		tile := ui.NewPanel(look.Soft, 0, ui.Pad(ui.Space8, ui.Space4, text))
		tile.Radius = tileRadius
		tiles = append(tiles, tile)
	}
	return tiles
}

// tileRadius rounds the check words' tiles as controls are.
const tileRadius = 6
