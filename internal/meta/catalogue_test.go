package meta

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// key is the shape of a catalogue key: an area and at least one more part.
var key = regexp.MustCompile(`^(agent|api|center|chat|customer|factor|fault|handin|mail|privacy|relay|report|settings|ui)(\.[a-z0-9_]+)+$`)

// file is the end of a file's name, which may look like a key.
var file = regexp.MustCompile(`\.(css|csv|db|js|json|log|test|toml)$`)

// TestKeysAreInTheCatalogue looks every string literal that is shaped like a catalogue key up in the English files
// (internal/words holds the languages against each other).
func TestKeysAreInTheCatalogue(t *testing.T) {
	known := map[string]bool{}
	names, err := filepath.Glob(filepath.Join(root, "internal/words/catalog/*.en.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for k := range texts {
			known[k] = true
		}
	}
	for _, s := range sources(t) {
		if s.isTest() || strings.HasPrefix(s.dir, "internal/meta") {
			continue
		}
		ast.Inspect(s.file, func(node ast.Node) bool {
			if _, isImport := node.(*ast.ImportSpec); isImport {
				return false
			}
			literal, ok := node.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			if text := strings.Trim(literal.Value, "\"`"); key.MatchString(text) && !file.MatchString(text) && !known[text] {
				t.Errorf("%s:%d: the catalogue lacks %q", s.path, s.fset.Position(literal.Pos()).Line, text)
			}
			return true
		})
	}
}
