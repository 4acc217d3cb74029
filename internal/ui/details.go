package ui

import (
	"slices"

	"fyne.io/fyne/v2"
)

var _ fyne.Widget = (*Details)(nil)

// Detail is a name and its value.
type Detail struct{ Name, Value string }

// Details is a short list of names and values, such as what is known of a computer.
type Details struct {
	block
	rows    *fyne.Container
	details []Detail
}

// NewDetails returns the list.
func NewDetails(details []Detail) *Details {
	d := &Details{rows: Column(Space4)}
	d.content = d.rows
	d.ExtendBaseWidget(d)
	d.Set(details)
	return d
}

// Shows reports whether the list has these details.
func (d *Details) Shows(details []Detail) bool { return slices.Equal(details, d.details) }

// Set changes the list.
func (d *Details) Set(details []Detail) {
	if d.Shows(details) {
		return
	}
	d.details = details
	var widest float32
	names := make([]*Text, len(details))
	for i, detail := range details {
		names[i] = muteLine(detail.Name, RoleTable)
		widest = max(widest, names[i].MinSize().Width)
	}
	d.rows.Objects = nil
	for i, detail := range details {
		d.rows.Add(Row(Space12, AlignTop(Width(widest, names[i])), Grow(NewText(detail.Value, RoleTable))))
	}
	d.Refresh()
}
