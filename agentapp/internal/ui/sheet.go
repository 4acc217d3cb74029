package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/ui"
)

// A sheet stands in front of a window's page until it is closed, by one of its buttons or by Esc.
type sheet struct {
	popUp  *widget.PopUp
	window fyne.Window
	back   fyne.Focusable // what had the focus
	root   *ui.Root
	keys   func(fyne.KeyName) // of the window's page
}

// sheetWidth is the width of a sheet, in dp.
const sheetWidth = 460

// newSheet shows a sheet with buttons at its foot, which stay in sight where the body scrolls. It gives the focus to what one does first.
func newSheet(window fyne.Window, title string, body fyne.CanvasObject, focus fyne.Focusable, buttons ...fyne.CanvasObject) *sheet {
	c := window.Canvas()
	s := &sheet{window: window, back: c.Focused()}
	heading := ui.NewText(title, ui.RoleSubheading)
	heading.Bold = true
	const side = ui.Space16
	foot := ui.Row(ui.Space8, append([]fyne.CanvasObject{layout.NewSpacer()}, buttons...)...)
	page := ui.Squeeze(ui.Pad(ui.Space12, side, heading), ui.Pad(ui.Space12, side, foot), ui.Pad(0, side, body))
	s.popUp = widget.NewModalPopUp(ui.Width(sheetWidth, ui.Pad(ui.Space4, 0, page)), c)
	s.popUp.Show()
	if root, ok := c.Content().(*ui.Root); ok { // keys that the sheet's widgets have no use for come to the root
		s.root, s.keys = root, root.OnKey
		root.OnKey = s.key
	}
	c.Focus(focus)
	return s
}

func (s *sheet) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		s.close()
	}
}

// close takes the sheet away and gives the focus back.
func (s *sheet) close() {
	if s.root != nil {
		s.root.OnKey = s.keys
	}
	s.popUp.Hide()
	s.window.Canvas().Focus(s.back)
}
