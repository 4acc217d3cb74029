package web

import (
	"bytes"
	"fmt"
	"html/template"

	"beside.example/internal/look"
)

// icon returns one of our icons to stand in a page, in the colour of the text around it and silent for screen readers,
// since words always stand beside it. A class sets its size.
func icon(name, class string) (template.HTML, error) {
	for _, i := range look.Icons() {
		if string(i) != name {
			continue
		}
		svg := bytes.TrimSpace(i.SVG()) // a line's end would show where lines are kept
		svg = bytes.ReplaceAll(svg, []byte(ink), []byte(`fill="currentColor"`))
		head := fmt.Sprintf(`<svg aria-hidden="true" focusable="false" class="%s" `, template.HTMLEscapeString("icon "+class))
		svg = bytes.Replace(svg, []byte(`<svg `), []byte(head), 1)
		return template.HTML(svg), nil // our own file, embedded
	}
	return "", fmt.Errorf("no icon is called %q", name)
}

// ink is the colour in which our icons are drawn, to be replaced.
const ink = `fill="#14242A"`

// tabIcon returns our mark for the tab of a page, in a colour that stands out on light and on dark.
func tabIcon() []byte {
	c := look.Accent.Colour(false)
	return bytes.ReplaceAll(look.IconMark.SVG(), []byte(ink), fmt.Appendf(nil, `fill="#%02x%02x%02x"`, c.R, c.G, c.B))
}
