package leg

import "fmt"

// Reason says why a relay does not honour a ticket.
type Reason uint8

// The reasons. Numbers are never given to another reason; one that is not known here is still a refusal.
const (
	ReasonInvalid    Reason = 1 // the ticket is malformed, forged or signed by a key that the relay does not know
	ReasonOtherRelay Reason = 2
	ReasonTooLate    Reason = 3 // first used too late, or the relay has restarted since: ask signalling for a new ticket
	ReasonLeaseOver  Reason = 4
	ReasonEnded      Reason = 5 // the session has ended
	ReasonFull       Reason = 6 // the relay takes no more sessions now
)

// Renewable reports whether a new ticket may help.
func (r Reason) Renewable() bool { return r != ReasonEnded && r != ReasonLeaseOver }

// String returns the reason for logs.
func (r Reason) String() string {
	switch r {
	case ReasonInvalid:
		return "ticket not valid"
	case ReasonOtherRelay:
		return "ticket for another relay"
	case ReasonTooLate:
		return "ticket first used too late"
	case ReasonLeaseOver:
		return "lease over"
	case ReasonEnded:
		return "session ended"
	case ReasonFull:
		return "relay full"
	}
	return fmt.Sprintf("reason %d", uint8(r))
}

// Refused is the relay's answer to a BIND whose address has proved itself but whose ticket is not honoured.
type Refused struct {
	Sequence uint64 // of the BIND
	Reason   Reason
}

// Append appends the packet to b.
func (m Refused) Append(b []byte) []byte {
	return append(appendHeader(b, KindRefused, m.Sequence), byte(m.Reason))
}

// ParseRefused parses a REFUSED.
func ParseRefused(packet []byte) (m Refused, err error) {
	r, sequence, err := header(packet, KindRefused)
	if err != nil {
		return Refused{}, malformed("refused", err)
	}
	m.Sequence = sequence
	m.Reason = Reason(r.U8())
	if err := r.Err(); err != nil {
		return Refused{}, malformed("refused", err)
	}
	return m, nil
}
