package web

import (
	"strings"

	"beside.example/internal/words"
)

// Dress is what a page wears around its content: whose page it is and what it loads. The zero value is the relay's own.
type Dress struct {
	// Organisation and Portal stand at the top in the place of our name.
	Organisation, Portal string
	// Home is where the organisation's name leads, empty for nowhere.
	Home string
	// Logo is the address of a picture, empty for the organisation's initials.
	Logo string
	// Sheets are the addresses of style sheets after the site's own, Script that of a script.
	Sheets []string
	Script string
	// Languages are those that the page is offered in, empty for every one of the catalogue. The first is for those who
	// prefer none of them.
	Languages []words.Language
	// Refresh is after how many seconds the page loads itself again, 0 for never.
	Refresh int
	// QuietRefresh is the same for browsers without scripts alone.
	QuietRefresh int
	// CodeLink shows the way to the page for codes.
	CodeLink bool
}

// maxInitials is how many letters fit the tile of a missing logo.
const maxInitials = 2

// Initials returns the letters that stand for a missing logo: the first of the organisation's first words.
func (d Dress) Initials() string {
	var b strings.Builder
	for i, word := range strings.Fields(d.Organisation) {
		if i == maxInitials {
			break
		}
		for _, letter := range word {
			b.WriteRune(letter)
			break
		}
	}
	return strings.ToUpper(b.String())
}
