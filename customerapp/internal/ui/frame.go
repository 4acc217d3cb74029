package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/product"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// framePad is the space at both sides of the first window's pages, in dp.
const framePad = 40

// frame is what the pages of the first window share: the name and the language above, something small below. The body
// scrolls where the window is too low for it, and reaches into the space at the sides, where focus rings are.
func frame(texts *words.Catalogue, language func(words.Language), foot fyne.CanvasObject, body ...fyne.CanvasObject) fyne.CanvasObject {
	name := ui.NewLine(product.Name, ui.RoleSubheading)
	name.Bold = true
	const mark = 30
	head := ui.Row(ui.Space8, ui.NewGlyph(look.IconMark, look.Accent, mark), name, layout.NewSpacer(),
		e2e.Name(ui.NewLanguageSwitch(texts, language), "language"))
	scroll := container.NewVScroll(ui.Pad(ui.Space4, framePad, ui.Column(ui.Space8, body...)))
	return ui.Frame(ui.Pad(ui.Space16, framePad, head), ui.Pad(ui.Space12, framePad, foot), scroll)
}

// heading is what a page of the first window is about.
func heading(text string) fyne.CanvasObject {
	t := ui.NewText(text, ui.RoleHeading)
	t.Bold = true
	return t
}

// gap is room between what belongs to different things.
func gap(height float32) fyne.CanvasObject {
	return ui.Pad(height/2, 0, layout.NewSpacer())
}
