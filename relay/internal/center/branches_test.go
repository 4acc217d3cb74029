package center

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing/fstest"
	"text/template/parse"

	"beside.example/relay/internal/web"
)

// branches are all places in the pages' templates at which a page can look one way or another: what stands there if something is so, and if
// it is not; for each of a list, and for none. A marker at each of them tells which a page has gone through.
type branches struct {
	marked fstest.MapFS // the templates with markers
	pages  map[string]*web.Page
	where  []string // by a marker's number, what it stands at
	seen   map[int]bool
}

// marker is what stands at a branch, so that it is harmless wherever in a page that is.
var marker = regexp.MustCompile(` branch-([0-9]+)- `)

// markBranches returns the templates with markers.
func markBranches(site *web.Site, from fs.FS) (*branches, error) {
	b := &branches{marked: fstest.MapFS{}, seen: map[int]bool{}}
	names, err := fs.Glob(from, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		top := parse.New(path.Base(name))
		top.Mode = parse.SkipFuncCheck
		trees := map[string]*parse.Tree{}
		if _, err := top.Parse(string(text), "", "", trees); err != nil {
			return nil, err
		}
		var all strings.Builder
		for _, defined := range slices.Sorted(maps.Keys(trees)) {
			tree := trees[defined]
			b.mark(path.Base(name), tree.Root)
			fmt.Fprintf(&all, "{{define %q}}%s{{end}}\n", defined, tree.Root)
		}
		b.marked[name] = &fstest.MapFile{Data: []byte(all.String())}
	}
	b.pages, err = readPages(site, b.marked)
	return b, err
}

// mark puts markers at all branches below a node.
func (b *branches) mark(file string, n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, below := range n.Nodes {
				b.mark(file, below)
			}
		}
	case *parse.IfNode:
		b.fork(file, "if", &n.BranchNode)
	case *parse.RangeNode:
		b.fork(file, "range", &n.BranchNode)
	case *parse.WithNode:
		b.fork(file, "with", &n.BranchNode)
	}
}

// fork marks both sides of a branch.
func (b *branches) fork(file, what string, n *parse.BranchNode) {
	b.mark(file, n.List)
	b.mark(file, n.ElseList)
	at := fmt.Sprintf("%s, line %d: %s %s", file, n.Line, what, n.Pipe)
	n.List.Nodes = append([]parse.Node{b.marker(at + " is so")}, n.List.Nodes...)
	if n.ElseList == nil && never(what, n.Pipe.String()) {
		return
	}
	if n.ElseList == nil {
		n.ElseList = &parse.ListNode{NodeType: parse.NodeList}
	}
	n.ElseList.Nodes = append([]parse.Node{b.marker(at + " is not so")}, n.ElseList.Nodes...)
}

// never reports whether there is no other side of a branch: lists for which the template says nothing when they are empty never are, and some
// things are looked into that are always there.
func never(what, pipe string) bool {
	return what == "range" || slices.Contains([]string{"with .State", "with .Account", "with .Note"}, what+" "+pipe)
}

func (b *branches) marker(at string) *parse.TextNode {
	b.where = append(b.where, at)
	return &parse.TextNode{NodeType: parse.NodeText, Text: fmt.Appendf(nil, " branch-%d- ", len(b.where)-1)}
}

// strip notes which branches a page has gone through, and takes the markers out.
func (b *branches) strip(page string) string {
	return marker.ReplaceAllStringFunc(page, func(found string) string {
		var n int
		if _, err := fmt.Sscanf(found, " branch-%d- ", &n); err == nil {
			b.seen[n] = true
		}
		return ""
	})
}

// unseen lists the branches that no page has gone through.
func (b *branches) unseen() (all []string) {
	for n, at := range b.where {
		if !b.seen[n] {
			all = append(all, at)
		}
	}
	return all
}
