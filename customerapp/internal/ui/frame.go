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
	head := ui.Row(ui.Space8, ui.NewGlyph(look.IconMark, look.Accent, mark), name, layout.NewSpacer(), languageSwitch(texts, language))
	objects := append([]fyne.CanvasObject{head, gap(ui.Space16)}, body...)
	objects = append(objects, layout.NewSpacer(), foot)
	return ui.Pad(ui.Space24, framePad, ui.Column(ui.Space8, objects...))
}

// languageSwitch offers the catalogue's languages, each in its own name.
func languageSwitch(texts *words.Catalogue, choose func(words.Language)) *ui.Segmented {
	names := map[words.Language]string{words.English: texts.T("ui.language.en"), words.French: texts.T("ui.language.fr")}
	var segments []ui.Segment
	selected := 0
	for i, l := range words.Languages() {
		segments = append(segments, ui.Segment{Text: names[l]})
		if l == texts.Language() {
			selected = i
		}
	}
	return e2e.Name(ui.NewSegmented(segments, selected, func(i int) { choose(words.Languages()[i]) }), "language")
}

func gap(height float32) fyne.CanvasObject {
	return ui.Pad(height/2, 0, layout.NewSpacer())
}
