package meta

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
	"time"
)

// Budgets of the house style: larger ones make a reader lose the thread.
const (
	maxFileLines     = 700
	maxFunctionLines = 60
	maxStructFields  = 20
	maxMainLines     = 150
)

// overBudget lists what may exceed its budget, until when: whoever reads a row after its day splits the thing or argues anew.
var overBudget = map[string]time.Time{}

// TestBudgets holds files, functions, structs and main packages against their budgets.
func TestBudgets(t *testing.T) {
	mains := map[string]int{}
	for _, s := range sources(t) {
		if s.isGenerated() {
			continue
		}
		if n := s.lines(); n > maxFileLines {
			over(t, s.path, "file", n, maxFileLines)
		}
		if s.file.Name.Name == "main" && !s.isTest() && slices.Contains([]string{"relay", "agentapp", "customerapp"}, s.dir) {
			mains[s.dir] += s.lines()
		}
		ast.Inspect(s.file, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.FuncDecl:
				lines := s.fset.Position(n.End()).Line - s.fset.Position(n.Pos()).Line + 1
				if lines > maxFunctionLines && !s.isTest() {
					over(t, s.path+":"+n.Name.Name, "function", lines, maxFunctionLines)
				}
			case *ast.TypeSpec:
				if body, ok := n.Type.(*ast.StructType); ok && body.Fields.NumFields() > maxStructFields {
					over(t, s.path+":"+n.Name.Name, "struct", body.Fields.NumFields(), maxStructFields)
				}
			}
			return true
		})
	}
	for dir, n := range mains {
		if n > maxMainLines {
			over(t, dir, "main package", n, maxMainLines)
		}
	}
}

func over(t *testing.T, name, kind string, is, budget int) {
	t.Helper()
	if until, ok := overBudget[name]; ok && time.Now().Before(until) {
		return
	}
	t.Errorf("%s: this %s has a size of %d, its budget is %d", name, kind, is, budget)
}

// TestPackageDocs wants exactly one package comment in every folder.
func TestPackageDocs(t *testing.T) {
	docs, dirs := map[string][]string{}, map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		dirs[s.dir] = true
		if s.file.Doc != nil {
			docs[s.dir] = append(docs[s.dir], s.path)
		}
	}
	for dir := range dirs {
		if len(docs[dir]) != 1 {
			t.Errorf("%s has %d package comments %v, want one", dir, len(docs[dir]), docs[dir])
		}
	}
}

// TestExportedNamesAreDocumented wants a sentence that starts with the name above every exported declaration.
func TestExportedNamesAreDocumented(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() || s.isGenerated() {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Name.IsExported() && f.Recv == nil && !strings.HasPrefix(f.Doc.Text(), f.Name.Name) {
				t.Errorf("%s: the comment of %s does not start with its name", s.path, f.Name.Name)
			}
			if g, ok := d.(*ast.GenDecl); ok {
				checkTypes(t, s, g)
			}
		}
	}
}

func checkTypes(t *testing.T, s source, g *ast.GenDecl) {
	t.Helper()
	for _, spec := range g.Specs {
		n, ok := spec.(*ast.TypeSpec)
		if !ok || !n.Name.IsExported() {
			continue
		}
		text := n.Doc.Text()
		if text == "" {
			text = g.Doc.Text()
		}
		text = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(text, "A "), "An "), "The ")
		if !strings.HasPrefix(text, n.Name.Name) {
			t.Errorf("%s: the comment of %s does not start with its name", s.path, n.Name.Name)
		}
	}
}
