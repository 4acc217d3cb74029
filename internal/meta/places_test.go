package meta

import (
	"go/ast"
	"go/build/constraint"
	"path"
	"slices"
	"strings"
	"testing"
)

// systems are the endings and tags that tie a file to one system.
var systems = []string{"linux", "windows", "darwin", "unix", "freebsd"}

// assembler are the folders with loops in assembler, whose build tags choose their plain forms on other processors, never another behaviour:
// tests there hold both against each other.
var assembler = []string{"internal/codec/video/samples"}

// TestSystemFilesAtTheBoundary keeps files that build on some systems only, and build tags, inside internal/desktop.
func TestSystemFilesAtTheBoundary(t *testing.T) {
	for _, s := range sources(t) {
		if under(s.dir, "internal/desktop") || under(s.dir, "internal/ui/e2e") {
			continue
		}
		name := strings.TrimSuffix(strings.TrimSuffix(path.Base(s.path), ".go"), "_test")
		for _, system := range systems {
			if strings.HasSuffix(name, "_"+system) {
				t.Errorf("%s builds on %s only, but stands outside internal/desktop", s.path, system)
			}
		}
		for _, group := range s.file.Comments {
			for _, c := range group.List {
				if constraint.IsGoBuild(c.Text) && c.Pos() < s.file.Package && !slices.Contains(assembler, s.dir) {
					t.Errorf("%s has a build tag, but stands outside internal/desktop", s.path)
				}
			}
		}
	}
}

// TestFyneDoOnlyInBind keeps every call of fyne.Do in the files named bind.go: one seam between goroutines and windows.
// The end-to-end server reads the windows from a goroutine of its own and is exempt.
func TestFyneDoOnlyInBind(t *testing.T) {
	for _, s := range sources(t) {
		if path.Base(s.path) == "bind.go" || under(s.dir, "internal/ui/e2e") {
			continue
		}
		ast.Inspect(s.file, func(node ast.Node) bool {
			call, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := call.X.(*ast.Ident); ok && pkg.Name == "fyne" && (call.Sel.Name == "Do" || call.Sel.Name == "DoAndWait") {
				t.Errorf("%s:%d calls fyne.%s outside bind.go", s.path, s.fset.Position(call.Pos()).Line, call.Sel.Name)
			}
			return true
		})
	}
}

// TestDirectionIsNotRole keeps the words agent and customer out of share and view: either side may share.
func TestDirectionIsNotRole(t *testing.T) {
	for _, s := range sources(t) {
		if !under(s.dir, "internal/share") && !under(s.dir, "internal/view") {
			continue
		}
		ast.Inspect(s.file, func(node ast.Node) bool {
			id, ok := node.(*ast.Ident)
			if !ok {
				return true
			}
			if name := strings.ToLower(id.Name); strings.Contains(name, "agent") || strings.Contains(name, "customer") {
				t.Errorf("%s:%d names a role: %s", s.path, s.fset.Position(id.Pos()).Line, id.Name)
			}
			return true
		})
	}
}

// TestNoSleepInTests keeps tests waiting for states instead of time.
func TestNoSleepInTests(t *testing.T) {
	virtual := map[string]bool{} // folders whose tests run in virtual time
	for _, s := range sources(t) {
		if s.isTest() && slices.Contains(s.imports(), "testing/synctest") {
			virtual[s.dir] = true
		}
	}
	for _, s := range sources(t) {
		if !s.isTest() {
			continue
		}
		ast.Inspect(s.file, func(node ast.Node) bool {
			call, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, _ := call.X.(*ast.Ident)
			if pkg != nil && pkg.Name == "time" && call.Sel.Name == "Sleep" && !virtual[s.dir] {
				t.Errorf("%s:%d sleeps in real time", s.path, s.fset.Position(call.Pos()).Line)
			}
			if pkg != nil && pkg.Name == "t" && strings.HasPrefix(call.Sel.Name, "Skip") {
				t.Errorf("%s:%d skips", s.path, s.fset.Position(call.Pos()).Line)
			}
			return true
		})
	}
}
