package locale

import "testing"

// TestNamesNone: only where the locale that counts names no language is one named for the window library.
func TestNamesNone(t *testing.T) {
	for _, c := range []struct {
		set  map[string]string
		want bool
	}{
		{map[string]string{"LANG": "C.UTF-8"}, true},
		{map[string]string{"LC_ALL": "C.utf8", "LANG": "fr_FR.UTF-8"}, true},
		{map[string]string{"LC_MESSAGES": "POSIX"}, true},
		{map[string]string{"LANG": "fr_FR.UTF-8"}, false},
		{map[string]string{"LC_ALL": "fr_FR", "LANG": "C"}, false},
		{map[string]string{"LANG": "C.UTF-8", "LANGUAGE": "fr:de"}, false},
		{nil, false},
	} {
		if got := namesNone(func(name string) string { return c.set[name] }); got != c.want {
			t.Errorf("%v: %v, want %v", c.set, got, c.want)
		}
	}
}
