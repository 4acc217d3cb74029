package web

import "strings"

// SheetText returns a text as a cell of a CSV file, so that no spreadsheet takes what somebody typed for a formula.
func SheetText(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
