package session

import "beside.example/protocol"

// Withheld is what a session may not use, whatever the person at the customer's computer would allow: the organisation has said so.
// It can take away and never give. The zero value withholds nothing.
type Withheld struct {
	// Permissions are neither asked about nor granted.
	Permissions protocol.Permission
	// TheirScreen: the agent's screen is not shown here.
	TheirScreen bool
	// Pages: the agent offers no web addresses.
	Pages bool
}

// And returns what w or other withholds.
func (w Withheld) And(other Withheld) Withheld {
	return Withheld{
		Permissions: w.Permissions | other.Permissions, TheirScreen: w.TheirScreen || other.TheirScreen, Pages: w.Pages || other.Pages,
	}
}

// complete adds what means nothing without what is withheld.
func (w Withheld) complete() Withheld {
	if w.Permissions.Has(protocol.PermissionSee) {
		w.Permissions |= needsSee
	}
	return w
}
