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
		svg := i.SVG()
		svg = bytes.ReplaceAll(svg, []byte(`fill="#14242A"`), []byte(`fill="currentColor"`))
		head := fmt.Sprintf(`<svg aria-hidden="true" focusable="false" class="%s" `, template.HTMLEscapeString("icon "+class))
		svg = bytes.Replace(svg, []byte(`<svg `), []byte(head), 1)
		return template.HTML(svg), nil // our own file, embedded
	}
	return "", fmt.Errorf("no icon is called %q", name)
}
