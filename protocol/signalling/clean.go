package signalling

import (
	"slices"

	"beside.example/protocol"
	"beside.example/protocol/text"
)

// cleanName makes a name that the relay sent fit to be shown. The client does it with every name before anyone else sees it.
func cleanName(s string) string { return text.Clean(s, protocol.MaxName) }

func (m Welcome) clean() Welcome {
	m.Relay = cleanName(m.Relay)
	if m.SignedIn == nil {
		return m
	}
	in := *m.SignedIn
	in.Organisation, in.Name, in.Team = cleanName(in.Organisation), cleanName(in.Name), cleanName(in.Team)
	in.Portals = slices.Clone(in.Portals)
	for i := range in.Portals {
		in.Portals[i].Name = cleanName(in.Portals[i].Name)
	}
	m.SignedIn = &in
	return m
}

func (c Code) clean() Code {
	c.Customer = cleanName(c.Customer)
	return c
}

func (m HistoryPage) clean() HistoryPage {
	m.Entries = slices.Clone(m.Entries)
	for i := range m.Entries {
		e := &m.Entries[i]
		e.PortalName, e.Customer = cleanName(e.PortalName), cleanName(e.Customer)
	}
	return m
}
