package locale

import (
	"strings"

	"golang.org/x/sys/windows"
)

// Preferred returns what the person prefers, such as "fr-CA,en-US", best first; nothing when the system does not tell.
func Preferred() string {
	languages, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil {
		return ""
	}
	return strings.Join(languages, ",")
}
