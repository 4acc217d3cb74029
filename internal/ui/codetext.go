package ui

import (
	"strings"

	"beside.example/protocol/code"
)

// lengthOf returns how many characters a code has that begins like this one.
func lengthOf(beginning string) int {
	if isPortal(beginning) {
		return code.PortalCodeLength
	}
	return codeDigits
}

// isPortal reports whether a code that begins like this one is a portal's: those begin with a letter.
func isPortal(beginning string) bool {
	return beginning != "" && (beginning[0] < '0' || beginning[0] > '9')
}

// nextIn returns a typed character as it may follow the beginning of a code: digits follow digits, and a letter begins a portal's code.
func nextIn(beginning string, r rune) (byte, bool) {
	d, isDigit := digitOf(r)
	if isPortal(beginning) && isDigit {
		r = rune(d)
	} else if isDigit {
		return d, true
	}
	if !isPortal(beginning) && beginning != "" {
		return 0, false
	}
	return code.PortalCharacter(r, beginning == "")
}

// codeIn returns the code in a text that was pasted, or what was typed of one so far: a portal's when the text is one or begins
// one, else the text's digits.
func codeIn(text string) string {
	if portal, err := code.ParsePortalCode(text); err == nil {
		return portal.Canonical()
	}
	if isPortal(text) && len(text) <= code.PortalCodeLength && !strings.ContainsFunc(text, notPortal) {
		return text
	}
	return onlyDigits(text)
}

func notPortal(r rune) bool {
	c, ok := code.PortalCharacter(r, false)
	return !ok || rune(c) != r
}

// onlyDigits keeps a text's digits; those of other scripts become ours.
func onlyDigits(text string) string {
	var b strings.Builder
	for _, r := range text {
		if d, ok := digitOf(r); ok {
			b.WriteByte(d)
		}
	}
	return b.String()
}

// zeros are the zeros of the scripts that keyboards of our customers may type: ASCII, Arabic, Persian, Devanagari,
// Bengali, full width. The other digits follow them.
const zeros = "0٠۰०০０"

func digitOf(r rune) (byte, bool) {
	const ten = 10
	for _, zero := range zeros {
		if r >= zero && r < zero+ten {
			return byte('0' + r - zero), true
		}
	}
	return 0, false
}

// spacedCode writes a code as people read it, such as "1234 567" or "K7MW Q2RT".
func spacedCode(typed string) string {
	if len(typed) <= codeGroup {
		return typed
	}
	return typed[:codeGroup] + " " + typed[codeGroup:]
}
