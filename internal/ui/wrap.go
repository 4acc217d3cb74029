package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// span is a piece of a line in one weight.
type span struct {
	text  string
	bold  bool
	x     float32
	width float32
}

// textLine is one line of a wrapped text.
type textLine struct {
	spans []span
	width float32
}

// parseMarks splits text at pairs of "**", between which it is bold. Without marks it is all of one weight.
func parseMarks(text string, bold bool) []span {
	parts := strings.Split(text, "**")
	if len(parts)%2 == 0 { // an odd mark is a text's own
		return []span{{text: text, bold: bold}}
	}
	var spans []span
	for i, part := range parts {
		if part != "" {
			spans = append(spans, span{text: part, bold: bold || i%2 == 1})
		}
	}
	return spans
}

// wrapper breaks text into lines. It remembers how wide words are, since texts are measured again for every width.
type wrapper struct {
	size  float32
	known map[span]float32
}

// maxKnownWords bounds a wrapper's memory; a language's common words are far fewer.
const maxKnownWords = 20_000

func newWrapper(size float32) *wrapper { return &wrapper{size: size, known: map[span]float32{}} }

func (w *wrapper) measure(word string, bold bool) float32 {
	key := span{text: word, bold: bold}
	if width, ok := w.known[key]; ok {
		return width
	}
	if len(w.known) > maxKnownWords {
		clear(w.known)
	}
	width := fyne.MeasureText(word, w.size, fyne.TextStyle{Bold: bold}).Width
	w.known[key] = width
	return width
}

// wrap breaks spans into lines no wider than width, at spaces where it can. There is always at least one line.
func (w *wrapper) wrap(spans []span, width float32) []textLine {
	b := &lineBreaker{wrapper: w, limit: width}
	for _, s := range spans {
		for i, paragraph := range strings.Split(s.text, "\n") {
			if i > 0 {
				b.end()
			}
			for _, word := range splitWords(paragraph) {
				b.add(word, s.bold)
			}
		}
	}
	b.end()
	return b.lines
}

// splitWords splits text into words, each with the spaces that follow it.
func splitWords(text string) []string {
	var list []string
	start, inSpace := 0, false
	for i, r := range text {
		space := unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f'
		if inSpace && !space {
			list = append(list, text[start:i])
			start = i
		}
		inSpace = space
	}
	if start < len(text) {
		list = append(list, text[start:])
	}
	return list
}

type lineBreaker struct {
	*wrapper
	limit float32
	line  textLine
	lines []textLine
}

func (b *lineBreaker) add(word string, bold bool) {
	bare := strings.TrimRightFunc(word, unicode.IsSpace)
	if b.line.width+b.measure(bare, bold) > b.limit && b.line.width > 0 {
		b.end()
	}
	if b.measure(bare, bold) > b.limit {
		b.addBroken(bare, bold)
		word = word[len(bare):]
		bare = ""
	}
	if bare == "" && b.line.width == 0 {
		return
	}
	b.put(word, bold)
}

// addBroken puts a word that is wider than a line, such as a long address, in pieces.
func (b *lineBreaker) addBroken(word string, bold bool) {
	piece := ""
	for _, r := range word {
		if piece != "" && b.line.width+b.measure(piece+string(r), bold) > b.limit {
			b.put(piece, bold)
			b.end()
			piece = ""
		}
		piece += string(r)
	}
	b.put(piece, bold)
}

func (b *lineBreaker) put(text string, bold bool) {
	bare := strings.TrimRightFunc(text, unicode.IsSpace) // measured already; spaces are the same everywhere
	width := b.measure(bare, bold)
	if spaces := text[len(bare):]; spaces != "" {
		width += b.measure(spaces, bold)
	}
	if n := len(b.line.spans); n > 0 && b.line.spans[n-1].bold == bold {
		b.line.spans[n-1].text += text
		b.line.spans[n-1].width += width
	} else {
		b.line.spans = append(b.line.spans, span{text: text, bold: bold, x: b.line.width, width: width})
	}
	b.line.width += width
}

func (b *lineBreaker) end() {
	b.lines = append(b.lines, b.line)
	b.line = textLine{}
}

// ellipsis shortens a line so that it fits into width.
func (w *wrapper) ellipsis(text string, bold bool, width float32) string {
	style := fyne.TextStyle{Bold: bold}
	if fyne.MeasureText(text, w.size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(strings.TrimRight(string(runes[:mid]), " ")+"…", w.size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 {
		return ""
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}
