package center

import (
	"flag"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"

	"beside.example/internal/words"
)

// update has the goldens written instead of compared: look at the difference before it is kept.
var update = flag.Bool("update", false, "write the pages of testdata/states anew")

const (
	// stateFolder is where the goldens are.
	stateFolder = "testdata/states"
	// around is how many lines stand on each side of a difference, to tell where it is.
	around = 1
	// like begins the golden of a state that is held as what differs from another state, which it names.
	like = "like "
	// worth is how many times shorter than the page a difference must be: a longer one would be read like a page.
	worth = 2
)

// goldens are the files against which states are held. What is much like another state of the same page is held as what differs from that, so that
// a change of the page is read once; of a translation, what differs from the English.
type goldens struct {
	states map[string]pageState
}

// file is where a state is held in a language.
func (goldens) file(name string, l words.Language) string {
	name = strings.NewReplacer(", ", "-", " ", "-").Replace(name)
	return filepath.Join(stateFolder, filepath.FromSlash(name)+"."+string(l)+".html")
}

// hold holds a page against its file, or writes it there.
func (g goldens) hold(t *testing.T, name string, l words.Language, page string) {
	t.Helper()
	file := g.file(name, l)
	if *update {
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		must(t, os.WriteFile(file, []byte(g.shortest(t, name, l, page)), 0o644))
		return
	}
	want := g.read(t, name, l)
	if other, differs := strings.CutPrefix(want, like); differs {
		other, _, _ = strings.Cut(other, "\n")
		page = g.changed(t, other, l, page)
	}
	if want != page {
		t.Errorf("%s is not what the page shows. If that is as it should be, run this test with -update and look at the difference.\n%s",
			file, udiff.Unified("held", "shown", want, page))
	}
}

// shortest is the golden of a page: what differs from a state that was written before, or all of it.
func (g goldens) shortest(t *testing.T, name string, l words.Language, page string) string {
	t.Helper()
	best := page
	for _, other := range slices.Sorted(maps.Keys(g.states)) {
		if other >= name || path.Dir(other) != path.Dir(name) || strings.HasPrefix(g.read(t, other, l), like) {
			continue
		}
		if short := g.changed(t, other, l, page); len(short) < len(best) && worth*len(short) < len(page) {
			best = short
		}
	}
	return best
}

// changed is what differs in a page from another state, without the numbers of lines, which would change with every line above.
func (g goldens) changed(t *testing.T, other string, l words.Language, page string) string {
	t.Helper()
	before := g.read(t, other, l)
	text, err := udiff.ToUnified("", "", before, udiff.Lines(before, page), around)
	must(t, err)
	left := like + other + "\n"
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "---"), strings.HasPrefix(line, "+++"):
		case strings.HasPrefix(line, "@@"):
			left += "@@\n"
		default:
			left += line
		}
	}
	return left
}

func (g goldens) read(t *testing.T, name string, l words.Language) string {
	t.Helper()
	held, err := os.ReadFile(g.file(name, l))
	if err != nil {
		t.Fatalf("%v; -update writes it", err)
	}
	return string(held)
}

// size is about how much a state shows: the length of its page in English.
func (g goldens) size(t *testing.T, name string) int {
	t.Helper()
	held := g.read(t, name, words.English)
	rest, differs := strings.CutPrefix(held, like)
	if !differs {
		return len(held)
	}
	other, rest, _ := strings.Cut(rest, "\n")
	size := g.size(t, other)
	for line := range strings.Lines(rest) {
		switch line[0] {
		case '+':
			size += len(line)
		case '-':
			size -= len(line)
		}
	}
	return size
}

// spare fails for files that no state has any more.
func (g goldens) spare(t *testing.T) {
	t.Helper()
	held := map[string]bool{}
	for name := range g.states {
		for _, l := range words.Languages() {
			held[g.file(name, l)] = true
		}
	}
	must(t, filepath.WalkDir(stateFolder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || held[file] {
			return err
		}
		if *update {
			return os.Remove(file)
		}
		t.Errorf("%s is of no state", file)
		return nil
	}))
}

// differing are the lines of a page that are not in another: of a translation, all that is to be looked at.
func differing(page, other string) string {
	there := map[string]bool{}
	for line := range strings.SplitSeq(other, "\n") {
		there[line] = true
	}
	var left strings.Builder
	for line := range strings.SplitSeq(page, "\n") {
		if !there[line] {
			left.WriteString(line + "\n")
		}
	}
	return left.String()
}
