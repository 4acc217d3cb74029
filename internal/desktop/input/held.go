package input

import "slices"

// change returns the list of what is held after something went down or up, and whether that changes it: pressing what is down
// and releasing what is up do nothing.
func change(list []Held, held Held, down bool) (after []Held, changed bool) {
	at := slices.Index(list, held)
	switch {
	case (at >= 0) == down:
		return list, false
	case down:
		return append(list, held), true
	}
	return slices.Delete(list, at, at+1), true
}
