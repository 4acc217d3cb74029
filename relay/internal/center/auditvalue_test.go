package center

import (
	"slices"
	"strings"
	"testing"

	"beside.example/internal/words"
)

// TestAuditWords: known values of the log have words in every language, and everything else stands for itself.
func TestAuditWords(t *testing.T) {
	for _, c := range []struct{ field, value, want string }{
		{"role", "team-manager", "Team manager"},
		{"role", "organisation-manager", "Organisation manager"},
		{"role", "role 9", "role 9"},
		{"name", "team-manager", "team-manager"},
		{"center", "true", "Yes"},
		{"monitoring", "false", "No"},
		{"monitoring", "perhaps", "perhaps"},
		{"name", "true", "true"},
		{"kind", "queue", "Queue: in order"},
		{"features", "view, share-mine, dance", "See the screen|Show the agent’s screen|dance"},
		{"portals", "Staff desk, Pharmacy", "Staff desk, Pharmacy"},
	} {
		catalogue := words.MustLoad(words.English)
		var got []string
		for _, w := range (auditLine{}).Words(c.field, c.value) {
			text := w.Text
			if w.Key != "" {
				text = catalogue.T(w.Key)
			}
			got = append(got, text)
		}
		if !slices.Equal(got, strings.Split(c.want, "|")) {
			t.Errorf("%s %q: %q", c.field, c.value, got)
		}
	}
}
