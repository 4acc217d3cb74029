package locale

import "testing"

func TestPreferredKeepsTheOrderOfTheVariables(t *testing.T) {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	if got := Preferred(); got != "" {
		t.Errorf("without variables: %q", got)
	}
	for _, name := range []string{"LANG", "LC_MESSAGES", "LC_ALL"} { // each beats those before it
		t.Setenv(name, "fr_CA."+name)
		if got := Preferred(); got != "fr_CA."+name {
			t.Errorf("with %s: %q", name, got)
		}
	}
}
