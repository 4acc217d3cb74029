package look

import (
	"fmt"
	"image/color"
	"strings"
)

// CSS returns a style sheet that declares every token as a variable, "--accent" and so on: light, and dark where the
// reader's system prefers that.
func CSS() string {
	var b strings.Builder
	b.WriteString(":root{color-scheme:light dark;\n")
	writeVariables(&b, false)
	b.WriteString("}\n@media screen and (prefers-color-scheme:dark){:root{\n")
	writeVariables(&b, true)
	b.WriteString("}}\n@media print{:root{color-scheme:light}}\n") // paper is white, whatever the screen is
	return b.String()
}

func writeVariables(b *strings.Builder, dark bool) {
	for _, t := range Tokens() {
		fmt.Fprintf(b, "--%s:%s;\n", t, Hex(t.Colour(dark)))
	}
}

// Hex writes an opaque colour as pages do, such as "#0b5f69".
func Hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
