package support

import (
	"errors"
	"slices"

	"beside.example/protocol/text"
)

func (w SignedIn) serves(portal PortalID) bool {
	return slices.ContainsFunc(w.Portals, func(p Portal) bool { return p.ID == portal })
}

// deniedIfNotFound hides from the asker whether something exists.
func deniedIfNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return ErrDenied
	}
	return err
}

// MaxName is the longest name of a person, portal, team, organisation or device, in characters: longer ones fit no window.
const MaxName = 80

// CleanName makes a name that somebody sent fit to be kept and shown.
func CleanName(name string) string { return text.Clean(name, MaxName) }
