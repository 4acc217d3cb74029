package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

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
	// CheckWords are the three words that both sides show.
	CheckWords []string
	// Asked are the permissions that the agent asks for.
	Asked protocol.Permission
	// Armed is how much of the time before Start works has passed, from 0 to 1.
	Armed float64
}

// consentPage asks what the agent may do, before anything is shared. Every answer is No until it is changed.
type consentPage struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	rows  map[protocol.Permission]*ui.PermissionRow
	no    *ui.Button
	start *ui.Button
	bar   *ui.Bar
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
	p.root = ui.SideBySide(p.who(state), p.ladder(state), consentSide, true)
	p.show(state)
	return p
}

// who says who asks, and what vouches for it.
func (p *consentPage) who(state consentState) fyne.CanvasObject {
	t := p.texts
	identity := ui.Row(ui.Space12, glyph(look.IconWarning, look.Warning), ui.Grow(ui.NewText(t.T("customer.consent.unsigned"), ui.RoleReading)))
	if state.Signed {
		identity = ui.Row(ui.Space12, glyph(look.IconShield, look.Success),
			ui.Grow(ui.NewText(t.T("customer.consent.signed", words.Args{"Organisation": state.Organisation}), ui.RoleReading)))
	}
	check := ui.Column(ui.Space8,
		ui.NewMarked(t.T("customer.consent.check", words.Args{"Name": state.FirstName}), ui.RoleReading),
		ui.Halves(ui.Space8, wordTiles(state.CheckWords)...),
	)
	return ui.NewPanel(look.Surface, ui.Right, ui.Pad(ui.Space24, ui.Space24, ui.Column(ui.Space16,
		ui.NewMuted(t.T("customer.consent.who"), ui.RoleReading),
		ui.Row(ui.Space12, ui.NewAvatar(state.Agent, ui.AvatarLarge, false),
			ui.Grow(ui.Column(0, e2e.Name(ui.NewTitle(state.Agent, ui.RoleHeading), "consent-agent"), ui.NewText(t.T("customer.consent.claims", words.Args{"Relay": state.Relay, "Organisation": state.Organisation}), ui.RoleReading)))),
		identity,
		ui.Row(ui.Space12, glyph(look.IconGlobe, look.Ink2), ui.Grow(ui.NewText(t.T("customer.consent.relay", words.Args{"Relay": state.Relay}), ui.RoleReading))),
		ui.Row(ui.Space12, glyph(look.IconLock, look.Ink2), ui.Grow(ui.NewText(t.T("customer.consent.sealed"), ui.RoleReading))),
		layout.NewSpacer(), check, layout.NewSpacer(),
		ui.NewNote(look.IconWarning, t.T("customer.consent.warning"), ui.KindDanger),
	)))
}

// ladder lists what may be allowed, each for itself.
func (p *consentPage) ladder(state consentState) fyne.CanvasObject {
	t := p.texts
	rows := []fyne.CanvasObject{ui.NewRule(), ui.NewPermissionRow(ui.PermissionText{
		Icon: look.IconChat, Title: t.T("customer.permission.chat"), Explanation: t.T("customer.permission.chat.why"), Always: t.T("customer.consent.always"),
	}, nil)}
	for _, o := range ui.Offers() {
		row := ui.NewPermissionRow(ui.PermissionText{
			Icon: o.Icon, Title: t.T("customer.permission." + o.Key), Explanation: t.T("customer.permission." + o.Key + ".why"),
			No: t.T("ui.no"), Yes: t.T("ui.yes"),
		}, nil)
		row.Answer().OnKey = p.key
		e2e.Name(row.Answer(), "consent-"+o.Key)
		p.rows[o.Permission] = row
		rows = append(rows, row)
	}
	head := ui.Column(ui.Space4,
		ui.NewTitle(t.T("customer.consent.title", words.Args{"Name": state.FirstName}), ui.RoleHeading),
		ui.NewMuted(t.T("customer.consent.default"), ui.RoleReading), ui.Pad(ui.Space4, 0, layout.NewSpacer()))
	foot := ui.Column(ui.Space8,
		ui.NewMuted(t.T("customer.consent.kept", words.Args{"Organisation": state.Organisation}), ui.RoleCaption),
		ui.NewMuted(t.T("customer.consent.enter"), ui.RoleCaption), p.bar, ui.Halves(ui.Space12, p.no, p.start))
	return ui.Pad(ui.Space24, ui.Space24, container.NewBorder(head, foot, nil, nil, container.NewVScroll(ui.Column(0, rows...))))
}

// show brings the page up to date; what the customer has answered stays.
func (p *consentPage) show(state consentState) {
	for permission, row := range p.rows {
		asked := ""
		if state.Asked.Has(permission) {
			asked = p.texts.T("customer.consent.asks", words.Args{"Name": state.FirstName})
		}
		row.SetAsked(asked)
	}
	p.armed = state.Armed >= 1
	p.start.SetEnabled(p.armed)
	p.bar.Set(float32(state.Armed), look.Accent)
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

func glyph(icon look.Icon, colour look.Token) fyne.CanvasObject {
	const side = 18 // beside text
	return ui.NewGlyph(icon, colour, side)
}
