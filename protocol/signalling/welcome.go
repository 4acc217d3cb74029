package signalling

import (
	"crypto/ed25519"
	"slices"
	"time"

	"beside.example/protocol/wire"
)

// Welcome answers Hello.
//
//	version u16, capabilities u64, relay string16, signed in bool, and if so:
//	organisation string16, organisation key [32], agent id u64, agent name string16, team string16,
//	code lifetime u32 seconds, codes u8, portals u8, then for each portal: id u64, name string16;
//	then, unless all of it is zero, for each portal once more: kind u8, features u16
type Welcome struct {
	Version      uint16
	Capabilities Capabilities
	// Relay is the relay's own name: a claim, unlike the host that the app connected to.
	Relay string
	// SignedIn is nil for a customer.
	SignedIn *SignedIn
}

// SignedIn is what a relay tells an agent about themselves.
type SignedIn struct {
	Organisation    string
	OrganisationKey ed25519.PublicKey
	Agent           AgentID
	Name            string
	Team            string
	// CodeLifetime is how long a code lives at most, and how long unless asked otherwise.
	CodeLifetime time.Duration
	// MaxCodes is how many active codes the agent may have.
	MaxCodes uint8
	Portals  []Portal
}

// Portal is one that the agent serves.
type Portal struct {
	ID   PortalID
	Name string
	Kind PortalKind
	// Features are those that the portal and the agent's team allow.
	Features Features
}

// minPortalSize is the size of a portal without a name.
const minPortalSize = 8 + 2

// Type returns TypeWelcome.
func (Welcome) Type() MessageType { return TypeWelcome }

func (m Welcome) append(b []byte) []byte {
	b = wire.AppendU16(b, m.Version)
	b = wire.AppendU64(b, uint64(m.Capabilities))
	b = appendName(b, m.Relay)
	b = wire.AppendBool(b, m.SignedIn != nil)
	if m.SignedIn != nil {
		b = m.SignedIn.append(b)
	}
	return b
}

func (s *SignedIn) append(b []byte) []byte {
	b = appendName(b, s.Organisation)
	b = appendKey(b, s.OrganisationKey)
	b = wire.AppendU64(b, uint64(s.Agent))
	b = appendName(b, s.Name)
	b = appendName(b, s.Team)
	b = appendSpan(b, s.CodeLifetime, time.Second)
	b = wire.AppendU8(b, s.MaxCodes)
	portals := s.Portals[:min(len(s.Portals), MaxPortals)]
	b = wire.AppendU8(b, uint8(len(portals)))
	for _, p := range portals {
		b = wire.AppendU64(b, uint64(p.ID))
		b = appendName(b, p.Name)
	}
	if !slices.ContainsFunc(portals, func(p Portal) bool { return p.Kind != 0 || p.Features != 0 }) {
		return b
	}
	for _, p := range portals {
		b = wire.AppendU16(wire.AppendU8(b, uint8(p.Kind)), uint16(p.Features))
	}
	return b
}

func readWelcome(r *wire.Reader) Welcome {
	m := Welcome{Version: r.U16(), Capabilities: Capabilities(r.U64()), Relay: r.String16(maxName)}
	if r.Bool() {
		m.SignedIn = readSignedIn(r)
	}
	return m
}

func readSignedIn(r *wire.Reader) *SignedIn {
	s := &SignedIn{
		Organisation: r.String16(maxName), OrganisationKey: readKey(r), Agent: AgentID(r.U64()), Name: r.String16(maxName),
		Team: r.String16(maxName), CodeLifetime: readSpan(r, time.Second), MaxCodes: r.U8(),
	}
	for range r.Count(int(r.U8()), MaxPortals, minPortalSize) {
		s.Portals = append(s.Portals, Portal{ID: PortalID(r.U64()), Name: r.String16(maxName)})
	}
	if r.Len() == 0 { // a relay of the first version, or Pin portals alone
		return s
	}
	for i := range s.Portals {
		s.Portals[i].Kind, s.Portals[i].Features = PortalKind(r.U8()), Features(r.U16())
	}
	return s
}
