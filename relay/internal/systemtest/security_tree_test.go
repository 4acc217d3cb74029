package systemtest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// element is one of a page as a browser reads it.
type element struct {
	name       string
	attributes map[string]string
	text       string // right inside it
}

// elements parses a page, or a part of one, as browsers do.
func elements(t *testing.T, page string) []element {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	must(t, err)
	var all []element
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.ElementNode:
			e := element{name: n.Data, attributes: map[string]string{}}
			for _, a := range n.Attr {
				e.attributes[a.Key] = a.Val
			}
			for child := n.FirstChild; child != nil; child = child.NextSibling {
				if child.Type == html.TextNode {
					e.text += child.Data
				}
			}
			all = append(all, e)
		case html.CommentNode:
			all = append(all, element{name: "!--"})
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(root)
	return all
}

// leading are the attributes by which a page leads somewhere or does something.
var leading = []string{"href", "src", "action", "formaction", "srcdoc", "style", "http-equiv", "content", "target", "type", "method"}

// shape is what a page consists of but for its texts: every element with the names of its attributes, and with what those say that are to
// be shown. What a person typed may never change it.
func shape(t *testing.T, page string, saying []string) []string {
	t.Helper()
	var lines []string
	for _, e := range elements(t, page) {
		line := e.name
		for _, name := range slices.Sorted(maps.Keys(e.attributes)) {
			line += " " + name
			value := e.attributes[name]
			if code, found := strings.CutPrefix(value, "beside://"); found {
				value = "beside://" + code[:strings.LastIndex(code, "/")] // the code is another one every time
			}
			if slices.Contains(saying, name) {
				line += "=" + value
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// shows reports whether a text stands on a page, as the text of an element or as what a field holds.
func (a answer) shows(t *testing.T, text string) bool {
	t.Helper()
	return slices.ContainsFunc(elements(t, a.body), func(e element) bool {
		return strings.Contains(e.text, text) || strings.Contains(e.attributes["value"], text)
	})
}
