package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/protocol"
)

// choosePicture lets the person choose how near the picture of the screen is to it, which counts at once.
func (w *Windows) choosePicture(window fyne.Window) {
	t := w.texts
	said := ui.NewText("", ui.RoleReading)
	chosen := w.model.Snapshot().Fidelity
	say := func(f protocol.Fidelity) { said.SetText(t.T("customer.picture." + f.String() + ".explain")) }
	say(chosen)
	var segments []ui.Segment
	for f := protocol.FidelityAutomatic; f <= protocol.FidelitySaving; f++ {
		segments = append(segments, ui.Segment{Text: t.T("customer.picture." + f.String())})
	}
	var s *sheet
	choice := e2e.Name(ui.NewSegmented(segments, int(chosen), func(index int) {
		w.model.SetFidelity(protocol.Fidelity(index))
		say(protocol.Fidelity(index))
		s.fit()
	}), "picture")
	body := []fyne.CanvasObject{choice, said, ui.NewMuted(t.T("customer.picture.told"), ui.RoleReading)}
	s = newSheet(window, t.T("customer.picture.title"), body, done(t))
	choice.OnKey = s.key
}
