package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/product"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// framePad is the space at both sides of the first window's pages, in dp.
const framePad = 40

// frame is what the pages of the first window share: the name and the language above, something small below.
func frame(texts *words.Catalogue, language func(words.Language), foot fyne.CanvasObject, body ...fyne.CanvasObject) fyne.CanvasObject {
	name := ui.NewLine(product.Name, ui.RoleSubheading)
	name.Bold = true
	const mark = 30
	head := ui.Row(ui.Space8, ui.NewGlyph(look.IconMark, look.Accent, mark), name, layout.NewSpacer(), e2e.Name(ui.NewLanguageSwitch(texts, language), "language"))
	objects := append([]fyne.CanvasObject{head, gap(ui.Space16)}, body...)
	objects = append(objects, layout.NewSpacer(), foot)
	return ui.Pad(ui.Space24, framePad, ui.Column(ui.Space8, objects...))
}

func gap(height float32) fyne.CanvasObject {
	return ui.Pad(height/2, 0, layout.NewSpacer())
}
