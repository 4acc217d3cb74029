// Package locale, imported for its effect alone, names a language for the window library where the locale of this process names
// none, such as "C.UTF-8".
//
// The library looks for its language while it is initialised, before main, and complains on the error output when it finds none.
// So this is the one place of ours that works in an init function: packages are initialised in the order of their paths, and
// ours come before the library's as long as this one needs nothing but the standard library. Both apps import it; it knows
// nothing of the languages that they speak.
package locale

import (
	"os"
	"strings"
)

// languages is the variable that names languages. Nothing but translations goes by it: the locale stays what it is.
const languages = "LANGUAGE"

func init() {
	if namesNone(os.Getenv) {
		_ = os.Setenv(languages, "en") // without it there is a complaint, and nothing worse
	}
}

// namesNone reports whether the variables name a locale, and one without a language.
func namesNone(variable func(name string) string) bool {
	if variable(languages) != "" {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // the first that is set counts
		if locale := variable(name); locale != "" {
			language, _, _ := strings.Cut(locale, ".")
			return language == "C" || language == "POSIX"
		}
	}
	return false
}
