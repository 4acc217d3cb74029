package signalling

import (
	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// TicketGranted answers TicketRequest.
//
//	ticket bytes16, address string16
type TicketGranted struct {
	Grant leg.Grant
}

// Type returns TypeTicketGranted.
func (TicketGranted) Type() MessageType { return TypeTicketGranted }

func (m TicketGranted) append(b []byte) []byte {
	return appendText(wire.AppendBytes16(b, m.Grant.Ticket), m.Grant.Address, maxAddress)
}

func readTicketGranted(r *wire.Reader) TicketGranted {
	return TicketGranted{Grant: leg.Grant{Ticket: r.Bytes16(maxTicket), Address: r.String16(maxAddress)}}
}
