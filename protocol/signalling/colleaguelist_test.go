package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const colleagueListGolden = `0079 00000005
	00020000000000000008000342656e000354776f020200000000000000030000000000000004000000000000000900000000
	0100`

func TestColleagueList(t *testing.T) {
	check(t, signalling.ColleagueList{Colleagues: []signalling.Colleague{
		{Agent: 8, Name: "Ben", Team: "Two", Status: signalling.StatusBusy, Portals: []signalling.PortalID{3, 4}},
		{Agent: 9, Status: signalling.StatusAvailable},
	}}, colleagueListGolden)
}
