package support

import "time"

// PortalID names a portal within one relay. The zero value names none.
type PortalID uint64

// Portal is a place where an organisation's customers start; a code belongs to one.
type Portal struct {
	ID           PortalID
	Organisation OrganisationID
	Name         string
	Created      time.Time
}
