package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/ui"
)

// diagnosis says how the picture comes about, side by side, below it: unlike something in front of the picture it does not keep the
// glass from painting.
type diagnosis struct {
	root  fyne.CanvasObject
	row   *fyne.Container
	facts []ui.Detail
}

func newDiagnosis() *diagnosis {
	d := &diagnosis{row: ui.Flow(ui.Space16)}
	d.root = ui.NewPanel(look.Surface, ui.Top, ui.Pad(ui.Space8, ui.Space12, d.row))
	d.root.Hide()
	return d
}

// set changes what is said; nothing hides it all.
func (d *diagnosis) set(facts []ui.Detail) {
	if slices.Equal(facts, d.facts) {
		return
	}
	d.facts = facts
	d.row.Objects = nil
	for _, f := range facts {
		name, value := ui.NewLine(f.Name, ui.RoleTiny), ui.NewLine(f.Value, ui.RoleTiny)
		name.Colour = look.Ink2
		d.row.Add(ui.Row(ui.Space4, name, value))
	}
	setVisible(d.root, len(facts) > 0)
	d.row.Refresh()
}
