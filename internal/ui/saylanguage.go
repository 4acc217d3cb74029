package ui

import "beside.example/internal/words"

// NewLanguageSwitch offers the catalogue's languages, each in its own name; the one of texts is chosen.
func NewLanguageSwitch(texts *words.Catalogue, choose func(words.Language)) *Segmented {
	names := map[words.Language]string{words.English: texts.T("ui.language.en"), words.French: texts.T("ui.language.fr")}
	var segments []Segment
	selected := 0
	for i, l := range words.Languages() {
		segments = append(segments, Segment{Text: names[l]})
		if l == texts.Language() {
			selected = i
		}
	}
	return NewSegmented(segments, selected, func(i int) { choose(words.Languages()[i]) })
}
