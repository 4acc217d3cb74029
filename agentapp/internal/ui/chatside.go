package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// sideWidth is the width of the part with what is known, in dp; thumbnailHeight that of the small picture.
const (
	sideWidth       = 304
	thumbnailHeight = 124
)

// person is somebody in the session.
type person struct {
	Name, Part string
	// Full is the name by which the initials go.
	Full     string
	Customer bool
}

// chatSide is what is known of a session, beside its chat: a small picture, who is there, the computer, notes.
type chatSide struct {
	root fyne.CanvasObject

	below    *ui.Text // the picture
	open     *ui.Link // beside it
	people   *fyne.Container
	present  []person
	words    []string
	check    *fyne.Container
	trio     *ui.Text
	kept     *ui.Text // that the chat is
	computer *ui.Details
	whyNot   *ui.Text
	notes    *ui.Entry
	reading  *ui.Reading // all but the notes
}

func newChatSide(texts *words.Catalogue, thumbnail *ui.RemoteDisplay, notes string, acts chatActs) *chatSide {
	s := &chatSide{
		below: ui.NewMuted("", ui.RoleCaption), people: ui.Column(ui.Space4), computer: ui.NewDetails(nil), whyNot: ui.NewMuted("", ui.RoleTable),
		trio: e2e.Name(ui.NewText("", ui.RoleTable), "check-words"),
	}
	s.below.Overflow = ui.Ellipsis
	s.trio.Bold = true // and it wraps: a word that is cut off cannot be compared
	s.check = ui.Column(0, ui.NewMuted(texts.T("agent.chat.check"), ui.RoleCaption), s.trio)
	s.check.Hide()
	s.kept = e2e.Name(ui.NewMuted(texts.T("handin.agent.chat"), ui.RoleCaption), "chat-kept")
	s.kept.Hide()
	s.open = ui.NewLink(texts.T("agent.chat.openviewer"), ui.RoleCaption, acts.OpenViewer)
	picture := ui.Column(ui.Space4, ui.Height(thumbnailHeight, thumbnail), ui.Row(ui.Space8, ui.Grow(s.below), s.open))
	title := func(key string) fyne.CanvasObject { return ui.NewTitle(texts.T(key), ui.RoleTable) }
	s.reading = ui.NewReading(ui.Column(0, ui.Pad(ui.Space8, ui.Space12, picture),
		section(title("agent.chat.people"), s.people, s.check, s.kept),
		section(title("agent.chat.computer"), s.computer, s.whyNot)))
	var writing fyne.CanvasObject
	writing, s.notes = notesSection(texts, notes, acts.Notes)
	if acts.Monitors { // who watches has nothing to note, and nobody asked the computer
		s.reading = ui.NewReading(ui.Column(0, ui.Pad(ui.Space8, ui.Space12, picture), section(title("agent.chat.people"), s.people, s.check, s.kept)))
		s.root = ui.NewPanel(look.Surface, ui.Left, s.reading)
		return s
	}
	s.root = ui.NewPanel(look.Surface, ui.Left, ui.Frame(nil, writing, s.reading))
	return s
}

// notesSection is where an agent writes what the customer never sees.
func notesSection(texts *words.Catalogue, notes string, changed func(text string)) (fyne.CanvasObject, *ui.Entry) {
	entry := e2e.Name(ui.NewTextArea(texts.T("agent.chat.notes.placeholder")), "notes")
	entry.SetText(notes)
	entry.OnChanged = changed
	const noteRows = 3
	entry.SetMinRowsVisible(noteRows)
	only := ui.NewLine(texts.T("agent.chat.agentsonly"), ui.RoleCaption)
	only.Colour = look.Ink2
	return section(ui.Row(ui.Space4, ui.Grow(ui.NewTitle(texts.T("agent.chat.notes"), ui.RoleTable)), ui.NewGlyph(look.IconEyeOff, look.Ink2, smallIcon), only), entry), entry
}

func section(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return ui.NewPanel(look.Surface, ui.Top, ui.Pad(ui.Space8, ui.Space12, ui.Column(ui.Space8, objects...)))
}

// show brings the side up to date; notes belong to whoever writes them.
func (s *chatSide) show(state chatState) {
	s.below.SetText(state.Thumbnail)
	moved := s.showPeople(state.People)
	moved = setVisible(s.open, state.CanView || state.Allowed.View) || moved
	moved = setVisible(s.kept, state.Allowed.Kept) || moved
	if differs(&s.words, state.CheckWords) {
		s.trio.SetText(strings.Join(s.words, " · "))
		moved = setVisible(s.check, len(s.words) > 0) || moved
	}
	if s.whyNot.Text != state.WhyNot || !s.computer.Shows(state.Computer) {
		s.computer.Set(state.Computer)
		s.whyNot.SetText(state.WhyNot)
		setVisible(s.computer, len(state.Computer) > 0)
		setVisible(s.whyNot, state.WhyNot != "")
		moved = true
	}
	if moved {
		s.reading.Update()
	}
}

func (s *chatSide) showPeople(people []person) bool {
	if !differs(&s.present, people) {
		return false
	}
	s.people.Objects = nil
	for _, p := range people {
		part := ui.NewLine(p.Part, ui.RoleTable)
		part.Colour = look.Ink2
		s.people.Add(ui.Row(ui.Space8, ui.NewAvatar(p.Full, ui.AvatarSmall, p.Customer), ui.Grow(ui.NewTitle(p.Name, ui.RoleTable)), part))
	}
	return true
}
