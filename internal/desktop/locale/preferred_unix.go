//go:build !windows

package locale

import "os"

// Preferred returns what the person prefers, such as "fr_CA.UTF-8"; nothing when the system does not tell.
func Preferred() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // in the order in which they count
		if value := os.Getenv(name); value != "" {
			return value
		}
	}
	return ""
}
