package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/ui"
)

// newsLayout gives a table the height of its rows and what is below it the rest; both scroll where that is not enough.
type newsLayout struct{ table *ui.Table }

var _ fyne.Layout = (*newsLayout)(nil)

// newsShare is the least part of the height that is left to what is below the table.
const newsShare = 0.35

// MinSize implements fyne.Layout.
func (*newsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (l *newsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	table := min(l.table.WholeHeight(), size.Height*(1-newsShare))
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(size.Width, table))
	objects[1].Move(fyne.NewPos(0, table))
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-table))
}
