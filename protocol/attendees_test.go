package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func attendeesGolden() golden {
	return golden{
		protocol.Attendees{You: protocol.FirstAgentID, People: []protocol.Attendee{{
			ID:   protocol.CustomerID,
			Role: protocol.RoleCustomer,
		}, {
			ID: protocol.FirstAgentID, Role: protocol.RoleAgent, Name: "Claire",
			Organisation: "Nord", Granted: protocol.PermissionSee,
		}}},
		"01 02 00 02 0000 0000 0000 01 01 0006 436c61697265 0004 4e6f7264 0001",
	}
}

func TestAttendees(t *testing.T) {
	check(t, attendeesGolden(), protocol.ParseAttendees)
	wiretest.Refused(t, protocol.ParseAttendees, map[string]string{
		"too many":  "01 0a" + strings.Repeat("00 02 0000 0000 0000", 10),
		"role":      "01 01 00 07 0000 0000 0000",
		"long name": "01 01 00 02 0141" + strings.Repeat("61", 321) + "0000 0000",
	})
}
