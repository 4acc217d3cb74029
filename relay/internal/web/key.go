package web

import "fmt"

// KeyScript returns the script of pages that ask for a security key: only a script can. It looks for forms as the templates "factor.key" and
// "factor.newkey" make them, and may stand behind another script.
func KeyScript() ([]byte, error) {
	script, err := files.ReadFile("static/key.js")
	if err != nil {
		return nil, fmt.Errorf("read the script for security keys: %w", err)
	}
	return script, nil
}
