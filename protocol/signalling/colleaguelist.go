package signalling

import "beside.example/protocol/wire"

// ColleagueList tells which agents of the organisation are signed in, the agent who asks left out.
//
//	count u16, then for each: agent u64, name string16, team string16, status u8, portals u8, then portal u64 each
type ColleagueList struct {
	Colleagues []Colleague
}

// Colleague is a signed-in agent of the same organisation.
type Colleague struct {
	Agent  AgentID
	Name   string
	Team   string
	Status Status
	// Portals are those that the colleague serves.
	Portals []PortalID
}

// minColleagueSize is the size of a colleague without names and portals.
const minColleagueSize = 8 + 2 + 2 + 1 + 1

// Type returns TypeColleagueList.
func (ColleagueList) Type() MessageType { return TypeColleagueList }

// Fit cuts the list to what one message holds: the whole of any organisation whose names are of a usual length.
func (m ColleagueList) Fit() ColleagueList {
	size := 0
	for i, c := range m.Colleagues {
		if size += len(c.append(nil)); size > maxListBody || i == MaxColleagues {
			return ColleagueList{Colleagues: m.Colleagues[:i]}
		}
	}
	return m
}

func (m ColleagueList) append(b []byte) []byte {
	colleagues := m.Colleagues[:min(len(m.Colleagues), MaxColleagues)]
	b = wire.AppendU16(b, uint16(len(colleagues)))
	for _, c := range colleagues {
		b = c.append(b)
	}
	return b
}

func (c Colleague) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(c.Agent))
	b = appendName(b, c.Name)
	b = appendName(b, c.Team)
	b = wire.AppendU8(b, uint8(c.Status))
	return appendPortals(b, c.Portals)
}

func readColleagueList(r *wire.Reader) ColleagueList {
	var m ColleagueList
	for range r.Count(int(r.U16()), MaxColleagues, minColleagueSize) {
		m.Colleagues = append(m.Colleagues, Colleague{
			Agent: AgentID(r.U64()), Name: r.String16(maxName), Team: r.String16(maxName), Status: Status(r.U8()), Portals: readPortals(r),
		})
	}
	return m
}
