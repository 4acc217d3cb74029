package meta

import (
	"slices"
	"strings"
	"testing"
)

// A rule says what the files of some folders may not import, and why. Paths of the repository start with "./".
type rule struct {
	name   string
	why    string
	within func(dir string) bool
	denies func(path, dir string) bool
	tests  bool // whether test files must obey too
}

func isOurs(path string) bool { return strings.HasPrefix(path, "./") }

func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !isOurs(path) && !strings.Contains(first, ".")
}

func in(dirs ...string) func(string) bool {
	return func(dir string) bool {
		return slices.ContainsFunc(dirs, func(d string) bool { return under(dir, d) })
	}
}

// startsPostgres reports whether a folder is the helper of tests that runs a database server.
func startsPostgres(dir string) bool { return dir == "relay/internal/store/postgrestest" }

var rules = []rule{
	{
		name: "protocol root",
		why:  "every peer in any language must agree on it, so it needs nothing but the standard library",
		within: func(dir string) bool {
			return dir == "protocol" || under(dir, "protocol/wire") || under(dir, "protocol/text") || under(dir, "protocol/code") || under(dir, "protocol/identity") || under(dir, "protocol/handin") || under(dir, "protocol/leg")
		},
		denies: func(path, _ string) bool { return !isStandard(path) && !strings.HasPrefix(path, "./protocol") },
	},
	{
		name:   "protocol knows no program",
		why:    "the protocol is what the programs share",
		within: in("protocol"),
		denies: func(path, _ string) bool { return isOurs(path) && !strings.HasPrefix(path, "./protocol") },
	},
	{
		name:   "relay stays light",
		why:    "it must run anywhere without cgo, and it can neither show, grab nor start anything",
		within: in("relay"),
		denies: func(path, dir string) bool {
			if strings.HasPrefix(path, "./internal/") {
				return !in("./internal/product", "./internal/words", "./internal/look")(path)
			}
			return path == "os/exec" && !startsPostgres(dir) || path == "C" || strings.HasPrefix(path, "fyne.io/") || strings.HasPrefix(path, "./agentapp") || strings.HasPrefix(path, "./customerapp")
		},
	},
	{
		name:   "relay's layers",
		why:    "support holds the rules and knows nobody; those around it may use it and web, never each other",
		within: in("relay/internal/store", "relay/internal/portal", "relay/internal/center", "relay/internal/signalhub", "relay/internal/forward", "relay/internal/account", "relay/internal/mail", "relay/internal/api", "relay/internal/webhook", "relay/internal/support", "relay/internal/web"),
		denies: func(path, dir string) bool {
			if !strings.HasPrefix(path, "./relay/internal/") || under(path, "./"+dir) {
				return false
			}
			return under(dir, "relay/internal/support") || !in("./relay/internal/support", "./relay/internal/web")(path)
		},
	},
	{
		name:   "Fyne only in windows",
		why:    "everything else builds and tests without cgo, in seconds",
		within: func(dir string) bool { return true },
		denies: func(path, dir string) bool {
			return strings.HasPrefix(path, "fyne.io/") && !in("internal/ui", "agentapp/internal/ui", "customerapp/internal/ui", "internal/desktop/glass")(dir) && dir != "agentapp" && dir != "customerapp"
		},
		tests: true,
	},
	{
		name:   "fyne/app only in the mains",
		why:    "it needs cgo and a display; the windows' tests need neither",
		within: func(dir string) bool { return dir != "agentapp" && dir != "customerapp" },
		denies: func(path, _ string) bool { return path == "fyne.io/fyne/v2/app" },
		tests:  true,
	},
	{
		name:   "desktop knows only pixels",
		why:    "it is the boundary to the system, not a part of the session",
		within: in("internal/desktop"),
		denies: func(path, dir string) bool {
			return isOurs(path) && !in("./internal/framebuffer", "./internal/desktop")(path)
		},
	},
	{
		name:   "cgo only at the boundary",
		why:    "what is not the desktop builds without a C compiler",
		within: func(dir string) bool { return !under(dir, "internal/desktop") },
		denies: func(path, _ string) bool { return path == "C" },
		tests:  true,
	},
	{
		name:   "share and view are independent",
		why:    "who shares and who views is independent of who helps, and of the desktop's system",
		within: in("internal/share", "internal/view"),
		denies: func(path, dir string) bool {
			other := "./internal/view"
			if under(dir, "internal/view") {
				other = "./internal/share"
			}
			return under(path, other) || under(path, "./internal/desktop")
		},
	},
	{
		name:   "the apps are strangers",
		why:    "what both need is shared in internal",
		within: in("agentapp", "customerapp"),
		denies: func(path, dir string) bool {
			return under(dir, "agentapp") && under(path, "./customerapp") || under(dir, "customerapp") && under(path, "./agentapp")
		},
		tests: true,
	},
	{
		name:   "models without windows",
		why:    "a model is tested without Fyne",
		within: in("agentapp/internal/model", "customerapp/internal/model"),
		denies: func(path, _ string) bool {
			return strings.HasPrefix(path, "fyne.io/") || strings.HasPrefix(path, "./internal/ui")
		},
		tests: true,
	},
	{
		name:   "programs are started at the boundary",
		why:    "what may start another program stands in one place; the end-to-end tests start the apps, the store's a server",
		within: func(dir string) bool { return !in("internal/desktop", "internal/e2e")(dir) && !startsPostgres(dir) },
		denies: func(path, _ string) bool { return path == "os/exec" },
	},
}

func TestImports(t *testing.T) {
	for _, s := range sources(t) {
		for _, r := range rules {
			if s.isTest() && !r.tests || !r.within(s.dir) {
				continue
			}
			for _, path := range s.imports() {
				if r.denies(path, s.dir) {
					t.Errorf("%s imports %s, against the rule %q: %s", s.path, path, r.name, r.why)
				}
			}
		}
	}
}

// TestRulesDeny holds every rule against an import that it must refuse, so that a rule cannot quietly stop working.
func TestRulesDeny(t *testing.T) {
	for name, example := range map[string]struct{ dir, path string }{
		"protocol root":                        {"protocol", "github.com/quic-go/quic-go"},
		"protocol knows no program":            {"protocol/transport", "./internal/words"},
		"relay stays light":                    {"relay/internal/web", "./internal/session"},
		"relay's layers":                       {"relay/internal/portal", "./relay/internal/store"},
		"Fyne only in windows":                 {"internal/session", "fyne.io/fyne/v2"},
		"fyne/app only in the mains":           {"internal/ui", "fyne.io/fyne/v2/app"},
		"desktop knows only pixels":            {"internal/desktop/input", "./protocol"},
		"cgo only at the boundary":             {"internal/ui", "C"},
		"share and view are independent":       {"internal/share", "./internal/view"},
		"the apps are strangers":               {"agentapp/internal/ui", "./customerapp/internal/ui"},
		"models without windows":               {"agentapp/internal/model", "fyne.io/fyne/v2"},
		"programs are started at the boundary": {"internal/session", "os/exec"},
	} {
		i := slices.IndexFunc(rules, func(r rule) bool { return r.name == name })
		if i < 0 {
			t.Errorf("no rule %q", name)
		} else if !rules[i].within(example.dir) || !rules[i].denies(example.path, example.dir) {
			t.Errorf("the rule %q lets %s import %s", name, example.dir, example.path)
		}
	}
}
