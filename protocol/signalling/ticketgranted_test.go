package signalling_test

import (
	"testing"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

const ticketGrantedGolden = `0033 00000005
	0002e0e10005683a343433`

func TestTicketGranted(t *testing.T) {
	check(t, signalling.TicketGranted{Grant: leg.Grant{Ticket: []byte{0xe0, 0xe1}, Address: "h:443"}}, ticketGrantedGolden)
}
