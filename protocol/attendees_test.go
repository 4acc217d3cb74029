package protocol_test

import (
	"bytes"
	"reflect"
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

// marksGolden is what is there only when somebody watches.
const marksGolden = "0001"

func TestAttendees(t *testing.T) {
	g := attendeesGolden()
	value := g.message.(protocol.Attendees)
	golden := wiretest.Hex(t, g.hex)
	if got := value.Append(nil); !bytes.Equal(got, golden) {
		t.Errorf("got %x", got)
	}
	if got, err := protocol.ParseAttendees(golden); err != nil || !reflect.DeepEqual(got, value) {
		t.Errorf("got %+v, %v", got, err)
	}
	value.People[1].Marks = protocol.MarkWatches
	wiretest.Check(t, wiretest.Message[protocol.Attendees]{
		Value: value, Golden: g.hex + marksGolden, Parse: protocol.ParseAttendees, Open: len(marksGolden) / 2,
		Append: func(m protocol.Attendees, b []byte) []byte { return m.Append(b) },
	})
	if value.People[0].Watches() || !value.People[1].Watches() {
		t.Error("the wrong one watches")
	}
	longer, err := protocol.ParseAttendees(append(wiretest.Hex(t, g.hex+marksGolden), 0xee))
	if err != nil || !reflect.DeepEqual(longer, value) {
		t.Errorf("with a byte after the end: %+v, %v", longer, err)
	}
	if _, err := protocol.ParseAttendees(append(golden, 0)); err == nil {
		t.Error("marks of one person alone are taken")
	}
	wiretest.Refused(t, protocol.ParseAttendees, map[string]string{
		"too many":  "01 0a" + strings.Repeat("00 02 0000 0000 0000", 10),
		"role":      "01 01 00 07 0000 0000 0000",
		"long name": "01 01 00 02 0141" + strings.Repeat("61", 321) + "0000 0000",
	})
}
